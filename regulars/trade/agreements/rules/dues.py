"""Whose turn it is, by which day, and how late: pure, on days of the market.

A store's duty moves by as many days as the shopper was late with own duties before it. A shopper's duty keeps
its distance from the duty before it: who waits for the store is not late. Days are calendar days, so neither
the hour nor a change of clocks counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from regulars.trade.agreements.rules.terms import Milestone


@dataclass(frozen=True, slots=True)
class Standing:
    """A milestone on a day: by when it is due now (`moved_days` after the signed day), when it was done, how late."""

    milestone: Milestone
    due: date
    done: date | None
    late_days: int

    @property
    def moved_days(self) -> int:
        """By how many days the signed day has moved."""
        return (self.due - self.milestone.due).days


def standings(
    milestones: Sequence[Milestone], done: Mapping[str, date], today: date, carried: Mapping[str, int]
) -> tuple[Standing, ...]:
    """Every milestone as it stands `today`.

    `done` gives the day of what is done, by key. `carried` are days that a shopper lost with a duty which came
    back to them (a proof refused late).
    """
    found: list[Standing] = []
    moved = lag = 0
    for one in milestones:
        due = one.due + timedelta(days=moved if one.who == "store" else max(lag, moved))
        until = done.get(one.key, today)
        late = max(0, (until - due).days)
        found.append(Standing(one, due, done.get(one.key), late))
        if one.who == "shopper":
            moved += late + carried.get(one.key, 0)
        lag = max(0, (until - one.due).days)
    return tuple(found)


def turn(standing: Sequence[Standing]) -> Standing | None:
    """The milestone that is next: the first that is not done."""
    return next((one for one in standing if one.done is None), None)


def of_kind(standing: Sequence[Standing], kind: str) -> Standing:
    """The standing of the one milestone of `kind`."""
    return next(one for one in standing if one.milestone.kind == kind)


def share_done(standing: Sequence[Standing]) -> tuple[int, int]:
    """How many milestones are done, of how many."""
    return sum(one.done is not None for one in standing), len(standing)
