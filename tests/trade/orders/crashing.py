"""Checkout, callback and refund, killed at every write (see tests.trade.failpoints)."""

from __future__ import annotations

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.wiring.settings")
django.setup()

from regulars.goods.catalog import actions as catalog  # noqa: E402
from regulars.goods.catalog.models import Category, Stock, Variant  # noqa: E402
from regulars.ground.kit.actors import SYSTEM, Actor  # noqa: E402
from regulars.ground.kit.idempotency import Intent, intending  # noqa: E402
from regulars.loyalty.customers.models import Relation  # noqa: E402
from regulars.people.accounts.models import Person  # noqa: E402
from regulars.people.merchants.models import Store  # noqa: E402
from regulars.trade.offers.models import Use  # noqa: E402
from regulars.trade.orders import actions as orders  # noqa: E402
from regulars.trade.orders.models import Order, OrderGroup, Return  # noqa: E402
from regulars.trade.payments.models import Payment, PaymentRefund  # noqa: E402
from regulars.trade.settlement.queries import check_books  # noqa: E402
from tests.trade.failpoints import crash_everywhere  # noqa: E402
from tests.trade.orders.shopping import HOME, captured, start  # noqa: E402

PRICE, OFF, STOCK, WANTED = 2000, 300, 10, 2
TOTAL = PRICE * WANTED - OFF


def _store() -> Store:
    return Store.objects.get(name="Cashmere to Measure")


def _shopper(tag: str) -> Actor:
    return Actor("shopper", person_id=Person.objects.get(name=tag).pk)


def _variant(tag: str) -> Variant:
    return Variant.objects.of(_store()).get(sku=tag)


def _stock(tag: str) -> tuple[int, int]:
    row = Stock.objects.get(variant=_variant(tag))
    return row.on_hand, row.held


def ground(tag: str) -> None:
    """A shopper and a product of their own; the store's offer is one per person."""
    Person.objects.create(name=tag)
    variants = [{"sku": tag, "options": {"Size": "1"}, "price_minor": PRICE, "on_hand": STOCK}]
    product = catalog.add_product(
        by=SYSTEM,
        store=_store(),
        category=Category.objects.get(slug="knitwear"),
        title=tag,
        variants=variants,
    )
    catalog.publish_product(by=SYSTEM, store=_store(), product_id=product.public_id)


def checkout(tag: str) -> None:
    """Place an order under one idempotency key."""
    with intending(Intent(f"person:{tag}", tag, "body")):
        orders.place_order(
            by=_shopper(tag),
            lines={_variant(tag).public_id: WANTED},
            expected_total_minor=TOTAL,
            currency="CNY",
            address=HOME | {"phone": ""},
        )


def after_checkout(tag: str) -> None:
    """Asked again: one order, one hold, one use of the offer."""
    checkout(tag)
    person = _shopper(tag).person_id
    group = OrderGroup.objects.get(person_id=person)
    assert (group.total_minor, group.state, group.orders.count()) == (TOTAL, "awaiting_payment", 1)
    assert _stock(tag) == (STOCK, WANTED)
    assert Use.objects.filter(ref=group.public_id, amount_minor=OFF).count() == 1
    assert Order.objects.of(_store()).get(group=group).lines.count() == 1


def ordered(tag: str) -> None:
    """Placed, and on the way to pay."""
    ground(tag)
    checkout(tag)
    start(_shopper(tag), OrderGroup.objects.get(person__name=tag))


def callback(tag: str) -> None:
    """The provider says that it was paid."""
    group = OrderGroup.objects.get(person__name=tag)
    payment = Payment.objects.get(ref=group.public_id)
    said = orders.receive_payment(by=SYSTEM, provider="test", message=captured(payment, event_id=f"ev-{tag}"))
    assert said in {"paid", "repeat"}


def after_callback(tag: str) -> None:
    """Told again: paid once, sold once, remembered once."""
    callback(tag)
    group = OrderGroup.objects.get(person__name=tag)
    assert group.state == "paid"
    assert _stock(tag) == (STOCK - WANTED, 0)
    relation = Relation.objects.of(_store()).get(person__name=tag)
    assert (relation.orders_count, relation.paid_minor) == (1, TOTAL)
    assert check_books()["ok"]


def paid(tag: str) -> None:
    """Ordered and paid."""
    ordered(tag)
    callback(tag)


def refund(tag: str) -> None:
    """Cancelled before the store began, under one idempotency key."""
    order = Order.objects.of(_store()).get(person__name=tag)
    with intending(Intent(f"person:{tag}", f"{tag}-back", "body")):
        orders.ask_return(by=_shopper(tag), order=order.public_id, kind="cancel", reason="other")


def after_refund(tag: str) -> None:
    """Asked again: one return, one refund, goods and offer back once."""
    refund(tag)
    order = Order.objects.of(_store()).get(person__name=tag)
    assert (order.state, order.refunded_minor) == ("refunded", TOTAL)
    assert _stock(tag) == (STOCK, 0)
    assert Return.objects.of(_store()).filter(order=order).count() == 1
    assert PaymentRefund.objects.filter(payment__ref=order.group.public_id).count() == 1
    assert not Use.objects.filter(ref=order.group.public_id, given_back_at=None).exists()
    assert check_books()["ok"]


FLOWS = {
    "checkout": (ground, checkout, after_checkout),
    "callback": (ordered, callback, after_callback),
    "refund": (paid, refund, after_refund),
}

if __name__ == "__main__":
    print(crash_everywhere(*FLOWS[sys.argv[1]]))
