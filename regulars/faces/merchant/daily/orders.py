"""The list of orders: tabs by state, search, period, many at once, and the list as a table to take away."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.faces.look.going import go
from regulars.faces.merchant.daily import dues, words
from regulars.faces.merchant.daily.period import choices, period_of
from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.daily.tables import link, major, pages, rows_of, sheet, views
from regulars.faces.merchant.frame import here, show
from regulars.goods.media.queries import picture_urls, pictures_by_public_id
from regulars.ground.kit.pages import Page
from regulars.people.merchants.queries import Store
from regulars.trade.orders import actions
from regulars.trade.orders.actions import Report
from regulars.trade.orders.queries import Order, OrderFilters, counts_of, lines_of, orders_of, parcels_of
from regulars.trade.orders.rules import BEFORE_SHIPPING

STATES = (
    "", "to-ship", "shipped", "delivered", "confirmed", "refunded", "awaiting_payment", "never-paid",
)  # fmt: skip
SORTS = ("newest", "oldest", "value")
MOST = 100


def index(request: HttpRequest, store_id: str) -> HttpResponse:
    """The store's orders as filtered."""
    store, actor = here(request, store_id)
    need(actor, "orders", "reception")
    asked = asked_of(request.GET)
    found = _found(store, asked, request.GET.get("cursor", ""))
    covers = pictures_by_public_id([line.cover for row in found.items for line in lines_of(row)[:1]])
    counts = counts_of(store)
    return show(
        request,
        "daily/orders",
        store,
        actor,
        "desk_orders",
        asked=asked,
        rows=[row_of(row, store, covers) for row in found.items],
        anything=any(counts.values()),
        views=views(asked, "state", _views(counts)),
        periods=choices(),
        narrowed=bool(asked["q"] or asked["period"] or asked["since"] or asked["until"]),
        csv=reverse("desk_orders_csv", args=[store.public_id]) + link(asked),
        paging=pages(asked, found),
    )


def asked_of(get: QueryDict) -> dict[str, str]:
    """What the address asks for; orders to ship come oldest first unless said otherwise."""
    state, period = get.get("state", ""), period_of(get)
    state = state if state in STATES else ""
    usual = "oldest" if state == "to-ship" else "newest"
    sort = get.get("sort", "")
    return {
        "q": get.get("q", "")[:120],
        "state": state,
        "period": period.key,
        "since": "" if period.key or not period.first else period.first.isoformat(),
        "until": "" if period.key or not period.last else period.last.isoformat(),
        "sort": sort if sort in SORTS else usual,
    }


def _found(store: Store, asked: Mapping[str, str], cursor: str, size: int = 50) -> Page[Order]:
    period = period_of(_query(asked))
    filters = OrderFilters(
        state=asked["state"], search=asked["q"].lstrip("# "), since=period.since, until=period.until
    )
    return orders_of(store, filters, sort=asked["sort"], cursor=cursor, size=size)


def _query(asked: Mapping[str, str]) -> QueryDict:
    query = QueryDict(mutable=True)
    query.update(dict(asked))
    return query


def _views(counts: Mapping[str, int]) -> Iterator[tuple[str, str, int | None]]:
    yield "", _("All"), sum(counts.values())
    for key, label, states in (
        ("to-ship", _("To ship"), BEFORE_SHIPPING),
        ("shipped", _("On its way"), ("shipped",)),
        ("delivered", _("Delivered"), ("delivered",)),
        ("confirmed", _("Completed"), ("confirmed",)),
        ("refunded", _("Refunded"), ("refunded",)),
        ("awaiting_payment", _("Unpaid"), ("awaiting_payment",)),
        ("never-paid", _("Never paid"), ("cancelled", "expired")),
    ):
        yield key, label, sum(counts.get(state, 0) for state in states)


def row_of(row: Order, store: Store, covers: Mapping[str, Any]) -> dict[str, Any]:
    """An order as a list shows it."""
    lines = lines_of(row)
    first = lines[0] if lines else None
    code, label = words.order_state(row.state)
    waiting = row.state in BEFORE_SHIPPING
    return {
        "id": row.public_id,
        "href": reverse("desk_order", args=[store.public_id, row.public_id]),
        "number": words.number_of(row.public_id),
        "buyer": buyer_of(row),
        "goods": words.title_of(first) if first else "",
        "more": len(lines) - 1,
        "pieces": sum(line.quantity for line in lines),
        "image": _image(first.cover, covers) if first else None,
        "state": code,
        "state_label": label,
        "at": row.placed_at,
        "due": dues.to_ship(row.ship_by) if waiting and row.ship_by else None,
        "total": row.paid_minor,
        "refunded": row.refunded_minor,
        "currency": row.currency,
    }


def buyer_of(row: Order) -> str:
    """The buyer's name, or the name on the parcel for guests who gave none."""
    return str(row.person.name or row.group.address.get("recipient", "") or _("Guest"))


def _image(cover: str, covers: Mapping[str, Any]) -> Any:
    return picture_urls(covers[cover]) if cover in covers else None


def table(request: HttpRequest, store_id: str) -> StreamingHttpResponse:
    """The filtered list as CSV, all its pages."""
    store, actor = here(request, store_id)
    need(actor, "orders", "reception")
    asked = asked_of(request.GET)
    header = [_("Order"), _("Placed"), _("State"), _("Buyer"), _("Goods"), _("Pieces"), _("Goods price"),
              _("Delivery"), _("Off, paid by the store"), _("Off, paid by the market"), _("Paid"),
              _("Refunded"), _("Currency"), _("Ship by"), _("Carrier"), _("Tracking number")]  # fmt: skip
    return sheet("orders", header, _cells(store, asked))


def _cells(store: Store, asked: Mapping[str, str]) -> Iterator[list[object]]:
    for row in rows_of(lambda cursor: _found(store, asked, cursor, 100)):
        lines, parcels = lines_of(row), parcels_of(row)
        parcel = parcels[-1] if parcels else None
        sums = (row.goods_minor, row.freight_minor, row.store_discount_minor, row.market_discount_minor,
                row.paid_minor, row.refunded_minor)  # fmt: skip
        yield [
            row.public_id,
            row.placed_at.isoformat(),
            words.order_state(row.state)[1],
            buyer_of(row),
            "; ".join(f"{words.title_of(line)} × {line.quantity}" for line in lines),
            sum(line.quantity for line in lines),
            *(major(minor, row.currency) for minor in sums),
            row.currency,
            row.ship_by.isoformat() if row.ship_by else "",
            parcel.carrier if parcel else "",
            parcel.tracking if parcel else "",
        ]


def many(request: HttpRequest, store_id: str) -> HttpResponse:
    """What was chosen for the ticked orders: the form that ships them, or a step that each of them takes."""
    store, actor = here(request, store_id)
    need(actor, "orders")
    chosen = list(dict.fromkeys(request.POST.getlist("ids")))[:MOST]
    what = request.POST.get("bulk", "ship")
    back = "?state=shipped" if what == "deliver" else "?state=to-ship"
    if not chosen:
        messages.warning(request, _("Tick the orders first, then choose what to do with them."))
        return go("desk_orders", store.public_id, to=back)
    if what == "deliver":
        _tell(request, actions.deliver_many(by=actor, store=store, orders=chosen), delivered_words)
    elif what == "accept":
        _tell(request, actions.accept_many(by=actor, store=store, orders=chosen), packing_words)
    else:
        return go("desk_ship", store.public_id, to=f"?orders={','.join(chosen)}")
    return go("desk_orders", store.public_id, to=back)


def _tell(request: HttpRequest, report: Report, words_of: Callable[[int], str]) -> None:
    if report["done"]:
        messages.success(request, words_of(len(report["done"])))
    for order, sentence in report["refused"]:
        messages.warning(request, f"{words.number_of(order)}: {sentence}")


def delivered_words(done: int) -> str:
    """How many parcels arrived."""
    return ngettext("%(n)s order is delivered.", "%(n)s orders are delivered.", done) % {"n": done}


def packing_words(done: int) -> str:
    """How many orders are being packed now."""
    return ngettext("Packing has begun for %(n)s order.", "Packing has begun for %(n)s orders.", done) % {
        "n": done
    }


def shipped_words(done: int) -> str:
    """How many parcels left."""
    return ngettext("%(n)s order is on its way.", "%(n)s orders are on their way.", done) % {"n": done}
