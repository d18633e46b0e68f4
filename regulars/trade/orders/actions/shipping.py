"""What a store does with a paid order: accept, ship, deliver; and how it completes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from regulars.ground.bus.attempts import attempt
from regulars.ground.bus.clocked import one_by_one
from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.refusals import Refusal
from regulars.ground.kit.sanitize import plain
from regulars.people.merchants.models import Store
from regulars.people.merchants.queries import market
from regulars.trade.orders.actions.history import NotNow, move, own_order, tell
from regulars.trade.orders.actions.membership import count_trade
from regulars.trade.orders.actions.plan_money import plans_arrive, plans_complete
from regulars.trade.orders.actions.refunding import left_in_escrow
from regulars.trade.orders.events import OrderAccepted, OrderConfirmed, OrderDelivered, OrderShipped
from regulars.trade.orders.models import Order, Return, Shipment
from regulars.trade.orders.queries.shopper import own_order_of
from regulars.trade.orders.rules import BEFORE_SHIPPING
from regulars.trade.orders.rules.states import OPEN_RETURNS
from regulars.trade.settlement.actions import record_completion

MOST_PARCELS = 100


class ReturnOpen(Refusal):
    """Somebody waits for money back."""

    status = 409
    code = "return-open"
    sentence = _("A return of this order is still open. Wait for the answer, or withdraw it first.")


@dataclass(frozen=True, slots=True)
class Parcel:
    """One order to ship, and how."""

    order: str
    carrier: str = ""
    tracking: str = ""


@dataclass(slots=True)
class ShipReport:
    """What became of a bulk shipment: orders done, and orders refused with the sentence why."""

    done: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


@action("orders.accept")
def accept_order(*, by: Actor, store: Store, order: str) -> Order:
    """Begin to prepare a paid order; from now on the shopper asks before cancelling. Raises NotNow."""
    by.require("orders", store.pk)
    row = own_order(store, order)
    move(row, ("paid",), "processing")
    tell([row], "accepted", by)
    announce(OrderAccepted(order=row.public_id, **about(row)))
    return row


@action("orders.ship")
def ship(*, by: Actor, store: Store, order: str, carrier: str = "", tracking: str = "") -> Shipment:
    """Send a paid order off, whole. Raises NotNow, ReturnOpen."""
    by.require("orders", store.pk)
    row = own_order(store, order)
    return _ship(by, row, carrier, tracking)


def _ship(by: Actor, row: Order, carrier: str, tracking: str) -> Shipment:
    if row.returns.filter(state__in=OPEN_RETURNS).exists():
        raise ReturnOpen()
    now = clock.now()
    move(row, BEFORE_SHIPPING, "shipped", shipped_at=now)
    parcel = Shipment.objects.create(
        order=row, carrier=plain(carrier, limit=60), tracking=plain(tracking, limit=80), shipped_at=now
    )
    tell([row], "shipped", by, " ".join(part for part in (parcel.carrier, parcel.tracking) if part))
    announce(
        OrderShipped(
            order=row.public_id,
            shipment=parcel.public_id,
            carrier=parcel.carrier,
            tracking=parcel.tracking,
            **about(row),
        )
    )
    return parcel


@action("orders.correct_parcel")
def correct_parcel(*, by: Actor, store: Store, order: str, carrier: str = "", tracking: str = "") -> Shipment:
    """Say with which carrier and number the parcel really travels, until it has arrived. Raises NotNow."""
    by.require("orders", store.pk)
    row = own_order(store, order)
    parcel = row.shipments.filter(delivered_at=None).order_by("-pk").first()
    if parcel is None:
        raise NotNow(state=row.state)
    parcel.carrier, parcel.tracking = plain(carrier, limit=60), plain(tracking, limit=80)
    parcel.save(update_fields=["carrier", "tracking"])
    tell([row], "parcel", by, " ".join(part for part in (parcel.carrier, parcel.tracking) if part))
    return parcel


@action("orders.ship_many")
def ship_many(*, by: Actor, store: Store, parcels: Sequence[Parcel]) -> dict[str, list[list[str]]]:
    """Ship up to 100 orders: each that can be shipped is, the others are named with the reason.

    Returns {"done": [[order]], "refused": [[order, sentence]]}.
    """
    by.require("orders", store.pk)
    report = ShipReport()
    for parcel in sorted(parcels, key=lambda each: each.order)[:MOST_PARCELS]:
        try:
            with attempt():
                _ship(by, own_order(store, parcel.order), parcel.carrier, parcel.tracking)
            report.done.append(parcel.order)
        except Refusal as refusal:
            report.refused.append((parcel.order, str(refusal.sentence)))
    note(done=len(report.done), refused=len(report.refused))
    return {"done": [[order] for order in report.done], "refused": [list(each) for each in report.refused]}


@action("orders.deliver")
def deliver(*, by: Actor, store: Store, order: str) -> Order:
    """The parcel arrived, as the carrier or the store says. Raises NotNow."""
    by.require("orders", store.pk)
    row = own_order(store, order)
    now = clock.now()
    move(row, ("shipped",), "delivered", delivered_at=now)
    row.shipments.filter(delivered_at=None).update(delivered_at=now)
    plans_arrive(by, row)
    tell([row], "delivered", by)
    announce(OrderDelivered(order=row.public_id, **about(row)))
    return row


@action("orders.confirm")
def confirm(*, by: Actor, order: str, guest_key: str = "") -> Order:
    """The shopper has the goods and is content: the store's money becomes due. Raises NotNow, ReturnOpen."""
    row = own_order_of(by, order, guest_key)
    if row.state == "confirmed":
        return row
    complete(by, row, automatic=False)
    return row


def complete(by: Actor, row: Order, *, automatic: bool) -> None:
    """Complete an order inside the running action; what is left in escrow becomes the store's."""
    if row.returns.filter(state__in=OPEN_RETURNS).exists():
        raise ReturnOpen()
    now = clock.now()
    arrived = {"delivered_at": now} if row.delivered_at is None else {}
    move(row, ("shipped", "delivered"), "confirmed", confirmed_at=now, ended_at=now, **arrived)
    tell([row], "confirmed", by)
    income = left_in_escrow(row)
    record_completion(by=by, order_ref=row.public_id, store_id=row.store_id, currency=row.currency, at=now)
    plans_complete(by, row)
    count_trade(by, row)
    announce(
        OrderConfirmed(
            order=row.public_id, currency=row.currency, income_minor=income, automatic=automatic, **about(row)
        )
    )


@action("orders.confirm_by_time", audit=False)
def confirm_by_time(*, by: Actor, order_pk: int) -> bool:
    """Complete one delivered order whose time is over; False when it moved on or a return is open."""
    row = _due().filter(pk=order_pk).first()
    if row is None:
        return False
    try:
        with attempt():
            complete(by, row, automatic=True)
    except (NotNow, ReturnOpen):
        return False
    return True


def confirm_due(*, by: Actor = SYSTEM, limit: int = 200) -> int:
    """Complete delivered orders after the market's days, each in its own transaction; returns how many."""
    keys = list(_due().order_by("delivered_at").values_list("pk", flat=True)[:limit])
    return sum(one_by_one(keys, lambda key: confirm_by_time(by=by, order_pk=key)))


def _due() -> QuerySet[Order]:
    before = clock.now() - timedelta(days=market().confirm_days)
    waiting = Return.objects.across_stores("orders of all stores complete by time").filter(
        order=OuterRef("pk"), state__in=OPEN_RETURNS
    )
    delivered = Order.objects.across_stores("orders of all stores complete by time").filter(
        state="delivered", delivered_at__lte=before
    )
    return delivered.filter(~Exists(waiting))


def about(row: Order) -> dict[str, Any]:
    """By whom and for whom a fact about an order is."""
    return {"store_id": row.store_id, "person_id": row.person_id, "ref": row.public_id}
