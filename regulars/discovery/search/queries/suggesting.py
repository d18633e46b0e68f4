"""What somebody may be about to type: what many asked for, shelves, brands, and titles that go on so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from regulars.discovery.search.models import AskedFor
from regulars.discovery.search.queries import terms
from regulars.discovery.search.queries.engines import engine
from regulars.discovery.search.queries.reading import typing
from regulars.discovery.search.rules import MAX_QUERY, Filters, Wish, spaced
from regulars.goods.catalog.queries import Node, brands, cards, category_tree, said

EACH, MOST = 3, 9


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`text` is what is searched for, but for a category (`ref` its slug) and a product (`ref` its public id)."""

    kind: Literal["words", "category", "brand", "product"]
    text: str
    ref: str = ""


def suggest(words: str) -> list[Suggestion]:
    """At most MOST suggestions for the beginning of a query; none for nothing. Four questions at most."""
    begun = " ".join(spaced(words[:MAX_QUERY]).split())
    if not begun:
        return []
    found = [*_asked(begun), *_shelves(begun), *_brands(begun), *_titles(words)]
    unique = {(one.kind in ("category", "product"), one.text.lower()): one for one in reversed(found)}
    return [one for one in found if one in unique.values()][:MOST]


def _asked(begun: str) -> list[Suggestion]:
    rows = AskedFor.objects.filter(words__startswith=begun).order_by("-people", "words")
    return [Suggestion("words", row) for row in rows.values_list("words", flat=True)[:EACH]]


def _shelves(begun: str) -> list[Suggestion]:
    fitting = [node for node in _all(category_tree()) if _begins(begun, node.name, node.name_zh)]
    return [Suggestion("category", said(node.name, node.name_zh), node.slug) for node in fitting[:EACH]]


def _all(nodes: list[Node]) -> list[Node]:
    return [one for node in nodes for one in (node, *_all(node.children))]


def _brands(begun: str) -> list[Suggestion]:
    fitting = [row for row in brands(begun)[:50] if _begins(begun, row.name, row.name_zh)]
    return [Suggestion("brand", said(row.name, row.name_zh)) for row in fitting[:EACH]]


def _begins(begun: str, *names: str) -> bool:
    """Whether a word of a name begins so."""
    return any(f" {spaced(name)}".find(f" {begun}") >= 0 for name in names if name)


def _titles(words: str) -> list[Suggestion]:
    using, groups = engine(), typing(terms.for_query(words[:MAX_QUERY]))
    if using is None or not groups:
        return []
    keys = using.hits(Wish(groups), "product", Filters(), "popular", limit=EACH).keys
    return [Suggestion("product", card.title, card.public_id) for card in cards(keys)]
