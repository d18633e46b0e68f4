"""Refunds: the paid share of every unit goes back, and every funder gets its share back.

The units of a line leave one after the other. Each unit splits its list price over what is left of the
paid amount and of every funder's share of the line (largest remainder). A unit therefore always gives
back exactly its list price in total, no part is ever negative, and any sequence of partial returns
adds up to exactly what was paid. Thresholds are not tested again after a partial return.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from regulars.ground.kit.money import allocate

from . import checks
from .checks import MARKET
from .receipt import Receipt, ReceiptLine, ReceiptStep
from .table import FREIGHT

PAID = ("", "")
Parts = dict[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Refunded:
    """What earlier refunds of a receipt covered: units per line, and stores whose freight went back."""

    units: Mapping[str, int] = field(default_factory=dict)
    freight_stores: frozenset[str] = frozenset()


NOTHING = Refunded()


@dataclass(frozen=True, slots=True)
class RefundLine:
    """`quantity` units of one line: what the shopper gets and what the funders of offers get back."""

    line_id: str
    store_id: str
    quantity: int
    list_minor: int
    refund_minor: int
    reversed_minor: int


@dataclass(frozen=True, slots=True)
class RefundReceipt:
    """One refund. `funding` is per offer id and funder (a store id or "market").

    `total_minor` goes to the shopper: goods plus freight. `after` is to be passed to the next refund.
    """

    currency: str
    lines: tuple[RefundLine, ...]
    goods_minor: int
    freight_minor: int
    total_minor: int
    funding: Mapping[str, Mapping[str, int]]
    after: Refunded


def refund(
    receipt: Receipt, already_refunded: Refunded, returns: Mapping[str, int], with_freight: bool = False
) -> RefundReceipt:
    """Refund `returns` (units per line id) of `receipt` after what `already_refunded` covered.

    With `with_freight` the paid freight of the stores concerned goes back too, once per store. Raises
    ValueError for an unknown line, no units at all, or more units than are left.
    """
    lines = {line.line_id: line for line in receipt.lines}
    if not returns:
        raise ValueError("a refund needs at least one line")
    funded: dict[str, dict[str, int]] = {}
    rows = tuple(_row(receipt, lines, already_refunded, key, returns[key], funded) for key in sorted(returns))
    stores = (
        frozenset(row.store_id for row in rows) - already_refunded.freight_stores
        if with_freight
        else frozenset()
    )
    freight = _freight(receipt, stores, funded)
    goods = sum(row.refund_minor for row in rows)
    after = _after(already_refunded, returns, stores)
    return RefundReceipt(receipt.currency, rows, goods, freight, goods + freight, funded, after)


def _row(
    receipt: Receipt, lines: Mapping[str, ReceiptLine], before: Refunded, line_id: str, units: int,
    funded: dict[str, dict[str, int]],
) -> RefundLine:  # fmt: skip
    if line_id not in lines:
        raise ValueError(f"the receipt has no line {line_id!r}")
    line, gone = lines[line_id], before.units.get(line_id, 0)
    checks.whole(f"units of line {line_id!r}", units, 1, line.quantity - gone)
    parts = _part_of_units(line, _parts(receipt, line), gone, gone + units)
    paid = parts.pop(PAID, 0)
    for (offer, funder), minor in parts.items():
        _add(funded, offer, funder, minor)
    return RefundLine(line_id, line.store_id, units, line.unit_minor * units, paid, sum(parts.values()))


def _parts(receipt: Receipt, line: ReceiptLine) -> Parts:
    parts = {PAID: line.paid_minor}
    for step in receipt.steps:
        if step.step != FREIGHT and line.line_id in step.split:
            store, market = _funders(receipt, step, line)
            parts[step.offer_id, line.store_id] = store
            parts[step.offer_id, MARKET] = market
    return {key: minor for key, minor in parts.items() if minor}


def _funders(receipt: Receipt, step: ReceiptStep, line: ReceiptLine) -> tuple[int, int]:
    mine = [
        each.line_id
        for each in receipt.lines
        if each.store_id == line.store_id and each.line_id in step.split
    ]
    by_store = allocate(step.funding.get(line.store_id, 0), [step.split[key] for key in mine])
    store = by_store[mine.index(line.line_id)]
    return store, step.split[line.line_id] - store


def _part_of_units(line: ReceiptLine, parts: Parts, first: int, last: int) -> Parts:
    keys = sorted(parts)
    left = [parts[key] for key in keys]
    given = [0] * len(keys)
    for unit in range(last):
        shares = allocate(line.unit_minor, left) if keys else []
        left = [rest - share for rest, share in zip(left, shares, strict=True)]
        if unit >= first:
            given = [sum_ + share for sum_, share in zip(given, shares, strict=True)]
    return dict(zip(keys, given, strict=True))


def _freight(receipt: Receipt, stores: frozenset[str], funded: dict[str, dict[str, int]]) -> int:
    for step in receipt.steps:
        store = next(iter(step.split), None)
        if step.step == FREIGHT and store in stores:
            for funder, minor in step.funding.items():
                _add(funded, step.offer_id, funder, minor)
    return sum(total.freight_minor for total in receipt.stores if total.store_id in stores)


def _add(funded: dict[str, dict[str, int]], offer: str, funder: str, minor: int) -> None:
    if minor:
        by_funder = funded.setdefault(offer, {})
        by_funder[funder] = by_funder.get(funder, 0) + minor


def _after(before: Refunded, returns: Mapping[str, int], stores: frozenset[str]) -> Refunded:
    units = dict(before.units)
    for line_id, count in returns.items():
        units[line_id] = units.get(line_id, 0) + count
    return Refunded(units, before.freight_stores | stores)
