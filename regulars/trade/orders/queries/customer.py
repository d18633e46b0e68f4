"""What a store's customer ordered, sent back and kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Prefetch, Q, Sum

from regulars.ground.kit.streams import Found, Older
from regulars.people.merchants.models import Store
from regulars.trade.orders.models import Order, OrderEvent, OrderGroup, OrderLine, Return
from regulars.trade.orders.queries.shopper import is_forgotten

TOLD = ("paid", "shipped", "delivered", "confirmed", "refused", "cancelled", "expired")
BACK = (
    "refunded",
    "return-asked",
    "return-accepted",
    "return-sent",
    "return-refused",
    "return-withdrawn",
    "return-disputed",
)


@dataclass(frozen=True, slots=True)
class Pieces:
    """Pieces of one category, bought at one price (minor units, before offers) and not sent back."""

    category: str
    category_zh: str
    unit_minor: int
    many: int


def order_steps(store: Store, person_pk: int, older: Older) -> list[Found]:
    """Steps of the orders of a customer, each with its order and lines. Two queries."""
    unpaid = Q(kind="placed", order__paid_at=None)
    return older.of(_steps(store, person_pk).filter(Q(kind__in=TOLD) | unpaid), "at")


def refund_steps(store: Store, person_pk: int, older: Older) -> list[Found]:
    """What the customer asked back and what became of it. Two queries."""
    return older.of(_steps(store, person_pk).filter(kind__in=BACK), "at")


def _steps(store: Store, person_pk: int) -> Any:
    own = OrderEvent.objects.filter(order__store=store, order__person_id=person_pk)
    lines = Prefetch("order__lines", queryset=OrderLine.objects.order_by("pk"))
    return own.select_related("order").prefetch_related(lines)


def backs_of(store: Store, public_ids: Iterable[str]) -> dict[str, Return]:
    """The store's returns with these public ids. One query, none for none."""
    wanted = [key for key in public_ids if key]
    rows = Return.objects.of(store).filter(public_id__in=wanted) if wanted else ()
    return {row.public_id: row for row in rows}


def kept_pieces(store: Store, person_pk: int) -> list[Pieces]:
    """What a customer paid for in the store's currency and did not send back. One query."""
    rows = OrderLine.objects.filter(
        order__store=store,
        order__person_id=person_pk,
        order__currency=store.currency,
        order__paid_at__isnull=False,
        returned_quantity__lt=F("quantity"),
    ).exclude(order__state__in=("cancelled", "expired", "refunded"))
    names = ("product__category__name", "product__category__name_zh", "unit_minor")
    counted = rows.order_by().values_list(*names).annotate(many=Sum(F("quantity") - F("returned_quantity")))
    return [Pieces(*row) for row in counted]


def last_contact(store: Store, person_pk: int) -> OrderGroup | None:
    """The latest purchase that told the store how to reach the customer. One query."""
    rows = Order.objects.of(store).filter(person_id=person_pk).select_related("group")
    for order in rows.order_by("-placed_at", "-pk")[:5]:
        if not is_forgotten(order) and (
            order.group.contact_email or order.group.contact_phone or order.group.address
        ):
            return order.group
    return None
