"""Many orders sent off with one form: a row each, with its carrier and tracking number."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import ngettext

from regulars.faces.look.going import go
from regulars.faces.merchant.daily import words
from regulars.faces.merchant.daily.orders import MOST, row_of, shipped_words
from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.frame import here, show
from regulars.goods.media.queries import pictures_by_public_id
from regulars.people.merchants.queries import Store
from regulars.trade.orders.actions import Parcel, ship_many
from regulars.trade.orders.queries import OrderFilters, carriers_of, lines_of, orders_of


def ship(request: HttpRequest, store_id: str) -> HttpResponse:
    """The form, and what it does."""
    store, actor = here(request, store_id)
    need(actor, "orders")
    if request.method != "POST":
        rows = to_ship(store, request.GET.get("orders", "").split(","))
        return show(
            request,
            "daily/ship",
            store,
            actor,
            "desk_orders",
            rows=rows,
            typed={},
            refused=[],
            carriers=carriers_of(store),
        )
    parcels = _parcels(request)
    report = ship_many(by=actor, store=store, parcels=parcels)
    if report["done"]:
        messages.success(request, shipped_words(len(report["done"])))
    if not report["refused"]:
        return go("desk_orders", store.public_id, to="?state=to-ship")
    return _again(request, store, actor, report["refused"])


def _parcels(request: HttpRequest) -> list[Parcel]:
    post, usual = request.POST, request.POST.get("carrier", "").strip()
    return [
        Parcel(one, post.get(f"carrier_{one}", "").strip() or usual, post.get(f"tracking_{one}", "").strip())
        for one in dict.fromkeys(post.getlist("order"))
        if f"leave_{one}" not in post
    ][:MOST]


def _again(request: HttpRequest, store: Store, actor: Any, refused: list[list[str]]) -> HttpResponse:
    """Those that could not leave stay in the form, each with the reason and what was typed."""
    said = dict(refused)
    rows = to_ship(store, list(said))
    notes = [
        {"text": f"{words.number_of(order)}: {sentence}", "href": f"#f-tracking_{order}"}
        for order, sentence in said.items()
    ]
    title = ngettext("%(n)s order could not be shipped", "%(n)s orders could not be shipped", len(said))
    return show(
        request, "daily/ship", store, actor, "desk_orders", status=422, rows=rows, typed=request.POST,
        refused=notes, refused_title=title % {"n": len(said)}, carriers=carriers_of(store),
    )  # fmt: skip


def to_ship(store: Store, chosen: list[str]) -> list[dict[str, Any]]:
    """The chosen ones of the orders that wait to be shipped, oldest first; without a choice all of them."""
    wanted = {one for one in chosen if one}
    found = orders_of(store, OrderFilters(state="to-ship", among=tuple(wanted)), sort="oldest", size=MOST)
    covers = pictures_by_public_id([line.cover for row in found.items for line in lines_of(row)[:1]])
    return [
        row_of(row, store, covers)
        | {"city": row.group.address.get("city", ""), "recipient": row.group.address.get("recipient", "")}
        for row in found.items
    ]
