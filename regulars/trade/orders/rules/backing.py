"""What a return gives back: to the payer, to each funder, and of the market's commission.

Exact to the cent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from regulars.trade.offers.rules import (
    NOTHING,
    Basket,
    Line,
    Receipt,
    ReceiptLine,
    ReceiptStep,
    Refunded,
    StoreTotal,
    refund,
)

MARKET = "market"


@dataclass(frozen=True, slots=True)
class LineBack:
    """Units of one line on their way back: to the payer, the market's share, the commission's share."""

    line_id: str
    quantity: int
    paid_minor: int
    market_minor: int
    commission_minor: int


@dataclass(frozen=True, slots=True)
class PlanLeaves:
    """A service plan that goes back with its goods: to the payer, the market's share, the commission's share."""

    contract: str
    paid_minor: int
    market_minor: int
    commission_minor: int


@dataclass(frozen=True, slots=True)
class Backing:
    """A whole return. `freight_minor` goes to the payer; `freight_market_minor` to the market."""

    lines: tuple[LineBack, ...]
    freight_minor: int = 0
    freight_market_minor: int = 0
    funding: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    plans: tuple[PlanLeaves, ...] = ()

    @property
    def plans_minor(self) -> int:
        """What of it is for service plans."""
        return sum(plan.paid_minor for plan in self.plans)

    @property
    def total_minor(self) -> int:
        """What the payer gets back."""
        return self.freight_minor + self.plans_minor + sum(line.paid_minor for line in self.lines)

    @property
    def market_minor(self) -> int:
        """What the market gets back of the discounts it bore."""
        return (
            self.freight_market_minor
            + sum(line.market_minor for line in self.lines)
            + sum(plan.market_minor for plan in self.plans)
        )

    @property
    def commission_minor(self) -> int:
        """What the market gives back of its commission."""
        return sum(line.commission_minor for line in self.lines) + sum(
            plan.commission_minor for plan in self.plans
        )


@dataclass(frozen=True, slots=True)
class Sold:
    """A line as it was sold and what of it went back before: units and the commission frozen on it."""

    line_id: str
    commission_minor: int
    returned: int


def backing(
    receipt: Receipt, sold: Sequence[Sold], returns: Mapping[str, int], *, freight: bool, freight_gone: bool
) -> Backing:
    """Give back `returns` (units per line id), with `freight` also its freight if not `freight_gone`.

    The commission follows the store's income of the units (paid + market share), rounded down cumulatively,
    so any sequence of partial returns adds up to exactly the commission taken. Raises ValueError for more
    units than are left.
    """
    lines = []
    funding: dict[str, dict[str, int]] = {}
    freight_minor = freight_market = 0
    for place, one in enumerate(each for each in sold if returns.get(each.line_id)):
        take_freight = freight and not freight_gone and place == 0
        lines.append(_line_back(receipt, one, returns[one.line_id], funding))
        if take_freight:
            freight_minor, freight_market = _freight(receipt, one, funding)
    return Backing(tuple(lines), freight_minor, freight_market, funding)


def _line_back(receipt: Receipt, one: Sold, units: int, funding: dict[str, dict[str, int]]) -> LineBack:
    before = Refunded({one.line_id: one.returned})
    back = refund(receipt, before, {one.line_id: units})
    market = _merge(funding, back.funding)
    whole = next(line for line in receipt.lines if line.line_id == one.line_id)
    base = _base(receipt, one.line_id, whole.quantity)
    start = _base(receipt, one.line_id, one.returned)
    end = start + back.goods_minor + market
    share = _upto(one.commission_minor, end, base) - _upto(one.commission_minor, start, base)
    return LineBack(one.line_id, units, back.goods_minor, market, share)


def _upto(commission: int, part: int, base: int) -> int:
    return commission * part // base if base else 0


def _base(receipt: Receipt, line_id: str, units: int) -> int:
    if not units:
        return 0
    back = refund(receipt, NOTHING, {line_id: units})
    return back.goods_minor + sum(by.get(MARKET, 0) for by in back.funding.values())


def _freight(receipt: Receipt, one: Sold, funding: dict[str, dict[str, int]]) -> tuple[int, int]:
    line = next(each for each in receipt.lines if each.line_id == one.line_id)
    minor = sum(total.freight_minor for total in receipt.stores if total.store_id == line.store_id)
    market = 0
    for step in receipt.steps:
        if step.step == "freight" and line.store_id in step.split:
            market += _merge(funding, {step.offer_id: step.funding})
    return minor, market


def _merge(into: dict[str, dict[str, int]], more: Mapping[str, Mapping[str, int]]) -> int:
    market = 0
    for offer, by_funder in more.items():
        for funder, minor in by_funder.items():
            mine = into.setdefault(offer, {})
            mine[funder] = mine.get(funder, 0) + minor
            market += minor if funder == MARKET else 0
    return market


@dataclass(frozen=True, slots=True)
class Frozen:
    """A line of an order that came without a receipt (an import)."""

    line_id: str
    store_id: str
    unit_minor: int
    quantity: int
    store_minor: int
    market_minor: int
    paid_minor: int


def recorded_receipt(
    currency: str, lines: Sequence[Frozen], freight: Mapping[str, int], paid_freight: Mapping[str, int]
) -> Receipt:
    """A receipt made from what the lines themselves say, so that the same rules refund it."""
    steps = [_recorded_step(line) for line in lines if line.store_minor or line.market_minor]
    rows = tuple(
        ReceiptLine(
            line.line_id,
            line.store_id,
            line.quantity,
            line.unit_minor,
            line.unit_minor * line.quantity,
            {"store": line.store_minor + line.market_minor},
            line.paid_minor,
        )
        for line in lines
    )
    steps += [
        ReceiptStep(
            "freight", f"recorded-freight-{store}", 1, "", freight[store], off, {MARKET: off}, {store: off}
        )
        for store in freight
        if (off := freight[store] - paid_freight.get(store, 0))
    ]
    totals = tuple(
        _recorded_total(store, lines, freight[store], paid_freight.get(store, 0)) for store in freight
    )
    basket = Basket(
        currency,
        tuple(
            Line(
                line.line_id,
                line.store_id,
                "recorded",
                line.line_id,
                line.unit_minor,
                line.quantity,
                currency,
            )
            for line in lines
        ),
    )
    goods, left = sum(line.paid_minor for line in lines), sum(paid_freight.values())
    return Receipt(
        "recorded-1",
        currency,
        datetime(1970, 1, 1, tzinfo=UTC),
        rows,
        tuple(steps),
        (),
        (),
        totals,
        sum(row.list_minor for row in rows),
        goods,
        left,
        goods + left,
        True,
        basket,
        (),
    )


def _recorded_step(line: Frozen) -> ReceiptStep:
    off = line.store_minor + line.market_minor
    borne = {line.store_id: line.store_minor, MARKET: line.market_minor}
    funding = {who: minor for who, minor in borne.items() if minor}
    return ReceiptStep(
        "store",
        f"recorded-{line.line_id}",
        1,
        "",
        line.unit_minor * line.quantity,
        off,
        funding,
        {line.line_id: off},
    )


def _recorded_total(store: str, lines: Sequence[Frozen], freight: int, paid: int) -> StoreTotal:
    mine = [line for line in lines if line.store_id == store]
    goods = sum(line.paid_minor for line in mine)
    listed = sum(line.unit_minor * line.quantity for line in mine)
    return StoreTotal(store, listed, goods, freight, paid, goods + paid)
