"""The time left of an offer, or until it begins. Time and words are the offer's own, so it ends by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from regulars.discovery.storefront.blocks.empty import nothing
from regulars.discovery.storefront.blocks.ways import to_path
from regulars.discovery.storefront.hooks import Block, Field, Scene, blocks
from regulars.trade.offers.queries import offer_for_shoppers

FIELDS = (
    Field("offer", "offer", _("Offer"), required=True),
    Field(
        "title", "line", _("Another title"), help=_("Empty: the title of the offer."), spoken=True, most=80
    ),
    Field("label", "line", _("Words on the button"), spoken=True, most=40),
    Field(
        "link", "link", _("It leads to a page of the market"), help=_("An address that begins with a slash.")
    ),
)


def fill(settings: Mapping[str, Any], scene: Scene) -> Mapping[str, Any] | None:
    """The offer with the moment that is counted to; one query."""
    offer = offer_for_shoppers(settings["offer"], scene.now, person_pk=scene.person, store_id=scene.store)
    if offer is None:
        return nothing(
            scene, _("The clock appears when its offer is planned or running, and goes when it ends.")
        )
    begins = offer.starts_at > scene.now
    return {
        "title": settings["title"],
        "offer": offer,
        "begins": begins,
        "until": offer.starts_at if begins else offer.ends_at,
        "label": settings["label"],
        "aim": to_path(settings["link"]),
    }


@blocks.answer
def countdown() -> Block:
    """The time left of an offer."""
    return Block(
        kind="countdown",
        title=_("Countdown"),
        help=_("Counts down to the beginning or the end of one of your offers, and goes when it is over."),
        fields=FIELDS,
        fill=fill,
        template="block.html",
        style="block.css",
        icon="clock",
        sample={
            "offer": "off_00000000000000000000",
            "title": {"en": "Only this week", "zh-hans": "仅限本周"},
        },
    )
