"""Money of an order goes back: to the payer, to every funder, from the commission; stock and coupons too."""

from __future__ import annotations

from collections.abc import Sequence

from regulars.goods.catalog.actions import put_back
from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.loyalty.customers.actions import record_refund as remember_refund
from regulars.trade.offers.actions import give_back
from regulars.trade.orders.actions.history import NotNow, tell
from regulars.trade.orders.actions.membership import follow_refund
from regulars.trade.orders.actions.plan_money import plans_go_back
from regulars.trade.orders.events import RefundMade
from regulars.trade.orders.models import Order, OrderGroup, OrderLine, Return, ReturnLine
from regulars.trade.orders.queries.previewing import Reckoned, reckon
from regulars.trade.orders.rules import Backing
from regulars.trade.payments.actions import ask_refund
from regulars.trade.payments.queries import captured_payment
from regulars.trade.settlement.actions import record_completion, record_refund, record_refund_sent
from regulars.trade.settlement.queries import ref_parts

ELSEWHERE = "elsewhere"


def locked(order: Order) -> Order:
    """The order, read again while its group is locked: refunds of one group happen one after the other."""
    list(OrderGroup.objects.select_for_update().filter(pk=order.group_id).values_list("pk"))
    return Order.objects.of(order.store_id).select_related("group", "store").get(pk=order.pk)


def pay_back(by: Actor, order: Order, row: Return, *, restock: bool) -> None:
    """Carry a return out inside the running action; the order comes from `locked`."""
    asked = list(row.lines.select_related("line").order_by("pk"))
    what = reckon(
        order,
        {each.line_id: each.quantity for each in asked},
        freight=row.split.get("freight", False),
        asked_at=row.asked_at,
    )
    _count(order, row, asked, what)
    _book_back(by, order, row, what.backing)
    plans_go_back(by, order, row, what.backing)
    remember_refund(
        by=by,
        store_id=order.store_id,
        person_id=order.person_id,
        amount_minor=what.backing.total_minor,
        whole=order.state == "refunded",
    )
    tell([order], "refunded", by, row.public_id)
    _announce_back(order, row, what.backing)
    # As everywhere: offers before members, members before stock.
    _give_coupons_back(by, order)
    follow_refund(by, order, row)
    if restock and row.kind != "refund_only":
        pieces = {each.line.variant_id: each.quantity for each in asked if not each.line.off_shelf}
        if pieces:
            put_back(by=by, lines=pieces, ref=order.public_id)


def follow_money(by: Actor, order: Order, row: Return, back: Backing, *, whole: bool = False) -> None:
    """Carry out a return of money alone; no goods go back. The order comes from `locked`.

    `whole`: with it the order is gone as a whole. Raises NotNow when somebody else moved the order.
    """
    _move_order(order, back.total_minor, whole=whole)
    _move_return(row, back, freight=False, completed=order.confirmed_at is not None)
    _book_back(by, order, row, back)
    remember_refund(
        by=by,
        store_id=order.store_id,
        person_id=order.person_id,
        amount_minor=back.total_minor,
        whole=order.state == "refunded",
    )
    tell([order], "refunded", by, row.public_id)
    _announce_back(order, row, back)
    follow_refund(by, order, row)


def _count(order: Order, row: Return, asked: Sequence[ReturnLine], what: Reckoned) -> None:
    back = {part.line_id: part for part in what.backing.lines}
    by_pk = {line.pk: (line, back[name]) for name, line in what.lines.items() if name in back}
    for each in asked:
        line, part = by_pk[each.line_id]
        line.returned_quantity += each.quantity
        each.amount_minor = part.paid_minor
    OrderLine.objects.bulk_update([line for line, _part in by_pk.values()], ["returned_quantity"])
    ReturnLine.objects.bulk_update(asked, ["amount_minor"])
    all_back = all(line.returned_quantity == line.quantity for line in what.lines.values())
    _move_order(order, what.backing.total_minor, whole=all_back)
    _move_return(row, what.backing, freight=what.freight, completed=order.confirmed_at is not None)


def _move_order(order: Order, amount_minor: int, *, whole: bool) -> None:
    changes: dict[str, object] = {"refunded_minor": order.refunded_minor + amount_minor}
    if whole:
        changes |= {"state": "refunded", "ended_at": clock.now()}
    same = Order.objects.of(order.store_id).filter(
        pk=order.pk, state=order.state, refunded_minor=order.refunded_minor
    )
    if not same.update(**changes):
        raise NotNow()
    for name, value in changes.items():
        setattr(order, name, value)


def _move_return(row: Return, back: Backing, *, freight: bool, completed: bool) -> None:
    now = clock.now()
    row.state, row.refunded_at, row.decided_at = "refunded", now, row.decided_at or now
    row.amount_minor, row.freight_minor = back.total_minor, back.freight_minor
    row.split = row.split | {
        "freight": freight,
        "market_minor": back.market_minor,
        "commission_minor": back.commission_minor,
        "funding": {offer: dict(by) for offer, by in back.funding.items()},
        "completed": completed,
        "plans": {each.contract: each.paid_minor for each in back.plans},
    }
    row.save(update_fields=["state", "refunded_at", "decided_at", "amount_minor", "freight_minor", "split"])


def _book_back(by: Actor, order: Order, row: Return, back: Backing) -> None:
    """Put a return into the books and ask the providers for it; an order that is gone as a whole completes."""
    if order.group.prepaid_minor:
        _book_over_several(by, order, row, back)
    else:
        _book_over_one(by, order, row, back)
    if order.state == "refunded" and order.confirmed_at is None and left_in_escrow(order):
        record_completion(
            by=by,
            order_ref=order.public_id,
            store_id=order.store_id,
            currency=order.currency,
            at=clock.now(),
        )


def _book_over_one(by: Actor, order: Order, row: Return, back: Backing) -> None:
    payment = captured_payment(order.group.public_id)
    provider = payment.provider if payment else ELSEWHERE
    now, completed = clock.now(), order.confirmed_at is not None
    record_refund(
        by=by,
        ref=row.public_id,
        order_ref=order.public_id,
        provider=provider,
        store_id=order.store_id,
        currency=order.currency,
        amount_minor=back.total_minor,
        market_discount_minor=back.market_minor,
        commission_minor=back.commission_minor,
        at=now,
        completed=completed,
    )
    if payment is not None:
        ask_refund(by=by, ref=row.public_id, payment_ref=order.group.public_id, amount_minor=back.total_minor)
    elif back.total_minor:
        # Recorded orders were paid elsewhere, and are paid back there.
        record_refund_sent(
            by=by,
            ref=row.public_id,
            provider=provider,
            currency=order.currency,
            amount_minor=back.total_minor,
            at=now,
        )


def _book_over_several(by: Actor, order: Order, row: Return, back: Backing) -> None:
    """Part of the order was paid ahead: money goes back over the group's payment, then over the advances'."""
    over: dict[str, int] = {}
    asked = ask_refund(
        by=by,
        ref=row.public_id,
        payment_ref=order.group.public_id,
        amount_minor=back.total_minor,
        then=order.group.advances,
    )
    for each in asked:
        name = each.payment.provider
        over[name] = over.get(name, 0) + each.amount_minor
    record_refund(
        by=by,
        ref=row.public_id,
        order_ref=order.public_id,
        provider="",
        store_id=order.store_id,
        currency=order.currency,
        amount_minor=back.total_minor,
        market_discount_minor=back.market_minor,
        commission_minor=back.commission_minor,
        at=clock.now(),
        completed=order.confirmed_at is not None,
        over=over,
    )


def left_in_escrow(order: Order) -> int:
    """What the store gets when the order completes now: after every refund, less the commission."""
    return -sum(ref_parts("escrow", order.currency, order.public_id, order.store_id).values())


def _announce_back(order: Order, row: Return, back: Backing) -> None:
    """Tell that money of the order went back."""
    announce(
        RefundMade(
            order=order.public_id,
            back=row.public_id,
            amount_minor=back.total_minor,
            market_discount_minor=back.market_minor,
            commission_minor=back.commission_minor,
            currency=order.currency,
            whole=order.state == "refunded",
            store_id=order.store_id,
            person_id=order.person_id,
            ref=order.public_id,
        )
    )


def _give_coupons_back(by: Actor, order: Order) -> None:
    """The published rule: coupons come back when the whole group ended before anything was shipped."""
    group = Order.objects.across_stores("the orders of one group").filter(group_id=order.group_id)
    kept = group.exclude(state__in=["refunded", "cancelled"]) | group.filter(shipped_at__isnull=False)
    if order.state == "refunded" and not kept.exists():
        give_back(by=by, ref=order.group.public_id)
