"""Goods of imported orders that went back for money elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from regulars.goods.catalog.actions.recorded_sales import record_sales
from regulars.ground.bus.naming import public_ids
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.ids import new_id
from regulars.loyalty.customers.actions import record_refund
from regulars.trade.orders.actions.recorded_facts import fact_row
from regulars.trade.orders.events import RefundMade
from regulars.trade.orders.models import Order, OrderEvent, OrderLine, Return, ReturnLine
from regulars.trade.orders.rules.histories import HistoryReturn
from regulars.trade.settlement.actions import OrderShare, record_entries
from regulars.trade.settlement.rules import (
    EntryDraft,
    Settled,
    provider_settled_entry,
    refund_entry,
    refund_sent_entry,
)

BATCH = 500


@dataclass(slots=True)
class ReturnsTaken:
    """Returns of those given that the market holds, their money, how many are new, facts for the lake.

    `left` names those that could not be taken: by group and note.
    """

    returns: int = 0
    refunded_minor: int = 0
    new_returns: int = 0
    left: list[tuple[str, str]] = field(default_factory=list)
    facts: list[dict[str, object]] = field(default_factory=list)


@action("orders.record_returns", audit=False)
def record_returns(
    *, by: Actor, returns: Sequence[HistoryReturn], provider: str = "elsewhere"
) -> ReturnsTaken:
    """Book returns of imported groups, in one transaction; a note known for its order changes nothing.

    The money counts as sent by the provider elsewhere. Needs market rights.
    """
    by.require("market.money")
    taken = ReturnsTaken()
    orders = _orders(returns)
    known = _known(orders)
    entries: list[EntryDraft] = []
    for said in returns:
        order = orders.get(said.group_ref)
        if order is not None and (order.pk, said.note) in known:
            taken.returns += 1
            taken.refunded_minor += known[order.pk, said.note]
        elif order is None or not _take(by, order, said, provider, taken, entries):
            taken.left.append((said.group_ref, said.note))
    record_entries(by=by, entries=entries)
    return taken


def _orders(returns: Sequence[HistoryReturn]) -> dict[str, Order]:
    refs = sorted({said.group_ref for said in returns})
    rows = Order.objects.across_stores("an import of many stores").filter(group__external_ref__in=refs)
    return {row.group.external_ref: row for row in rows.select_related("group")}


def _known(orders: dict[str, Order]) -> dict[tuple[int, str], int]:
    keys = [order.pk for order in orders.values()]
    rows = Return.objects.across_stores("an import of many stores").filter(order_id__in=keys)
    return {
        (order, text): amount for order, text, amount in rows.values_list("order_id", "text", "amount_minor")
    }


def _take(
    by: Actor,
    order: Order,
    said: HistoryReturn,
    provider: str,
    taken: ReturnsTaken,
    entries: list[EntryDraft],
) -> bool:
    lines = list(OrderLine.objects.filter(order=order).select_related("product").order_by("pk"))
    units = list(_units(lines, said))
    if sum(count for _line, count in units) != sum(quantity for *_key, quantity in said.units):
        return False
    back = _row(order, said)
    parts = [_part(back, line, count) for line, count in units]
    back.amount_minor = sum(part.amount_minor for part in parts)
    commission = sum(_share(line.commission_minor, line, count) for line, count in units)
    back.split = {
        "freight": False,
        "market_minor": 0,
        "commission_minor": commission,
        "completed": order.confirmed_at is not None,
    }
    for line, count in units:
        line.returned_quantity += count
        line.save(update_fields=["returned_quantity"])
    back.save()
    ReturnLine.objects.bulk_create(parts)
    _count(by, order, back, lines, units)
    entries += _entries(order, back, commission, provider)
    taken.returns += 1
    taken.new_returns += 1
    taken.refunded_minor += back.amount_minor
    taken.facts.append(_fact(order, back, commission))
    return True


def _units(lines: Sequence[OrderLine], said: HistoryReturn) -> Iterator[tuple[OrderLine, int]]:
    """Which lines give back how many units; a line is named at most once."""
    used: dict[int, int] = {}
    for variant, unit_minor, quantity in said.units:
        wanted = quantity
        for line in lines:
            free = line.quantity - line.returned_quantity - used.get(line.pk, 0)
            if (line.variant_id, line.unit_minor) == (variant, unit_minor) and free > 0 and wanted > 0:
                used[line.pk] = used.get(line.pk, 0) + min(free, wanted)
                wanted -= min(free, wanted)
    yield from ((line, used[line.pk]) for line in lines if line.pk in used)


def _share(whole: int, line: OrderLine, count: int) -> int:
    """The part of `whole` that belongs to the next `count` units; over all units it adds up exactly."""
    after = whole * (line.returned_quantity + count) // line.quantity
    return after - whole * line.returned_quantity // line.quantity


def _row(order: Order, said: HistoryReturn) -> Return:
    return Return(
        order=order,
        store_id=order.store_id,
        kind="return_and_refund",
        state="refunded",
        reason="other",
        text=said.note,
        currency=order.currency,
        decide_by=said.at,
        asked_at=said.at,
        decided_at=said.at,
        refunded_at=said.at,
    )


def _part(back: Return, line: OrderLine, count: int) -> ReturnLine:
    return ReturnLine(
        back=back, line=line, quantity=count, amount_minor=_share(line.paid_minor, line, count), restock=False
    )


def _count(
    by: Actor, order: Order, back: Return, lines: Sequence[OrderLine], units: Sequence[tuple[OrderLine, int]]
) -> None:
    order.refunded_minor += back.amount_minor
    gone = all(line.returned_quantity == line.quantity for line in lines)
    if gone:
        order.state, order.ended_at = "refunded", back.refunded_at
    order.save(update_fields=["refunded_minor", "state", "ended_at"])
    OrderEvent.objects.create(
        order=order, kind="refunded", by_kind="system", note=back.text[:300], at=back.refunded_at
    )
    record_refund(
        by=by,
        store_id=order.store_id,
        person_id=order.person_id,
        amount_minor=back.amount_minor,
        whole=gone,
    )
    sold: dict[int, int] = {}
    for line, count in units:
        sold[line.product_id] = sold.get(line.product_id, 0) - count
    record_sales(by=by, counts=sold)


def _entries(order: Order, back: Return, commission: int, provider: str) -> Iterator[EntryDraft]:
    ref, at, amount = back.public_id, back.refunded_at, back.amount_minor
    share = OrderShare(order.public_id, order.store_id, amount, 0, commission)
    completed = order.confirmed_at is not None
    yield refund_entry(ref, {provider: amount}, order.currency, at, share, completed=completed)
    if amount:
        yield refund_sent_entry(ref, ref, provider, order.currency, amount, at)
        items = [Settled(ref, -amount)]
        yield provider_settled_entry(new_id("trf"), provider, order.currency, at, -amount, 0, items)


def _fact(order: Order, back: Return, commission: int) -> dict[str, object]:
    fact = RefundMade(
        order=order.public_id,
        back=back.public_id,
        amount_minor=back.amount_minor,
        market_discount_minor=0,
        commission_minor=commission,
        currency=order.currency,
        whole=order.state == "refunded",
        store_id=order.store_id,
        person_id=order.person_id,
        ref=order.public_id,
    )
    stores, people = public_ids("store", [order.store_id]), public_ids("person", [order.person_id])
    return fact_row(fact, f"{back.public_id}-refunded", back.refunded_at, stores, people)
