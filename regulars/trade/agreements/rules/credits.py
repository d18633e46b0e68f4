"""What lateness costs the store: steps of the price, never more than the last step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from regulars.trade.agreements.rules.terms import Remedy

WHOLE = 10_000


@dataclass(frozen=True, slots=True)
class Step:
    """A step of lateness that is reached: which (from 1), and what it adds to the steps before (minor units)."""

    number: int
    amount_minor: int


def part_of(price_minor: int, bp: int) -> int:
    """`bp` basis points of a price, half up, in minor units."""
    return (2 * price_minor * bp + WHOLE) // (2 * WHOLE)


def credit_minor(price_minor: int, remedies: Sequence[Remedy], late_days: int) -> int:
    """The whole credit for so many days late."""
    reached = [one.credit_bp for one in remedies if one.late_days <= late_days]
    return part_of(price_minor, max(reached, default=0))


def most_minor(price_minor: int, remedies: Sequence[Remedy]) -> int:
    """The cap: what the last step gives."""
    return part_of(price_minor, max((one.credit_bp for one in remedies), default=0))


def steps(price_minor: int, remedies: Sequence[Remedy], late_days: int) -> tuple[Step, ...]:
    """Each step reached with what it adds; together exactly `credit_minor`."""
    found, before = [], 0
    for number, one in enumerate(sorted(remedies, key=lambda each: each.late_days), 1):
        if one.late_days <= late_days:
            upto = part_of(price_minor, one.credit_bp)
            found.append(Step(number, upto - before))
            before = upto
    return tuple(found)


def next_step(remedies: Sequence[Remedy], late_days: int) -> Remedy | None:
    """The next step that more lateness would reach."""
    ahead = [one for one in remedies if one.late_days > late_days]
    return min(ahead, key=lambda one: one.late_days, default=None)
