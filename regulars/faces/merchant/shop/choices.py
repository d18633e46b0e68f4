"""What a form offers to choose from: the market's categories and brands."""

from __future__ import annotations

from collections.abc import Iterator

from regulars.goods.catalog.queries import Brand, Category, Node, brand, brands, category, category_tree, said
from regulars.ground.kit.refusals import NotFound


def category_choices(empty: str) -> list[tuple[str, str]]:
    """Address and name of every category, its place in the tree shown by its parents' names."""
    return [("", empty), *_walk(category_tree(), "")]


def _walk(nodes: list[Node], above: str) -> Iterator[tuple[str, str]]:
    for node in nodes:
        name = f"{above}{said(node.name, node.name_zh)}"
        yield node.slug, name
        yield from _walk(node.children, f"{name} › ")


def in_market(slug: str) -> Category | None:
    """The category, or None when there is none of that address."""
    try:
        return category(slug) if slug else None
    except NotFound:
        return None


def brand_choices(empty: str) -> list[tuple[str, str]]:
    """Address and name of every brand."""
    return [("", empty), *((row.slug, said(row.name, row.name_zh)) for row in brands())]


def branded(slug: str) -> Brand | None:
    """The brand, or None when there is none of that address."""
    try:
        return brand(slug) if slug else None
    except NotFound:
        return None
