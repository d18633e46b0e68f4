"""What of a contract is earned, and what a refund gives back: whole minor units, day by day, exact to the cent."""

from __future__ import annotations

from dataclasses import dataclass


def earned(total: int, days: int, gone: int) -> int:
    """How much of `total` (minor units) `gone` of `days` equal days earn, by largest remainder.

    Equals the sum of the first `gone` parts of `allocate(total, [1] * days)`: the days that get one unit more
    come first.
    """
    if gone >= days:
        return total
    each, more = divmod(total, days)
    return each * gone + min(gone, more)


@dataclass(frozen=True, slots=True)
class Sums:
    """Money of a contract in minor units: what the shopper paid, what the market added, the market's commission."""

    paid_minor: int = 0
    market_minor: int = 0
    commission_minor: int = 0

    @property
    def net_minor(self) -> int:
        """What of it is the store's."""
        return self.paid_minor + self.market_minor - self.commission_minor

    def __add__(self, other: Sums) -> Sums:
        return Sums(
            self.paid_minor + other.paid_minor,
            self.market_minor + other.market_minor,
            self.commission_minor + other.commission_minor,
        )

    def __sub__(self, other: Sums) -> Sums:
        return Sums(
            self.paid_minor - other.paid_minor,
            self.market_minor - other.market_minor,
            self.commission_minor - other.commission_minor,
        )


@dataclass(frozen=True, slots=True)
class Stretch:
    """From day `start` on (of `days`), `sums` are earned evenly until the end."""

    sums: Sums
    start: int
    days: int

    def left(self, gone: int) -> Sums:
        """What is not earned yet when `gone` days of the contract are over; the store's part is never below nothing."""
        length, past = self.days - self.start, max(gone - self.start, 0)

        def rest(total: int) -> int:
            return total - earned(total, length, past)

        if length <= 0:
            return Sums()
        paid, market = rest(self.sums.paid_minor), rest(self.sums.market_minor)
        return Sums(paid, market, min(rest(self.sums.commission_minor), paid + market))


def whole_is_due(*, started: bool, claimed: bool, in_return_time: bool) -> bool:
    """The published rule: everything goes back before it starts, and within the return time when nothing was claimed."""
    return not claimed and (not started or in_return_time)


def due_back(whole: Sums, given: Sums, stretch: Stretch, gone: int, *, entire: bool, used_up: bool) -> Sums:
    """What a refund of the product gives back of its plan.

    `whole` was sold, `given` went back before. `entire`: the whole rest; `used_up`: every claim was made, nothing;
    else the part of the days that are not over.
    """
    if entire:
        return whole - given
    return Sums() if used_up else stretch.left(gone)


def part_of(whole: Sums, given: Sums, paid_minor: int) -> Sums:
    """`paid_minor` back to the payer, with the market's parts in proportion, rounded down cumulatively.

    Raises ValueError for more than is left.
    """
    upto = given.paid_minor + paid_minor
    if paid_minor < 0 or upto > whole.paid_minor:
        raise ValueError("more than was paid cannot go back")
    if not whole.paid_minor:
        return Sums()
    market = whole.market_minor * upto // whole.paid_minor - given.market_minor
    commission = whole.commission_minor * upto // whole.paid_minor - given.commission_minor
    return Sums(paid_minor, max(market, 0), max(commission, 0))


def lowered(left: Sums, back: Sums) -> Sums:
    """What is still to be earned of `left` after `back` went to the payer; never below nothing."""
    paid = max(left.paid_minor - back.paid_minor, 0)
    market = max(left.market_minor - back.market_minor, 0)
    commission = min(max(left.commission_minor - back.commission_minor, 0), paid + market)
    return Sums(paid, market, commission)
