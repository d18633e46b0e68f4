"""What is known of a person's baskets and orders, and how an order goes on without the person.

Orders are a store's books and stay. Contact, address and texts leave an order that has ended. Forgotten by one
store, the order is handed to a person who is nobody, so that the store finds no way back; the shopper keeps it.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from regulars.ground.kit.actors import SYSTEM
from regulars.ground.kit.exports import CHUNK
from regulars.ground.kit.ids import new_id
from regulars.ground.kit.privacy import About, forgets, hinders, keeps, knows_nobody, tells
from regulars.people.accounts.models import Person
from regulars.trade.offers.models import Use
from regulars.trade.orders.actions.membership import end_points
from regulars.trade.orders.models import (
    Basket,
    BasketLine,
    Forecast,
    Order,
    OrderEvent,
    OrderGroup,
    OrderLine,
    Return,
    ReturnLine,
    Shipment,
)
from regulars.trade.orders.rules.states import ENDED, OPEN_RETURNS
from regulars.trade.payments.models import Payment, PaymentRefund

keeps("what was sold and what went back is the store's book of sales; it names goods and sums", OrderLine)
knows_nobody("what an offer would cost in all, over days to come", Forecast)
keeps("how many of which goods went back is the store's book of sales", ReturnLine)


@tells("basket", "variant.product.title variant.store.name variant.sku quantity added_at", BasketLine, Basket)
def _basket(about: About) -> Iterator[BasketLine]:
    return _lines(about).select_related("variant__product", "variant__store").order_by("pk").iterator(CHUNK)


@tells(
    "orders",
    "public_id group.public_id store.name state currency goods_minor freight_minor paid_minor refunded_minor "
    "group.contact_email group.contact_phone group.address placed_at paid_at shipped_at delivered_at confirmed_at",
    Order,
    OrderGroup,
)
def _orders(about: About) -> Iterator[Order]:
    return _mine(about).select_related("group", "store").order_by("pk").iterator(CHUNK)


@tells(
    "order_lines", "order.public_id title options quantity unit_minor paid_minor returned_quantity", OrderLine
)
def _order_lines(about: About) -> Iterator[OrderLine]:
    rows = OrderLine.objects.filter(order__in=_mine(about)).select_related("order")
    return rows.order_by("pk").iterator(CHUNK)


@tells("order_steps", "order.public_id kind by_kind note at", OrderEvent)
def _steps(about: About) -> Iterator[OrderEvent]:
    rows = OrderEvent.objects.filter(order__in=_mine(about)).select_related("order")
    return rows.order_by("pk").iterator(CHUNK)


@tells("parcels", "order.public_id carrier tracking shipped_at delivered_at", Shipment)
def _parcels(about: About) -> Iterator[Shipment]:
    rows = Shipment.objects.filter(order__in=_mine(about)).select_related("order")
    return rows.order_by("pk").iterator(CHUNK)


@tells(
    "returns",
    "public_id order.public_id kind state reason text amount_minor currency answer asked_at decided_at refunded_at "
    "send_to carrier tracking sent_at",
    Return,
)
def _returns(about: About) -> Iterator[Return]:
    return _back(about).select_related("order").order_by("pk").iterator(CHUNK)


@tells("payments", "ref provider amount_minor currency state started_at captured_at refunded_minor", Payment)
def _payments(about: About) -> Iterator[Payment]:
    return _paid(about).order_by("pk").iterator(CHUNK)


@hinders
def _open_orders(about: About) -> Iterator[str]:
    together = Order.objects.across_stores("orders paid together share one contact")
    rows = together.filter(group__in=_groups(about)).exclude(state__in=ENDED).select_related("store")
    for row in rows.order_by("pk"):
        said = {"order": row.public_id, "store": row.store.name}
        yield _("The order %(order)s at %(store)s has not ended. Confirm or cancel it first.") % said


@hinders
def _open_returns(about: About) -> Iterator[str]:
    back = Return.objects.across_stores("returns of orders paid together")
    rows = back.filter(order__group__in=_groups(about), state__in=OPEN_RETURNS)
    for order in rows.order_by("pk").values_list("order__public_id", flat=True):
        yield _("A return of the order %(order)s is open. Wait for its end or withdraw it.") % {
            "order": order
        }


@hinders
def _money_under_way(about: About) -> Iterator[str]:
    paid = _paid(about)
    if paid.filter(state="held").exists():
        yield _("A payment of yours is being looked into. Wait until that is done.")
    if PaymentRefund.objects.filter(payment__in=paid).exclude(state="done").exists():
        yield _("Money is on its way back to you. Wait until it has arrived.")


@forgets("what was put in and not ordered is deleted", Basket, BasketLine)
def _forget_basket(about: About) -> None:
    _lines(about).delete()
    if about.whole:
        Basket.objects.filter(person_id=about.person_id).delete()


@forgets(
    "contact, address, parcel numbers and everything typed are emptied; goods, sums and days stay",
    OrderGroup,
    Order,
    OrderEvent,
    Shipment,
    Return,
)
def _forget_contact(about: About) -> None:
    mine = list(_mine(about).values_list("pk", flat=True))
    groups = list(_groups(about).values_list("pk", flat=True))
    said = OrderEvent.objects.filter(order__in=mine, by_kind__in=("shopper", "guest"))
    said.update(note="", by_id=None)
    Shipment.objects.filter(order__in=mine).update(tracking="")
    _back(about).update(text="", answer="")
    for group in OrderGroup.objects.filter(pk__in=groups):
        group.contact_email = group.contact_phone = group.guest_key = ""
        group.address = {"country": group.address["country"]} if "country" in group.address else {}
        group.save(update_fields=["contact_email", "contact_phone", "guest_key", "address"])
    if not about.whole:
        _hand_over(mine, about)


def _hand_over(orders: list[int], about: About) -> None:
    """One store's orders get a buyer whom nothing leads back from."""
    rows = Order.objects.of(about.store_id).filter(pk__in=orders, person_id=about.person_id)
    if rows.exists():
        rows.update(person=Person.objects.create(password=f"!{new_id('gone')}"))


@forgets("an offer's limit counts on under a key that means nobody", Use)
def _forget_holders(about: About) -> None:
    if about.whole:
        refs = _groups(about).values("public_id")
        mine = Use.objects.filter(Q(ref__in=refs) | Q(holder=f"p:{about.person_id}"))
        mine.update(holder=Concat(Value("gone:"), Cast("pk", CharField())))


@forgets("points end in the books before the membership goes")
def _forget_points(about: About) -> None:
    end_points(by=SYSTEM, person_id=about.person_id, store_id=about.store_id)


def _groups(about: About) -> QuerySet[OrderGroup]:
    return OrderGroup.objects.filter(person_id=about.person_id, **about.at("orders__store_id"))


def _mine(about: About) -> QuerySet[Order]:
    rows = Order.objects.across_stores("one person's own orders")
    return rows.filter(group__person_id=about.person_id, **about.at("store_id"))


def _back(about: About) -> QuerySet[Return]:
    rows = Return.objects.across_stores("returns of one person's own orders")
    return rows.filter(order__group__person_id=about.person_id, **about.at("order__store_id"))


def _paid(about: About) -> QuerySet[Payment]:
    return Payment.objects.filter(ref__in=_groups(about).values("public_id"))


def _lines(about: About) -> QuerySet[BasketLine]:
    return BasketLine.objects.filter(basket__person_id=about.person_id, **about.at("variant__store_id"))
