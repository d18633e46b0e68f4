"""What writes an index, whichever engine keeps it."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Protocol

from regulars.discovery.search.hooks import Document


class Pen(Protocol):
    """Changes that are seen together when the block around them ends well, and not at all otherwise."""

    def add(self, documents: Iterable[Document]) -> int:
        """Write documents that are not there; how many."""

    def remove(self, kind: str, keys: Iterable[int]) -> None:
        """Take documents out; those that are not there are no matter."""

    def remove_store(self, store: int) -> None:
        """Take out everything that is a store's."""


class Press(Protocol):
    """The one right to write. Readers never wait for it and see the last state that was finished."""

    def ready(self) -> bool:
        """Whether there is an index of today's shape."""

    def changing(self, *, wait: bool) -> AbstractContextManager[Pen | None]:
        """Change the index in use; None when somebody else writes and we do not `wait`, or there is none."""

    def anew(self) -> AbstractContextManager[Pen]:
        """Write a whole new index beside the old one; it takes its place when the block ends well."""
