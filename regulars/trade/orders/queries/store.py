"""A store's orders and returns, its to-dos by urgency, its figures of today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, Min, OuterRef, Prefetch, Q, QuerySet, Sum

from regulars.goods.catalog.queries import low_stock
from regulars.ground.kit import clock
from regulars.ground.kit.pages import Page, page
from regulars.ground.kit.refusals import NotFound
from regulars.people.merchants.models import Store
from regulars.people.merchants.queries import market
from regulars.trade.orders.models import Order, OrderLine, Return, ReturnLine, Shipment
from regulars.trade.orders.queries.shopper import whole_orders
from regulars.trade.orders.rules import BEFORE_SHIPPING


@dataclass(frozen=True, slots=True)
class OrderFilters:
    """How the list is narrowed. `state` may also be "to-ship" (paid or in preparation) or "never-paid".

    Moments: until is excluded. `among`: only these public ids.
    """

    state: str = ""
    search: str = ""
    since: datetime | None = None
    until: datetime | None = None
    person_pk: int | None = None
    among: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Todo:
    """Something that waits: how much of it, how much is late, and when the next is due.

    kind: to-ship, returns, returned-goods, disputes, low-stock.
    """

    kind: str
    count: int
    late: int = 0
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and what exactly it counts. Money has a currency and is in minor units."""

    key: str
    value: int
    definition: str
    currency: str = ""


DEFINITIONS = {
    "orders_paid": "Orders paid since midnight in the market's time zone, also those refunded since.",
    "sales": "What was paid for these orders, freight included, after all discounts.",
    "refunds": "What went back to payers since midnight, whenever the order was paid.",
    "new_customers": "People who paid in this store today and never before.",
    "buyers": "People who paid in this store today.",
}


ORDER_SORTS = {"newest": "-placed_at", "oldest": "placed_at", "value": "-paid_minor"}


def orders_of(
    store: Store,
    filters: OrderFilters | None = None,
    *,
    sort: str = "newest",
    cursor: str = "",
    size: int = 50,
) -> Page[Order]:
    """The store's orders, newest first, with person, group and lines. Three queries a page."""
    rows = (
        Order.objects.of(store).filter(_narrowed(filters or OrderFilters())).select_related("person", "group")
    )
    by = ORDER_SORTS.get(sort, ORDER_SORTS["newest"])
    return page(rows.prefetch_related("lines", "shipments"), by=by, cursor=cursor, size=size)


def _narrowed(filters: OrderFilters) -> Q:
    wanted = Q()
    if filters.state == "to-ship":
        wanted &= Q(state__in=BEFORE_SHIPPING)
    elif filters.state == "never-paid":
        wanted &= Q(state__in=("cancelled", "expired"))
    elif filters.state:
        wanted &= Q(state=filters.state)
    if filters.since is not None:
        wanted &= Q(placed_at__gte=filters.since)
    if filters.until is not None:
        wanted &= Q(placed_at__lt=filters.until)
    if filters.person_pk is not None:
        wanted &= Q(person_id=filters.person_pk)
    if filters.among:
        wanted &= Q(public_id__in=filters.among)
    words = filters.search.strip()
    if words:
        titled = Q(title__icontains=words) | Q(title_zh__icontains=words)
        lines = OrderLine.objects.filter(titled, order=OuterRef("pk"))
        parcels = Shipment.objects.filter(order=OuterRef("pk"), tracking__iexact=words)
        by_name = Q(person__name__icontains=words) | Q(Exists(lines)) | Q(Exists(parcels))
        wanted &= _numbered(words) | by_name
    return wanted


def _numbered(words: str) -> Q:
    """A public id of order or group, or the end of the order's that people read out."""
    whole = Q(public_id=words) | Q(group__public_id=words)
    return whole | Q(public_id__iendswith=words) if len(words) >= 6 else whole


def orders_behind(store: Store, refs: Iterable[str]) -> dict[str, str]:
    """The store's order (public id) behind each of these ids of orders or of whole check-outs. One query."""
    wanted = set(refs)
    rows = Order.objects.of(store).filter(Q(public_id__in=wanted) | Q(group__public_id__in=wanted))
    found: dict[str, str] = {}
    for order, group in rows.values_list("public_id", "group__public_id"):
        found |= {order: order, group: order}
    return found


def order_of(store: Store, order: str) -> Order:
    """The store's order with everything that belongs to it. Raises NotFound."""
    found = whole_orders().filter(store=store, public_id=order).first()
    if found is None:
        raise NotFound()
    return found


def returns_go_to(store: Store | int) -> str:
    """Where the store last wanted goods sent back to; empty when it never said."""
    rows = Return.objects.of(store).filter(kind="return_and_refund").exclude(send_to="")
    return rows.order_by("-decided_at").values_list("send_to", flat=True).first() or ""


def return_of(store: Store, back: str) -> Return:
    """One return of the store. Raises NotFound."""
    rows = Return.objects.of(store).select_related("order__person", "order__group")
    found = rows.prefetch_related(
        Prefetch("lines", queryset=ReturnLine.objects.select_related("line__variant"))
    ).filter(public_id=back)
    row = found.first()
    if row is None:
        raise NotFound()
    return row


def counts_of(store: Store) -> dict[str, int]:
    """Orders by state. One query."""
    return dict(Order.objects.of(store).order_by().values_list("state").annotate(many=Count("pk")))


def todos(store: Store) -> list[Todo]:
    """What waits for the store, the most urgent first; nothing that is empty. Three queries."""
    now = clock.now()
    ship = Order.objects.of(store).filter(state__in=BEFORE_SHIPPING)
    shipping = ship.aggregate(n=Count("pk"), late=Count("pk", filter=Q(ship_by__lt=now)), due=Min("ship_by"))
    backs = Return.objects.of(store).aggregate(
        asked=Count("pk", filter=Q(state="asked")),
        late=Count("pk", filter=Q(state="asked", decide_by__lt=now + timedelta(days=1))),
        due=Min("decide_by", filter=Q(state="asked")),
        coming=Count("pk", filter=Q(state="accepted")),
        disputed=Count("pk", filter=Q(state="disputed")),
    )
    found = [
        Todo("to-ship", shipping["n"], shipping["late"], shipping["due"]),
        Todo("returns", backs["asked"], backs["late"], backs["due"]),
        Todo("returned-goods", backs["coming"]),
        Todo("disputes", backs["disputed"]),
        Todo("low-stock", low_stock(store).count()),
    ]
    far = now + timedelta(days=3650)
    return sorted(
        (todo for todo in found if todo.count), key=lambda todo: (-bool(todo.late), todo.due_at or far)
    )


def today(store: Store) -> list[Figure]:
    """The store's figures since midnight in the market's zone, each with what it counts. Three queries."""
    since = midnight()
    paid = Order.objects.of(store).filter(paid_at__gte=since)
    sold = paid.aggregate(
        orders=Count("pk"), minor=Sum("paid_minor", default=0), buyers=Count("person", distinct=True)
    )
    back = (
        Return.objects.of(store).filter(refunded_at__gte=since).aggregate(sum=Sum("amount_minor", default=0))
    )
    before = Order.objects.of(store).filter(paid_at__lt=since).values("person_id")
    new = paid.exclude(person_id__in=before).aggregate(n=Count("person", distinct=True))
    return [
        _figure("orders_paid", sold["orders"]),
        _figure("sales", sold["minor"], store.currency),
        _figure("refunds", back["sum"], store.currency),
        _figure("buyers", sold["buyers"]),
        _figure("new_customers", new["n"]),
    ]


def _figure(key: str, value: int, currency: str = "") -> Figure:
    return Figure(key, value, DEFINITIONS[key], currency)


def midnight() -> datetime:
    """The start of the present day in the market's zone."""
    zone = ZoneInfo(market().zone)
    return clock.midnight(clock.now().astimezone(zone).date(), zone)


def orders_of_customer(store: Store, person_pk: int) -> QuerySet[Order]:
    """What a person ordered in the store, newest first."""
    return Order.objects.of(store).filter(person_id=person_pk).order_by("-placed_at", "-pk")


def carriers_of(store: Store, size: int = 12) -> list[str]:
    """The carriers the store sent its latest 200 parcels with, the most used first."""
    lately = Shipment.objects.filter(order__store=store).exclude(carrier="").order_by("-pk")
    used = Counter(lately.values_list("carrier", flat=True)[:200])
    return [name for name, _times in used.most_common(size)]
