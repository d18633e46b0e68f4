"""Short ways: to other blocks of the page and to categories."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from regulars.discovery.storefront.blocks.empty import nothing
from regulars.discovery.storefront.blocks.ways import Way, to_category, to_path
from regulars.discovery.storefront.hooks import Block, Field, Scene, blocks
from regulars.goods.catalog.queries import Node, category_tree, said, shelves_of
from regulars.people.merchants.queries import open_stores_by_key

LOOKS = (("chips", _("A row of small links")), ("columns", _("A table of contents")))
FIELDS = (
    Field("title", "line", _("Title"), spoken=True, most=80),
    Field("look", "choice", _("Look"), choices=LOOKS, default="chips"),
    Field(
        "entries", "rows", _("Entries"), most=12,
        inside=(
            Field("label", "line", _("Words"), required=True, spoken=True, most=40),
            Field("anchor", "line", _("Block of this page"), help=_("The name of the block."), most=40),
            Field("category", "category", _("or category")),
            Field("link", "link", _("or a page of the market")),
        ),
    ),
    Field("shelves", "flag", _("Add all categories"), default=False),
)  # fmt: skip


def fill(settings: Mapping[str, Any], scene: Scene) -> Mapping[str, Any] | None:
    """Entries with something behind them, then perhaps the categories; at most one query, two in a store."""
    found = [(row["label"], aim) for row in settings["entries"] if row["label"] and (aim := _aim(row, scene))]
    found += _shelves(scene) if settings["shelves"] else []
    if not found:
        return nothing(scene, _("Add entries: blocks of this page, categories, or pages of the market."))
    return {"title": settings["title"], "look": settings["look"], "entries": found}


def _aim(row: Mapping[str, Any], scene: Scene) -> Way | None:
    if anchor := row["anchor"].removeprefix("#").removeprefix("b-"):
        return Way(path=f"#b-{anchor}") if anchor.replace("-", "").replace("_", "").isalnum() else None
    return to_category(row["category"], scene) if row["category"] else to_path(row["link"])


def _shelves(scene: Scene) -> list[tuple[str, Way]]:
    if scene.store is None:
        return [(_name(node), Way("category", (node.slug,))) for node in category_tree()]
    store = open_stores_by_key([scene.store]).get(scene.store)
    nodes = shelves_of(scene.store) if store else []
    return [(_name(node), Way("store", (store.slug,), f"?category={node.slug}")) for node in nodes if store]


def _name(node: Node) -> str:
    return said(node.name, node.name_zh)


@blocks.answer
def directory() -> Block:
    """Short ways within a page."""
    return Block(
        kind="directory",
        title=_("Directory"),
        help=_("Short ways to other blocks of the page, to categories and to pages of the market."),
        fields=FIELDS,
        fill=fill,
        template="block.html",
        style="block.css",
        icon="menu",
        sample={
            "title": {"en": "On this page", "zh-hans": "本页导览"},
            "entries": [
                {"label": {"en": "All stores", "zh-hans": "全部店铺"}, "link": "/stores/"},
                {"label": {"en": "Categories", "zh-hans": "分类"}, "link": "/categories/"},
            ],
        },
    )
