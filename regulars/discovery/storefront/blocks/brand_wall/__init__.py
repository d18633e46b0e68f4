"""The brands of the market side by side, in the order of its rules of placing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from regulars.discovery.ranking.queries import arrange
from regulars.discovery.ranking.rules import Candidate
from regulars.discovery.storefront.blocks.empty import nothing
from regulars.discovery.storefront.hooks import Block, Field, Scene, blocks
from regulars.goods.catalog.queries import BrandOnSale, brands_on_sale

FIELDS = (
    Field("title", "line", _("Title"), spoken=True, most=80),
    Field("size", "number", _("How many"), least=2, most=48, default=12),
)


def fill(settings: Mapping[str, Any], scene: Scene) -> Mapping[str, Any] | None:
    """Brands with goods on sale; one query beside the rules'."""
    found = {brand.pk: brand for brand in brands_on_sale(settings["size"] * 3)}
    if not found:
        return nothing(scene, _("Brands appear here as soon as goods of theirs are on sale."))
    made = arrange(
        [_candidate(brand) for brand in found.values()],
        spot=f"{scene.page}.brands",
        size=settings["size"],
        seed=f"{scene.now:%Y-%m-%d}",
    )
    return {"title": settings["title"], "brands": [found[one.candidate.key] for one in made.placed]}


def _candidate(brand: BrandOnSale) -> Candidate:
    # A store of its own for each, so that rules about stores move no brand.
    return Candidate(brand.pk, brand.sold + brand.goods, store=-brand.pk, brand=brand.pk, source="brands")


@blocks.answer
def brand_wall() -> Block:
    """The brands of the market."""
    return Block(
        kind="brand-wall",
        title=_("Wall of brands"),
        help=_("The brands of the market by name, in the order of its rules of placing."),
        fields=FIELDS,
        fill=fill,
        template="block.html",
        pages=frozenset({"market", "category", "venue", "word"}),
        style="block.css",
        icon="tag",
        sample={"title": {"en": "Brands", "zh-hans": "品牌墙"}},
    )
