"""What can be taken and used: the store's offers, or the coupons of the market."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from regulars.discovery.storefront.blocks.empty import nothing
from regulars.discovery.storefront.hooks import Block, Field, Scene, blocks
from regulars.people.merchants.queries import open_stores_by_key
from regulars.trade.offers.queries import Offer, claimable, offers_of_store_for_shoppers

WHICH = (("all", _("All that runs")), ("take", _("Only what can be taken")))
FIELDS = (
    Field("title", "line", _("Title"), spoken=True, most=80),
    Field("which", "choice", _("Which offers"), choices=WHICH, default="all"),
    Field("size", "number", _("How many"), least=1, most=12, default=6),
)


def fill(settings: Mapping[str, Any], scene: Scene) -> Mapping[str, Any] | None:
    """Offers that run, the soonest to end first; one query, two in a store."""
    found = _offers(scene)
    if settings["which"] == "take":
        found = [offer for offer in found if offer.claimable]
    if not found:
        return nothing(scene, _("Running offers appear here. None runs at that time: publish one."))
    return {"title": settings["title"], "offers": found[: settings["size"]]}


def _offers(scene: Scene) -> list[Offer]:
    if scene.store is None:
        return list(claimable(None, scene.person, now=scene.now)[:12])
    store = open_stores_by_key([scene.store]).get(scene.store)
    return list(offers_of_store_for_shoppers(store, scene.person, now=scene.now)[:24]) if store else []


@blocks.answer
def coupons() -> Block:
    """Coupons and offers."""
    return Block(
        kind="coupons",
        title=_("Coupons"),
        help=_("Running offers as tickets; those that can be taken have a button."),
        fields=FIELDS,
        fill=fill,
        template="block.html",
        style="block.css",
        icon="coupon",
        sample={"title": {"en": "Take one along", "zh-hans": "先领券再逛"}},
    )
