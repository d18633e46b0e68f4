"""The kinds of things the house itself finds. Floors above and plug-ins add theirs through the same hook."""

from __future__ import annotations

from regulars.discovery.search.hooks import Kind, kinds
from regulars.discovery.search.queries.kinds.lists import LISTS
from regulars.discovery.search.queries.kinds.products import PRODUCTS
from regulars.discovery.search.queries.kinds.stores import STORES

OWN = (PRODUCTS, STORES, LISTS)


def _answer(kind: Kind) -> None:
    kinds.answer(lambda: kind)


for _kind in OWN:
    _answer(_kind)


def every_kind() -> dict[str, Kind]:
    """All kinds by name."""
    return {kind.name: kind for kind in kinds.ask()}
