"""Orders of all stores, to look at."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.look.places import address_lines
from regulars.faces.operator.frame import here, query, show, turns, views
from regulars.faces.operator.words import (
    EVENTS,
    ORDER_LOOK,
    ORDER_STATES,
    PROVIDERS,
    RETURN_KINDS,
    RETURN_LOOK,
    RETURN_STATES,
    WHO,
    money,
    named,
)
from regulars.goods.catalog.queries import said, sold_options
from regulars.ground.kit.refusals import NotFound
from regulars.people.merchants.queries import Store, any_store
from regulars.trade.orders.queries import (
    Order,
    OrderLine,
    Return,
    all_orders,
    any_order,
    group_behind,
    lines_of,
    parcels_of,
    parts_of,
    returns_in,
    steps_of,
)
from regulars.trade.payments.queries import Payment, payments_of
from regulars.trade.services.queries import SoldWith, sold_with, title_of


def index(request: HttpRequest) -> HttpResponse:
    """Orders, the latest first, by state, store, number or name of the store."""
    actor = here(request)
    state = request.GET.get("state", "")
    asked = {
        "q": request.GET.get("q", "").strip()[:80],
        "state": state if state in ORDER_STATES else "",
        "store": request.GET.get("store", "").strip()[:60],
    }
    store = _store(asked["store"])
    found = all_orders(
        by=actor,
        state=asked["state"],
        search=asked["q"],
        store_pk=store.pk if store else None,
        cursor=request.GET.get("cursor", ""),
    )
    chips = (
        [{"label": said(store.name, store.name_zh), "href": query(asked | {"store": ""})}] if store else []
    )
    return show(
        request,
        "orders",
        actor,
        "console_orders",
        asked=asked,
        rows=[_row(one) for one in found.items],
        views=views(asked, "state", dict(ORDER_STATES)),
        chips=chips,
        keep={"store": asked["store"]} if store else {},
        clear=query({"state": asked["state"]}) if asked["q"] or store else "",
        extra=turns(found, asked),
    )


def _store(name: str) -> Store | None:
    try:
        return any_store(name) if name else None
    except NotFound:
        return None


def _row(order: Order) -> dict[str, object]:
    return {
        "id": order.public_id,
        "number": order.public_id[-8:],
        "href": reverse("console_order", args=[order.public_id]),
        "placed_at": order.placed_at,
        "store": said(order.store.name, order.store.name_zh),
        "person": str(order.person),
        "state": ORDER_LOOK.get(order.state, order.state),
        "state_label": named(ORDER_STATES, order.state),
        "amount_minor": order.paid_minor,
        "currency": order.currency,
        "paid_at": order.paid_at,
    }


def one(request: HttpRequest, order_id: str) -> HttpResponse:
    """One order with everything that belongs to it."""
    actor = here(request)
    order = any_order(by=actor, order=order_id)
    return show(
        request,
        "order",
        actor,
        "console_orders",
        order=order,
        payments=[_payment(row) for row in payments_of(order.group.public_id)[:20]],
        state=ORDER_LOOK.get(order.state, order.state),
        state_label=named(ORDER_STATES, order.state),
        steps=steps(order),
        lines=[*map(_line, lines_of(order)), *map(_plan, sold_with(order.public_id))],
        parcels=parcels_of(order),
        to=address_lines(order.group.address),
        backs=[_back(row) for row in returns_in(order)],
    )


def _line(line: OrderLine) -> dict[str, object]:
    return {
        "name": said(line.title, line.title_zh),
        "href": reverse("product", args=[line.product.public_id]),
        "options": " · ".join(sold_options(line.options, line.variant).values()),
        "quantity": line.quantity,
        "returned": line.returned_quantity,
        "unit_minor": line.unit_minor,
        "paid_minor": line.paid_minor,
    }


def _plan(one: SoldWith) -> dict[str, object]:
    return {
        "name": _("Service plan: %(title)s") % {"title": title_of(one.definition)},
        "href": reverse("product", args=[one.product]),
        "options": said(one.title, one.title_zh),
        "quantity": one.quantity,
        "returned": 0,
        "unit_minor": one.list_minor // one.quantity,
        "paid_minor": one.paid_minor,
    }


def _payment(row: Payment) -> dict[str, object]:
    came = row.received_minor and (row.received_minor, row.received_currency) != (
        row.amount_minor,
        row.currency,
    )
    return {
        "provider": named(PROVIDERS, row.provider),
        "started_at": row.started_at,
        "state": {"captured": "paid", "started": "pending"}.get(row.state, row.state),
        "amount": money(row.amount_minor, row.currency),
        "came": money(row.received_minor, row.received_currency or row.currency) if came else "",
    }


def steps(order: Order) -> list[dict[str, object]]:
    """What happened to an order, the latest first."""
    return [
        {
            "title": named(EVENTS, event.kind),
            "at": event.at,
            "who": named(WHO, event.by_kind),
            "note": "" if event.note.startswith("ret_") else event.note,
        }
        for event in reversed(steps_of(order))
    ]


def _back(row: Return) -> dict[str, object]:
    return {
        "id": row.public_id,
        "kind": named(RETURN_KINDS, row.kind),
        "asked_at": row.asked_at,
        "state": RETURN_LOOK.get(row.state, row.state),
        "state_label": named(RETURN_STATES, row.state),
        "amount_minor": row.amount_minor,
        "currency": row.currency,
        "disputed": row.disputed_at is not None,
    }


def behind(request: HttpRequest, ref: str) -> HttpResponse:
    """The order that a reference of the ledger belongs to."""
    actor = here(request)
    group = group_behind(by=actor, ref=ref)
    if group is None:
        raise NotFound()
    orders = sorted(parts_of(group), key=lambda part: part.pk)
    known = [part.public_id for part in orders]
    return one(request, ref if ref in known else known[0])
