"""Who bears which part of a price: the receipt's funding, broken down to lines and freight."""

from __future__ import annotations

from dataclasses import dataclass

from regulars.ground.kit.money import allocate
from regulars.trade.offers.rules import Receipt, ReceiptStep

FREIGHT = "freight"


@dataclass(slots=True)
class LineShare:
    """What came off a line, in minor units: borne by its store, borne by the market."""

    store_minor: int = 0
    market_minor: int = 0


@dataclass(slots=True)
class StoreShare:
    """A store's freight: list amount, and what came off it by who bears it. `paid_minor` is what is left."""

    freight_minor: int = 0
    paid_minor: int = 0
    store_minor: int = 0
    market_minor: int = 0


def line_shares(receipt: Receipt) -> dict[str, LineShare]:
    """Per line id, the discount borne by the store and by the market. Exact: both add up to what came off."""
    stores = {line.line_id: line.store_id for line in receipt.lines}
    shares = {line.line_id: LineShare() for line in receipt.lines}
    for step in receipt.steps:
        if step.step != FREIGHT:
            _add_step(step, stores, shares)
    return shares


def _add_step(step: ReceiptStep, stores: dict[str, str], shares: dict[str, LineShare]) -> None:
    by_store: dict[str, list[str]] = {}
    for line_id in stores:
        if line_id in step.split:
            by_store.setdefault(stores[line_id], []).append(line_id)
    for store, lines in by_store.items():
        borne = allocate(step.funding.get(store, 0), [step.split[line] for line in lines])
        for line, minor in zip(lines, borne, strict=True):
            shares[line].store_minor += minor
            shares[line].market_minor += step.split[line] - minor


def store_shares(receipt: Receipt) -> dict[str, StoreShare]:
    """Per store id, its freight and who bears what came off it."""
    shares = {
        total.store_id: StoreShare(total.freight_list_minor, total.freight_minor) for total in receipt.stores
    }
    for step in receipt.steps:
        if step.step == FREIGHT:
            for store, minor in step.split.items():
                borne = step.funding.get(store, 0)
                shares[store].store_minor += borne
                shares[store].market_minor += minor - borne
    return shares
