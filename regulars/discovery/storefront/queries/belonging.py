"""To which kinds of people somebody belongs: for whom variants of a block are, and what choosing between them knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from regulars.discovery.storefront.rules import picking
from regulars.loyalty.customers.queries import relation_of
from regulars.loyalty.segments.queries import segments_with

Audience = Callable[[Mapping[str, str]], bool]


class Known:
    """Somebody at a store (None: the market, where only strangers are known).

    It asks when the first variant wants to know, once for all blocks of a page.
    """

    def __init__(self, store: Any, person_id: int | None) -> None:
        self._store, self._person = store, person_id

    def __call__(self, whom: Mapping[str, str]) -> bool:
        """Whether a variant for these people is for this one."""
        return whom["kind"] in self.kinds or (whom["kind"] == picking.SEGMENT and whom["of"] in self.groups)

    @cached_property
    def kinds(self) -> set[str]:
        """Kinds of person."""
        if self._person is None:
            return {picking.STRANGER}
        if self._store is None:
            return set()
        relation = relation_of(self._store, self._person)
        follows = relation is not None and relation.followed_at is not None and relation.left_at is None
        bought = relation is not None and relation.orders_count > 0
        return ({picking.FOLLOWER} if follows else set()) | {picking.REGULAR if bought else picking.NEW}

    @cached_property
    def groups(self) -> set[str]:
        """Public ids of the store's groups."""
        if self._person is None or self._store is None:
            return set()
        return segments_with(self._store, self._person)

    def features(self) -> dict[str, float]:
        """The same for choosing between variants."""
        stages = {f"stage.{kind}": 1.0 for kind in self.kinds}
        return stages | {f"group.{group}": 1.0 for group in self.groups}


def known_audience(store: Any, person_id: int | None) -> Known:
    """Who looks, as variants want to know."""
    return Known(store, person_id)


def told_audience(kind: str, of: str = "") -> Audience:
    """The kind of person a preview is for; a member of a group is nothing else."""

    def belongs(whom: Mapping[str, str]) -> bool:
        return whom["kind"] == kind and (kind != picking.SEGMENT or whom["of"] == of)

    return belongs
