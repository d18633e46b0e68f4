"""Many small changes in one transaction: a chapter is written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import TypeVar

from regulars.ground.kit.actors import SYSTEM
from regulars.ground.kit.together import together

T = TypeVar("T")


def in_chapters(items: Iterable[T], size: int, each: Callable[[T], None]) -> None:
    """Do `each` item, `size` of them to a chapter."""
    for part in _parts(items, size):
        together(by=SYSTEM, doing=partial(_all, part, each))


def _all(part: Sequence[T], each: Callable[[T], None]) -> None:
    for item in part:
        each(item)


def _parts(items: Iterable[T], size: int) -> Iterator[list[T]]:
    stream = iter(items)
    while part := list(islice(stream, size)):
        yield part
