"""Many small changes in one transaction: a chapter is written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import SYSTEM, Actor

T = TypeVar("T")


@action("demo.chapter", audit=False)
def chapter(*, by: Actor, doing: Callable[[], None]) -> None:
    """Run `doing`; every action in it joins this one's transaction."""
    doing()


def in_chapters(items: Iterable[T], size: int, each: Callable[[T], None]) -> None:
    """Do `each` item, `size` of them to a chapter."""
    for part in _parts(items, size):
        chapter(by=SYSTEM, doing=lambda part=part: _all(part, each))  # type: ignore[misc]


def _all(part: Sequence[T], each: Callable[[T], None]) -> None:
    for item in part:
        each(item)


def _parts(items: Iterable[T], size: int) -> Iterator[list[T]]:
    stream = iter(items)
    while part := list(islice(stream, size)):
        yield part
