"""What every engine does alike; `tests/discovery/search/test_engines.py` holds each of them to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from regulars.discovery.search.rules import Facets, Filters, Hits, Sort, Wish


class Engine(Protocol):
    """One state of the index. All terms are stems, as `terms.stems` makes them, or sounds."""

    def hits(
        self,
        wish: Wish,
        kind: str,
        filters: Filters,
        sort: Sort = "relevance",
        offset: int = 0,
        limit: int = 24,
    ) -> Hits:
        """Documents of a kind that meet the wish, within the filters, in order."""

    def count(self, wish: Wish, kind: str, filters: Filters) -> int:
        """How many there are."""

    def facets(self, wish: Wish, kind: str, filters: Filters) -> Facets:
        """How many by what they can be narrowed by."""

    def words_near(self, term: str, sound: str) -> list[str]:
        """Words of products that differ from a Latin term by typing errors, or sound roughly like a Chinese one (`sound`,
        as `sounds.roughly` says it); a word once for every document it was met in, at most some hundred.
        """

    def documents(self) -> int:
        """How many documents there are of all kinds."""


def only(filters: Filters, without: Sequence[str]) -> Filters:
    """The filters with some left out."""
    free = Filters()
    kept = {
        name: getattr(free if name in without else filters, name) for name in Filters.__dataclass_fields__
    }
    return Filters(**kept)
