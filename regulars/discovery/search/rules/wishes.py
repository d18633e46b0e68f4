"""What is asked of an index, whichever engine keeps it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

Column = Literal["words", "sounds"]


@dataclass(frozen=True, slots=True)
class Alt:
    """One way to meet a group: all of these terms stand in the column, in any order.

    `fuzzy`: Latin terms may hold typing errors; `prefix`: the last term may go on; `weight` scales the score.
    """

    terms: tuple[str, ...]
    column: Column = "words"
    weight: float = 1.0
    fuzzy: bool = False
    prefix: bool = False


Group = tuple[Alt, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """Groups that must all be met (`every`), or any of them. What also meets all of `first` stands before the rest."""

    groups: tuple[Group, ...]
    every: bool = True
    first: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True)
class Hits:
    """Keys in order with their scores (0 when sorted otherwise), and how many documents meet the wish."""

    keys: list[int] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    total: int = 0


def relaxed(groups: Sequence[Group], count: Callable[[Wish], int]) -> tuple[Wish, tuple[int, ...]]:
    """The wish with as little dropped as can be so that something meets it, and which groups were dropped.

    First each group is left out alone; the one that frees most goes, of equals the last. Else any of the groups will do,
    and those that nothing meets count as dropped. Nothing at all: every group is dropped.
    """
    if len(groups) > 1:
        tries = [(count(Wish(without(groups, at))), at) for at in range(len(groups))]
        freed, at = max(tries)
        if freed:
            return Wish(without(groups, at)), (at,)
    missing = tuple(at for at, group in enumerate(groups) if not count(Wish((group,))))
    return Wish(tuple(groups), every=False), missing


def without(groups: Sequence[Group], at: int) -> tuple[Group, ...]:
    """The groups but one."""
    return (*groups[:at], *groups[at + 1 :])
