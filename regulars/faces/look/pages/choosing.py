"""Choosing products, offers, categories and groups for the settings of a block, and naming those chosen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from regulars.discovery.lists.queries import choices
from regulars.discovery.search.queries import search
from regulars.faces.look.pages.bench import Bench
from regulars.goods.catalog.queries import (
    Filters,
    Node,
    cards,
    cards_by_id,
    category_tree,
    popular,
    products_of_store,
    said,
    titles_of,
)
from regulars.ground.kit import clock
from regulars.loyalty.segments.queries import segments_of
from regulars.trade.offers.queries import offers_of

MOST, MOST_OFFERS = 20, 200
Choice = tuple[str, str]


def found(bench: Bench, kind: str, words: str) -> list[Choice]:
    """What there is to choose by these words: id and name, at most twenty."""
    if kind in ("product", "products"):
        return _products(bench, words)
    every = _offers(bench, ended=False) if kind == "offer" else _every(bench, kind)
    wanted = words.casefold()
    return [one for one in every if wanted in one[1].casefold()][:MOST]


def named(bench: Bench, kind: str, ids: Iterable[str]) -> dict[str, str]:
    """The names of what was chosen, by id; what is gone is left out."""
    wanted = [one for one in ids if one]
    if not wanted:
        return {}
    if kind in ("product", "products"):
        return _titles(bench, wanted)
    every = _every(bench, kind)
    return {id: name for id, name in every if id in wanted}


def _every(bench: Bench, kind: str) -> Iterable[Choice]:
    if kind == "list":
        return choices()
    return _offers(bench) if kind == "offer" else _categories(category_tree()) if kind == "category" else []


def _products(bench: Bench, words: str) -> list[Choice]:
    if bench.store is not None:
        rows = products_of_store(bench.store, Filters(words=words, state="published"), size=MOST).items
        return [(row.public_id, said(row.title, row.title_zh)) for row in rows]
    met = cards(search(words, limit=MOST).product_ids) if words else popular(MOST)
    return [(card.public_id, f"{card.title} · {card.store_name}") for card in met]


def _titles(bench: Bench, ids: list[str]) -> dict[str, str]:
    if bench.store is not None:
        return {id: said(*both) for id, both in titles_of(bench.store, ids).items()}
    return {card.public_id: card.title for card in cards_by_id(ids)}


def _offers(bench: Bench, ended: bool = True) -> list[Choice]:
    rows = [row for row in offers_of(bench.store) if row.stopped_at is None]
    rows = rows if ended else [row for row in rows if row.ends_at > clock.now()]
    return [(row.public_id, said(row.title, row.title_zh)) for row in rows[:MOST_OFFERS]]


def _categories(nodes: Iterable[Node], above: str = "") -> Iterator[Choice]:
    for node in nodes:
        name = above + said(node.name, node.name_zh)
        yield node.public_id, name
        yield from _categories(node.children, f"{name} › ")


def groups(bench: Bench) -> list[Choice]:
    """The store's groups, as kinds of people: "segment:seg_…" and the name."""
    if bench.store is None:
        return []
    rows = segments_of(bench.store)[:200]
    return [(f"segment:{row.public_id}", f"{row.name} · {row.size}") for row in rows]
