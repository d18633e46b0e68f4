"""What a plan's editor offers to choose from, and what it says about a field that does not fit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from regulars.faces.look.forms import Given
from regulars.goods.catalog.queries import Node, category_tree, products_of_store, said
from regulars.people.merchants.queries import Store

MOST = 60


def products(store: Store) -> list[tuple[str, str]]:
    """Public id and title of the store's goods on sale, the newest first."""
    found = products_of_store(store, size=MOST)
    return [(row.public_id, said(row.title, row.title_zh)) for row in found.items]


def categories() -> list[tuple[str, str]]:
    """Public id and name of every category."""
    return list(_walk(category_tree(), ""))


def _walk(nodes: list[Node], above: str) -> Iterator[tuple[str, str]]:
    for node in nodes:
        name = f"{above}{said(node.name, node.name_zh)}"
        yield node.public_id, name
        yield from _walk(node.children, f"{name} › ")


def chosen_goods(given: Given) -> dict[str, Any]:
    """With which goods the plan is sold: everything, some categories, or some products."""
    goods = given.text("goods")
    picked = tuple(given.post.getlist(goods)) if goods in ("products", "categories") else ()
    if goods in ("products", "categories") and not picked:
        given.refuse(goods, _("Choose at least one."))
    return {"products": (), "categories": ()} | ({goods: picked} if picked else {})


def sentence(field: str) -> str:
    """What is wrong with a field that the rules refused."""
    return {
        "title": _("Give it a title."),
        "covered": _("Say in a few words what is covered."),
        "price_minor": _("A plan costs something: give its price."),
        "share_bp": _("Give a share between 0.01 % and 100 %."),
        "gap_days": _("Fewer days than the plan runs."),
        "ways": _("Choose at least one way."),
    }.get(field, _("This does not fit yet. Correct it and send it again."))
