"""Two versions side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from regulars.trade.agreements.rules.terms import Milestone, Remedy, Terms

Value = str | int | Milestone | Remedy | None


@dataclass(frozen=True, slots=True)
class Row:
    """One part of the terms before and after; None where it is not part of that version."""

    part: str
    label: str
    before: Value
    after: Value

    @property
    def changed(self) -> bool:
        """Whether the two differ."""
        return self.before != self.after


PLAIN = ("title", "price_minor", "spec", "answer_days", "acceptance_days", "give_up_days")


def rows(before: Terms, after: Terms) -> list[Row]:
    """Every part of both versions, in reading order; milestones are matched by key, remedies by their day."""
    found = [Row(name, "", getattr(before, name), getattr(after, name)) for name in PLAIN[:3]]
    found += _details(before, after)
    found += _milestones(before, after)
    found += _remedies(before, after)
    return found + [Row(name, "", getattr(before, name), getattr(after, name)) for name in PLAIN[3:]]


def _details(before: Terms, after: Terms) -> Iterator[Row]:
    old, new = dict(before.details), dict(after.details)
    for label in dict.fromkeys([*old, *new]):
        yield Row("detail", label, old.get(label), new.get(label))


def _milestones(before: Terms, after: Terms) -> Iterator[Row]:
    old = {one.key: one for one in before.milestones}
    new = {one.key: one for one in after.milestones}
    gone = [Row("milestone", key, one, None) for key, one in old.items() if key not in new]
    yield from (Row("milestone", key, old.get(key), one) for key, one in new.items())
    yield from gone


def _remedies(before: Terms, after: Terms) -> Iterator[Row]:
    old = {one.late_days: one for one in before.remedies}
    new = {one.late_days: one for one in after.remedies}
    for day in sorted({*old, *new}):
        yield Row("remedy", str(day), old.get(day), new.get(day))
