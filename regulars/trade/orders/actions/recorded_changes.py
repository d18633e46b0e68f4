"""What a later look at a known group adds: payments, lines, and the steps its orders took since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import F, QuerySet
from django.db.models.functions import Greatest

from regulars.ground.kit.actors import Actor
from regulars.loyalty.customers.actions import record_purchase
from regulars.loyalty.customers.models import Relation
from regulars.trade.orders.actions.paying import share_of
from regulars.trade.orders.actions.recorded_held import Held
from regulars.trade.orders.actions.recorded_money import Bookings
from regulars.trade.orders.actions.recorded_payments import approve, payment_rows
from regulars.trade.orders.actions.recorded_rows import Made, make
from regulars.trade.orders.models import Order, OrderEvent, OrderGroup, OrderLine, Shipment
from regulars.trade.orders.rules.histories import Conflict, History, HistoryPart, Taken, compare, goes_on
from regulars.trade.orders.rules.states import ENDED
from regulars.trade.payments.models import Payment
from regulars.trade.settlement.actions import OrderShare

AMOUNTS = (
    "goods_minor",
    "freight_minor",
    "store_discount_minor",
    "market_discount_minor",
    "paid_minor",
    "commission_minor",
)
TOTALS = ("goods_minor", "freight_minor", "discount_minor", "total_minor")
STAMPS = ("paid_at", "ship_by", "shipped_at", "delivered_at", "confirmed_at", "ended_at")


@dataclass(slots=True)
class Changes:
    """What one batch adds; rows are stored by `record_histories`."""

    by: Actor
    made: Made
    books: Bookings
    taken: Taken
    dry_run: bool = False
    payments: list[Payment] = field(default_factory=list)
    steps: list[tuple[Order, OrderEvent]] = field(default_factory=list)
    newly_paid: list[Order] = field(default_factory=list)
    unsold: Counter[int] = field(default_factory=Counter)

    def bring(self, history: History, held: Held) -> None:
        """Bring one known group up to date."""
        before = self._progress()
        self._pay(history, held)
        keys = [
            (part.order.store_pk, line.variant_pk, line.unit_minor, line.quantity)
            for part in history.parts
            for line in part.order.lines
        ]
        match = compare(keys, held.lines)
        start = 0
        for part in history.parts:
            places = range(start, start + len(part.order.lines))
            start += len(part.order.lines)
            self._part(history, held, part, [i - places.start for i in places if i in match.fresh])
            for index, place in enumerate(places):
                if place in match.same:
                    self._count(part, index)
                elif place in match.differing:
                    self._conflict(part, index, "The market holds this item with another price or product.")
        if not history.parts and held.group.state == "awaiting_payment" != history.group.state:
            self.taken.moved += 1
        if self._progress() != before and not self.dry_run:
            self._group(history, held)

    def _progress(self) -> tuple[int, int, int]:
        return self.taken.new_items, self.taken.new_payments, self.taken.moved

    def _conflict(self, part: HistoryPart, index: int, reason: str) -> None:
        self.taken.conflicts.append(Conflict("items", part.rows[index], reason))

    def _count(self, part: HistoryPart, index: int) -> None:
        line = part.order.lines[index]
        self.taken.items += 1
        self.taken.goods_minor += line.list_minor
        self.taken.freight_minor += part.freights[index]

    def _pay(self, history: History, held: Held) -> None:
        fresh = [each for each in history.payments if each.number not in held.payments]
        for each in history.payments:
            if held.payments.get(each.number, each.amount_minor) != each.amount_minor:
                reason = "The market holds this payment with another amount."
                self.taken.conflicts.append(Conflict("payments", each.row, reason))
            else:
                self.taken.payments += 1
                self.taken.payments_minor += each.amount_minor
        self.taken.new_payments += len(fresh)
        if fresh and not self.dry_run:
            self.payments += payment_rows(history, held.group, fresh, self.books.provider)
            self.books.received(held.group, fresh[0].number, sum(each.amount_minor for each in fresh))

    def _part(self, history: History, held: Held, part: HistoryPart, fresh: Sequence[int]) -> None:
        order = held.orders.get(part.order.store_pk)
        if order is not None and fresh and order.state in ENDED and order.state != "confirmed":
            for index in fresh:
                self._conflict(part, index, "The order has ended in this market; nothing was added to it.")
            fresh = []
        for index in fresh:
            self._count(part, index)
        self.taken.new_items += len(fresh)
        moves = order is not None and goes_on(order.state, part.order.state)
        self.taken.moved += moves
        if self.dry_run:
            return
        if fresh:
            self._extend(history, held, part, fresh)
        if order is not None and moves:
            self._move(history, order, part)

    def _extend(self, history: History, held: Held, part: HistoryPart, fresh: Collection[int]) -> None:
        said = replace(
            part.order,
            lines=[part.order.lines[index] for index in fresh],
            freight_minor=sum(part.freights[index] for index in fresh),
        )
        extra = make([replace(history.group, orders=[said])], self.books.provider)
        for name in TOTALS:
            setattr(held.group, name, getattr(held.group, name) + getattr(extra.groups[0], name))
        order = held.orders.get(said.store_pk)
        if order is None:
            self._new_order(held, extra)
        else:
            self._more_lines(order, extra)

    def _new_order(self, held: Held, extra: Made) -> None:
        order = extra.orders[0]
        order.group = held.group
        for name in ("orders", "lines", "order_of", "events", "parcels"):
            getattr(self.made, name).extend(getattr(extra, name))
        self.made.group_of.append(held.group)
        if order.paid_at is not None:
            self.books.allot(order, share_of(order), order.paid_at, len(extra.lines))
            if order.confirmed_at is not None:
                self.books.complete_more(order, share_of(order), len(extra.lines))

    def _more_lines(self, order: Order, extra: Made) -> None:
        more = extra.orders[0]
        for name in AMOUNTS:
            setattr(order, name, getattr(order, name) + getattr(more, name))
        order.save(update_fields=AMOUNTS)
        self.made.lines += extra.lines
        self.made.order_of += [order] * len(extra.lines)
        if order.paid_at is None:
            return
        count = order.lines.count() + len(extra.lines)
        share = OrderShare(
            order.public_id,
            order.store_id,
            more.paid_minor,
            more.market_discount_minor,
            more.commission_minor,
        )
        self.books.allot(order, share, order.paid_at, count)
        if order.confirmed_at is not None:
            self.books.complete_more(order, share, count)
        self._relation(order).update(paid_minor=F("paid_minor") + more.paid_minor)

    def _relation(self, order: Order) -> QuerySet[Relation]:
        return Relation.objects.of(order.store_id).filter(person_id=order.person_id)

    def _move(self, history: History, order: Order, part: HistoryPart) -> None:
        wanted = make([replace(history.group, orders=[part.order])], self.books.provider)
        if part.order.state == "cancelled":
            self._cancel(history, order, wanted.orders[0])
        else:
            self._forward(order, wanted)
        order.state = part.order.state
        order.save(update_fields=["state", *STAMPS])

    def _cancel(self, history: History, order: Order, wanted: Order) -> None:
        at = wanted.ended_at or order.placed_at
        if order.paid_at is not None:
            self.books.take_back(order, at)
            self._relation(order).update(
                orders_count=Greatest(F("orders_count") - 1, 0),
                paid_minor=F("paid_minor") - order.paid_minor,
            )
        order.paid_at, order.confirmed_at, order.ended_at = None, None, at
        for line in order.lines.all():
            self.unsold[line.product_id] += line.quantity
        self._step(order, OrderEvent(kind="cancelled", by_kind="system", at=at, note=history.said[:300]))

    def _step(self, order: Order, step: OrderEvent) -> None:
        step.order = order
        self.steps.append((order, step))

    def _forward(self, order: Order, wanted: Made) -> None:
        said = wanted.orders[0]
        was_paid, was_complete = order.paid_at, order.confirmed_at
        for step in wanted.events[0][1]:
            if step.kind != "placed" and getattr(order, f"{step.kind}_at", None) is None:
                self._step(order, step)
        was_sent, arrived = order.shipped_at, order.delivered_at
        for name in STAMPS:
            setattr(order, name, getattr(order, name) or getattr(said, name))
        if order.paid_at is not None and was_paid is None:
            self._became_paid(order)
        if order.confirmed_at is not None and was_complete is None:
            self._became_complete(order)
        self._parcel(order, wanted, was_sent is None, arrived is None)

    def _became_paid(self, order: Order) -> None:
        self.books.allot(order, share_of(order), order.paid_at, order.lines.count())
        self.newly_paid.append(order)
        record_purchase(
            by=self.by,
            store_id=order.store_id,
            person_id=order.person_id,
            amount_minor=order.paid_minor,
            currency=order.currency,
            at=order.paid_at,
        )

    def _became_complete(self, order: Order) -> None:
        if order.refunded_minor:
            self.books.completed.append(order)
        else:
            self.books.complete_all(order)

    def _parcel(self, order: Order, wanted: Made, newly_sent: bool, newly_arrived: bool) -> None:
        if newly_sent and wanted.parcels:
            self.made.parcels.append((order, wanted.parcels[0][1]))
        elif newly_arrived and order.delivered_at is not None:
            Shipment.objects.filter(order=order, delivered_at=None).update(delivered_at=order.delivered_at)

    def _group(self, history: History, held: Held) -> None:
        group, said = held.group, history.group
        if group.state == "awaiting_payment" and said.state != "awaiting_payment":
            approve(history, group)
        ended = group.state in ("cancelled", "expired")
        if not ended and said.state != "awaiting_payment":
            group.state = self._state(said.state, held)
        group.paid_at = group.paid_at or said.paid_at
        group.save(update_fields=["state", "paid_at", *TOTALS])
        self.books.explain(group, history.reason)

    def _state(self, wanted: str, held: Held) -> str:
        alive = any(order.state != "cancelled" for order in held.orders.values())
        return "paid" if wanted == "cancelled" and alive else wanted


def sold_by(lines: Sequence[OrderLine], orders: Sequence[Order]) -> Counter[int]:
    """Units by product over the lines of orders that were not cancelled; runs along `orders`."""
    units: Counter[int] = Counter()
    for line, order in zip(lines, orders, strict=True):
        if order.state != "cancelled":
            units[line.product_id] += line.quantity
    return units


def bare_group(history: History) -> OrderGroup:
    """A group that was paid but has no items."""
    said = history.group
    return OrderGroup(
        person_id=said.person_pk,
        currency=said.currency,
        state=said.state,
        address=dict(said.address),
        language=said.language,
        external_ref=said.external_ref,
        placed_at=said.placed_at,
        pay_until=said.placed_at,
        paid_at=said.paid_at,
        ended_at=said.placed_at if said.state == "cancelled" else None,
    )
