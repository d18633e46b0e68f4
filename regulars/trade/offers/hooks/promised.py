"""Who gave a word that an offer stays: its coupons were promised as prizes that can still be won or taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """Something a store promised with an offer. `title`: of the lottery; `until`: the last moment it may be taken."""

    title: str
    title_zh: str
    until: datetime


Find = Callable[[str], Iterable[Promise]]


class Promises:
    """The apps that promise offers. They register when the house starts."""

    def __init__(self) -> None:
        self._finds: dict[str, Find] = {}

    def register(self, kind: str, find: Find) -> None:
        """`find(offer)` gives what is promised with an offer (public id) and not over.

        Raises ValueError for a kind told twice.
        """
        if self._finds.setdefault(kind, find) is not find:
            raise ValueError(f"two apps promise {kind!r}")

    def of(self, offer: str) -> Iterator[Promise]:
        """Everything that is promised with the offer (public id)."""
        for kind in sorted(self._finds):
            yield from self._finds[kind](offer)


promised = Promises()
