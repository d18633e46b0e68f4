"""The price of a basket: one pure function from basket, offers and moment to a receipt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from . import checks
from .basket import Basket
from .choice import Choice
from .ledger import Ledger
from .receipt import RULE_VERSION, Receipt, ReceiptLine, StoreTotal
from .steps import ORDER_STEPS, RANK, STORE_STEPS
from .table import Table
from .taking import sum_of
from .terms import OfferTerms


def price(basket: Basket, offers: Sequence[OfferTerms], clock: datetime) -> Receipt:
    """Price `basket` at the aware moment `clock` with the lowest total the `offers` legally allow.

    Pure: the same inputs give the same receipt, in whatever order lines and offers are given. Offers
    that cover none of the goods leave no trace. Raises ValueError for a naive moment, an offer in
    another currency, or two offers with the same id.
    """
    _check(basket, offers, clock)
    table = Table(basket, offers, clock)
    choice = Choice(table)
    ledger = Ledger(table)
    ledger.write_items()
    _write_stores(table, choice, ledger)
    _write_order(table, choice, ledger)
    ledger.write_freight()
    return _receipt(table, ledger, choice.complete)


def replay(text: str) -> Receipt:
    """Make the receipt in `text` (from `Receipt.to_json`) again from its own inputs.

    Raises ValueError when it was made by rules this version no longer knows.
    """
    receipt = Receipt.from_json(text)
    if receipt.rule_version != RULE_VERSION:
        raise ValueError(f"the receipt was made by {receipt.rule_version}, this is {RULE_VERSION}")
    return price(receipt.basket, receipt.offers, receipt.priced_at)


def _check(basket: Basket, offers: Sequence[OfferTerms], clock: datetime) -> None:
    if clock is None:
        raise ValueError("a price needs a moment")
    checks.moment("clock", clock)
    seen = set()
    for offer in offers:
        if offer.currency != basket.currency:
            raise ValueError(
                f"offer {offer.offer_id!r} is in {offer.currency}, the basket in {basket.currency}"
            )
        if offer.offer_id in seen:
            raise ValueError(f"two offers have the id {offer.offer_id!r}")
        seen.add(offer.offer_id)


def _write_stores(table: Table, choice: Choice, ledger: Ledger) -> None:
    for step in STORE_STEPS:
        for store, option in zip(table.stores, choice.stores, strict=True):
            if contenders := table.per_store[store].get(step.key):
                ledger.write_step(RANK[step.key], contenders, option.picks)
    ledger.state.after_stores = ledger.state.amounts[:]


def _write_order(table: Table, choice: Choice, ledger: Ledger) -> None:
    if not table.per_order:
        return
    for step in ORDER_STEPS:
        if contenders := table.per_order.get(step.key):
            ledger.write_step(RANK[step.key], contenders, choice.order)


def _receipt(table: Table, ledger: Ledger, complete: bool) -> Receipt:
    stores = _stores(table, ledger)
    goods = sum(ledger.state.amounts)
    freight = sum([store.freight_minor for store in stores])
    return Receipt(
        rule_version=RULE_VERSION,
        currency=table.basket.currency,
        priced_at=table.now.astimezone(UTC),
        lines=_lines(table, ledger),
        steps=tuple(ledger.steps),
        refused=tuple(ledger.refused),
        next_tiers=tuple(ledger.next_tiers),
        stores=stores,
        list_minor=sum(table.listed),
        goods_minor=goods,
        freight_minor=freight,
        total_minor=goods + freight,
        complete=complete,
        basket=table.basket,
        offers=tuple(table.offers),
    )


def _lines(table: Table, ledger: Ledger) -> tuple[ReceiptLine, ...]:
    return tuple(
        [
            ReceiptLine(line.line_id, line.store_id, line.quantity, line.unit_minor, listed, off, paid)
            for line, listed, off, paid in zip(
                table.lines, table.listed, ledger.off, ledger.state.amounts, strict=True
            )
        ]
    )


def _stores(table: Table, ledger: Ledger) -> tuple[StoreTotal, ...]:
    totals = []
    for store, freight in zip(table.stores, table.freight, strict=True):
        indices = table.store_lines[store]
        goods = sum_of(ledger.state.amounts, indices)
        left = freight - ledger.freight_off.get(store, 0)
        listed = sum_of(table.listed, indices)
        totals.append(StoreTotal(store, listed, goods, freight, left, goods + left))
    return tuple(totals)
