"""What an offer would cost: past orders priced again with it, drawn anew for the days to come.

Each future day is one of the past days of its weekday, by chance; the days to choose from are themselves drawn (a
bootstrap by day: Efron, Tibshirani 1993), and where only a sample of a day was priced, its orders too. So an interval
holds the noise of the days to come, of how few days were seen and of the sample. Seeded: the same answer every time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from regulars.trade.offers.rules import Receipt

DRAWS = 400
FIELDS = ("orders", "uses", "store", "market", "paid", "before", "after")
MARKET = "market"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A past order priced again. Amounts in minor units, all of one currency.

    `off_store` and `off_market`: what the offer took off, by who pays. `less`: how much less the shopper pays (what
    other offers take off changes too). `before` and `after`: what is left to the store after commission and cost.
    """

    day: date
    person: int
    off_store: int = 0
    off_market: int = 0
    less: int = 0
    before: int = 0
    after: int = 0

    @property
    def used(self) -> bool:
        """Whether the order would have used the offer."""
        return bool(self.off_store or self.off_market)


@dataclass(frozen=True, slots=True)
class Span:
    """A number with the ends between which it will lie in 95 of 100 cases."""

    low: float
    middle: float
    high: float

    def times(self, factor: float) -> Span:
        """All three multiplied."""
        return Span(self.low * factor, self.middle * factor, self.high * factor)

    def upto(self, most: float | None) -> Span:
        """No more than `most`."""
        return self if most is None else Span(*(min(one, most) for one in (self.low, self.middle, self.high)))


@dataclass(frozen=True, slots=True)
class Projection:
    """What the days to come would bring. Money in minor units over all of them together."""

    orders: Span
    uses: Span
    off_store: Span
    off_market: Span
    less: Span
    before: Span
    after: Span

    @property
    def lost(self) -> float:
        """By how much the margin would be smaller if nobody came only because of the offer."""
        return self.before.middle - self.after.middle


def repriced(
    old: Receipt, new: Receipt, offer_id: str, store_id: str | None, costs: Mapping[str, int], rate: float
) -> dict[str, int]:
    """The amounts of `Seen` from a past receipt and the same basket's with the offer.

    `costs` per variant and `rate`, the commission's share of the store's income, belong to the store; None: the
    market, which has no margin here.
    """
    step = [one for one in new.steps if one.offer_id == offer_id]
    market = sum(one.funding.get(MARKET, 0) for one in step)
    stores = sum(one.amount_minor for one in step) - market
    found = {"off_store": stores, "off_market": market, "less": old.total_minor - new.total_minor}
    if store_id is None:
        return found
    mine = [sum(one.funding.get(store_id, 0) for one in step), found["less"]]
    before, after = (_margin(each, store_id, costs, rate) for each in (old, new))
    return found | {"off_store": mine[0], "before": before, "after": after}


def _margin(receipt: Receipt, store_id: str, costs: Mapping[str, int], rate: float) -> int:
    paid = sum(total.goods_minor for total in receipt.stores if total.store_id == store_id)
    lines = [line for line in receipt.lines if line.store_id == store_id]
    mine = {line.line_id for line in lines}
    helped = sum(
        step.funding.get(MARKET, 0)
        * sum(part for line, part in step.split.items() if line in mine)
        // step.amount_minor
        for step in receipt.steps
        if step.step != "freight" and step.amount_minor
    )
    variants = {line.line_id: line.variant_id for line in receipt.basket.lines}
    cost = sum(costs.get(variants[line.line_id], 0) * line.quantity for line in lines)
    freight = sum(
        step.funding.get(store_id, 0)
        for step in receipt.steps
        if step.step == "freight" and step.amount_minor
    )
    return round((paid + helped) * (1 - rate)) - cost - freight


def within_limit(seen: Sequence[Seen], per_person: int | None, days: int) -> list[Seen]:
    """The orders as they count when each person may use the offer so often in so many days, the first ones first."""
    if not per_person or not seen:
        return list(seen)
    first, used, found = min(one.day for one in seen), dict[tuple[int, int], int](), []
    for one in sorted(seen, key=lambda each: each.day):
        place = (one.person, (one.day - first).days // max(days, 1))
        if one.used:
            used[place] = used.get(place, 0) + 1
        over = one.used and used[place] > per_person
        found.append(
            Seen(day=one.day, person=one.person, before=one.before, after=one.before) if over else one
        )
    return found


def project(
    seen: Sequence[Seen], counts: Mapping[date, int], past: Sequence[date], ahead: Sequence[date], *,
    season: float = 1.0, seed: int = 1, draws: int = DRAWS,
) -> Projection:  # fmt: skip
    """What the days `ahead` would bring if they are like the `past` days of their weekday.

    `counts` are the orders of each past day, of which `seen` may be a sample. `season` multiplies everything.
    """
    dice = Random(seed)
    days = _days(seen, counts, past)
    wanted = [sum(day.weekday() == weekday for day in ahead) for weekday in range(7)]
    sampled = len(seen) < sum(counts.values())
    drawn = [_drawn(dice, days, wanted, sampled) for _ in range(draws)]
    middle = _expected(days, wanted)
    spans = []
    for at in range(len(FIELDS)):
        values = sorted(one[at] for one in drawn)
        ends = values[round(0.025 * (draws - 1))], values[round(0.975 * (draws - 1))]
        spans.append(Span(min(ends[0], middle[at]), middle[at], max(ends[1], middle[at])).times(season))
    return Projection(*spans)


@dataclass(slots=True)
class _Day:
    """A past day: how many orders, and the amounts of those that were priced."""

    count: int
    rows: list[tuple[int, ...]]

    def sums(self, rows: Sequence[tuple[int, ...]]) -> list[float]:
        """The whole day, as if its orders were all like these rows."""
        if not rows:
            return [0.0] * len(FIELDS)
        factor = self.count / len(rows)
        return [sum(column) * factor for column in zip(*rows, strict=True)]


def _days(seen: Sequence[Seen], counts: Mapping[date, int], past: Sequence[date]) -> list[list[_Day]]:
    by_day: dict[date, list[tuple[int, ...]]] = {}
    for one in seen:
        row = (1, int(one.used), one.off_store, one.off_market, one.less, one.before, one.after)
        by_day.setdefault(one.day, []).append(row)
    every = [row for rows in by_day.values() for row in rows]
    found: list[list[_Day]] = [[] for _ in range(7)]
    for day in past:
        # A day of which the sample holds no order is like the others.
        rows = by_day.get(day, every if counts.get(day) else [])
        found[day.weekday()].append(_Day(counts.get(day, 0), rows))
    return found


def _expected(days: list[list[_Day]], wanted: Sequence[int]) -> list[float]:
    total = [0.0] * len(FIELDS)
    for known, many in zip(days, wanted, strict=True):
        for day in known if many else ():
            for at, value in enumerate(day.sums(day.rows)):
                total[at] += value * many / len(known)
    return total


def _drawn(dice: Random, days: list[list[_Day]], wanted: Sequence[int], sampled: bool) -> list[float]:
    total = [0.0] * len(FIELDS)
    for sums in _chosen(dice, days, wanted, sampled):
        for at, value in enumerate(sums):
            total[at] += value
    return total


def _chosen(
    dice: Random, days: list[list[_Day]], wanted: Sequence[int], sampled: bool
) -> Iterator[list[float]]:
    for known, many in zip(days, wanted, strict=True):
        if not known or not many:
            continue
        pool = dice.choices(known, k=len(known))
        for day in dice.choices(pool, k=many):
            rows = dice.choices(day.rows, k=len(day.rows)) if sampled and day.rows else day.rows
            yield day.sums(rows)
