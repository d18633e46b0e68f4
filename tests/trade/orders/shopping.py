"""Shopping in the small town, in few words: what most tests of orders begin with."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.ids import new_id
from regulars.people.accounts.models import Person
from regulars.trade.offers import actions as offers
from regulars.trade.offers.models import Offer
from regulars.trade.orders import actions as orders
from regulars.trade.orders import queries
from regulars.trade.orders.models import Order, OrderGroup
from regulars.trade.payments.models import Payment
from regulars.trade.payments.rules import ProviderMessage
from regulars.trade.settlement.queries import check_books

HOME = {"recipient": "Alice", "street": "1 Plum Lane", "city": "Yixing", "phone": "13800001234"}
GUEST = Actor("guest")


def shopper(person: Person) -> Actor:
    """The person as a shopper."""
    return Actor("shopper", person_id=person.pk)


def total(by: Actor, lines: dict[str, int], currency: str = "CNY", **more: Any) -> int:
    """What the lines cost this shopper now."""
    return queries.quote(by=by, currency=currency, lines=lines, **more).total_minor


def place(by: Actor, lines: dict[str, int], **more: Any) -> OrderGroup:
    """Order lines (variant public id -> quantity) at the price quoted now."""
    asked = {key: more[key] for key in ("codes", "claims", "email", "phone") if key in more}
    given = {"address": HOME, "currency": "CNY", "expected_total_minor": total(by, lines, **asked)} | more
    return orders.place_order(by=by, lines=lines, **given)


def captured(payment: Payment, **changes: Any) -> ProviderMessage:
    """The provider says that the payment was captured."""
    said = {
        "event_id": new_id("tev"),
        "kind": "captured",
        "payment_id": payment.public_id,
        "provider_ref": "t",
        "amount_minor": payment.amount_minor,
        "currency": payment.currency,
    } | changes
    return ProviderMessage(**said)


def start(by: Actor, group: OrderGroup) -> Payment:
    """Begin to pay a group."""
    return orders.start_paying(by=by, group=group.public_id, provider="test", guest_key=group.guest_key)


def pay(by: Actor, group: OrderGroup) -> str:
    """Pay a group over the test provider; what became of it."""
    payment = start(by, group)
    return orders.receive_payment(by=SYSTEM, provider="test", message=captured(payment))


def bought(by: Actor, lines: dict[str, int], **more: Any) -> OrderGroup:
    """Order and pay."""
    group = place(by, lines, **more)
    assert pay(by, group) == "paid"
    group.refresh_from_db()
    return group


def order_in(group: OrderGroup, store: Any) -> Order:
    """The store's order of a group, fresh."""
    return Order.objects.of(store).get(group=group)


def completed(by: Actor, at_work: Actor, store: Any, group: OrderGroup) -> Order:
    """Ship, deliver and confirm the store's order of a group."""
    order = order_in(group, store)
    orders.ship(by=at_work, store=store, order=order.public_id, carrier="SF", tracking="1")
    orders.deliver(by=at_work, store=store, order=order.public_id)
    orders.confirm(by=by, order=order.public_id, guest_key=group.guest_key)
    return order_in(group, store)


def offer(by: Actor, store: Any, kind: str, terms: dict[str, Any], **more: Any) -> Offer:
    """A published offer that runs for a week."""
    now = clock.now()
    given = {"title": kind, "starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(days=7)} | more
    made = offers.create_offer(by=by, store=store, kind=kind, terms=terms, **given)
    return offers.publish_offer(by=by, store=store, offer=made.public_id)


def off(minor: int, threshold: int = 0) -> dict[str, Any]:
    """Terms: an amount off from a threshold on."""
    return {"tiers": [{"threshold_minor": threshold, "off_minor": minor}]}


def books_are_right() -> None:
    """Every currency of the ledger sums to zero."""
    assert check_books()["ok"]
