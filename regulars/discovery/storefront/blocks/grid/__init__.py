"""Products: by a rule, by hand, or chosen for whoever looks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from regulars.discovery.storefront.blocks.empty import nothing
from regulars.discovery.storefront.blocks.grid.rules import found
from regulars.discovery.storefront.blocks.ways import to_path
from regulars.discovery.storefront.hooks import Block, Field, Scene, blocks

RULES = (
    ("popular", _("What sells best")),
    ("newest", _("What is new")),
    ("reduced", _("What costs less than before")),
    ("offer", _("What one offer is about")),
    ("followed", _("New in the stores one follows")),
    ("personal", _("Chosen for whoever looks")),
    ("picks", _("Chosen by hand")),
)
LOOKS = (("product-grid", _("Side by side and below")), ("product-row", _("One row that moves sideways")))
FIELDS = (
    Field("title", "line", _("Title"), spoken=True, most=80),
    Field("rule", "choice", _("Which products"), required=True, choices=RULES, default="popular"),
    Field("products", "products", _("Chosen by hand"), most=24),
    Field("offer", "offer", _("Offer")),
    Field("category", "category", _("Only of this category")),
    Field(
        "low", "number", _("Price from"), help=_("In whole units of the currency; 0: no limit."), most=10**7
    ),
    Field(
        "high", "number", _("Price up to"), help=_("In whole units of the currency; 0: no limit."), most=10**7
    ),
    Field("size", "number", _("How many"), least=1, most=24, default=8),
    Field("look", "choice", _("Look"), choices=LOOKS, default="product-grid"),
    Field("more", "link", _("See all leads to a page of the market")),
)


def fill(settings: Mapping[str, Any], scene: Scene) -> Mapping[str, Any] | None:
    """The products and, where they were chosen for somebody, the decision; at most three queries beside choosing."""
    decision, products, whys = found(settings, scene)
    if not products:
        return nothing(scene, _("No product fits these rules now. Widen them, or choose products by hand."))
    return {
        "title": settings["title"],
        "look": settings["look"],
        "products": products,
        "decision": decision,
        "whys": whys,
        "more": to_path(settings["more"]),
    }


@blocks.answer
def grid() -> Block:
    """Products."""
    return Block(
        kind="grid",
        title=_("Products"),
        help=_("Products by a rule, chosen by hand, or chosen for whoever looks."),
        fields=FIELDS,
        fill=fill,
        template="block.html",
        icon="tag",
        sample={"title": {"en": "Popular now", "zh-hans": "大家在买"}, "rule": "popular", "size": 4},
    )
