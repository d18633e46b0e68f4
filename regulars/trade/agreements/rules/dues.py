"""Whose turn it is, by which day, and how late: pure, on days of the market.

A store's duty moves by as many days as the shopper was late with own duties before it. A shopper's duty keeps
its distance from the duty before it: who waits for the store is not late. Days that count for nobody (a proof
lay with the shopper and came back, the market decided) move a duty and all after it. Days are calendar days,
so neither the hour nor a change of clocks counts.
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
    milestones: Sequence[Milestone],
    done: Mapping[str, date],
    today: date,
    carried: Mapping[str, int],
    answer_days: int = 0,
) -> tuple[Standing, ...]:
    """Every milestone as it stands `today`.

    `done` gives the day of what is done, by key; `carried` days before a duty that count for nobody. With
    `answer_days` a proof that was handed in and not answered counts as approved, see `silent_on`.
    """
    found: list[Standing] = []
    moved = lag = 0
    before: date | None = None
    for one in milestones:
        moved += carried.get(one.key, 0)
        due = one.due + timedelta(days=moved if one.who == "store" else max(lag, moved))
        day = done.get(one.key)
        if day is None and one.kind == "approve" and before is not None and answer_days:
            last = silent_on(due, before, answer_days)
            day = last if today > last else None
        until = day or today
        late = max(0, (until - due).days)
        found.append(Standing(one, due, day, late))
        if one.who == "shopper":
            moved += late
        lag = max(0, (until - one.due).days)
        before = day
    return tuple(found)


def silent_on(due: date, shown: date, answer_days: int) -> date:
    """The last day to answer a proof shown on a day: never before the day on which the answer is due."""
    return max(due, shown + timedelta(days=answer_days))


def lay_days(shown: date, today: date) -> int:
    """How many days a proof lay with the shopper before it came back: they count for nobody."""
    return max(0, (today - shown).days)


def turn(standing: Sequence[Standing]) -> Standing | None:
    """The milestone that is next: the first that is not done."""
    return next((one for one in standing if one.done is None), None)


def of_kind(standing: Sequence[Standing], kind: str) -> Standing:
    """The standing of the one milestone of `kind`."""
    return next(one for one in standing if one.milestone.kind == kind)


def share_done(standing: Sequence[Standing]) -> tuple[int, int]:
    """How many milestones are done, of how many."""
    return sum(one.done is not None for one in standing), len(standing)
