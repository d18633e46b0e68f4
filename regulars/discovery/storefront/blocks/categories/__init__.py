"""Ways to the shelves: small links, or pictures of what sells best on each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from regulars.discovery.storefront.blocks.empty import nothing
from regulars.discovery.storefront.blocks.ways import Way, category_named
from regulars.discovery.storefront.hooks import Block, Field, Image, Scene, blocks
from regulars.goods.catalog.queries import Card, Node, best_of_shelves, category_tree, said, shelves_of

LOOKS = (("chips", _("A row of small links")), ("pictures", _("Pictures")))
FIELDS = (
    Field("title", "line", _("Title"), spoken=True, most=80),
    Field("below", "category", _("Only what is below this category")),
    Field("look", "choice", _("Look"), choices=LOOKS, default="chips"),
    Field("size", "number", _("How many"), least=1, most=40, default=12),
)


def fill(settings: Mapping[str, Any], scene: Scene) -> Mapping[str, Any] | None:
    """Categories with goods, in the order of the tree; at most two queries."""
    nodes = _nodes(settings, scene)
    best = best_of_shelves(nodes, store_id=scene.store) if nodes else {}
    shelves = [_shelf(node, best[node.pk], scene) for node in nodes if node.pk in best][: settings["size"]]
    if not shelves:
        return nothing(scene, _("Categories appear here as soon as they hold goods."))
    return {"title": settings["title"], "look": settings["look"], "shelves": shelves}


def _nodes(settings: Mapping[str, Any], scene: Scene) -> list[Node]:
    if settings["below"]:
        node = category_named(settings["below"])
        return list(node.children) if node else []
    return category_tree() if scene.store is None else shelves_of(scene.store, 40)


def _shelf(node: Node, card: Card, scene: Scene) -> dict[str, Any]:
    own = Way("store", (card.store_slug,), f"?category={node.slug}")
    return {
        "label": said(node.name, node.name_zh),
        "aim": Way("category", (node.slug,)) if scene.store is None else own,
        "image": Image(card.cover, "") if card.cover else None,
    }


@blocks.answer
def categories() -> Block:
    """Ways to the shelves."""
    return Block(
        kind="categories",
        title=_("Categories"),
        help=_("Ways to the shelves, as small links or with pictures of what sells best there."),
        fields=FIELDS,
        fill=fill,
        template="block.html",
        style="block.css",
        icon="grid",
        sample={"title": {"en": "Shelf by shelf", "zh-hans": "逛货架"}, "look": "pictures"},
    )
