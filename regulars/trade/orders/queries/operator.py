"""Orders and disputes of the whole market, for its operators."""

from __future__ import annotations

from django.db.models import Prefetch, Q

from regulars.ground.kit.actors import Actor
from regulars.ground.kit.pages import Page, page
from regulars.ground.kit.refusals import NotFound
from regulars.trade.orders.models import Order, OrderGroup, Return, ReturnLine
from regulars.trade.orders.queries.shopper import whole_orders

WHY = "the console shows all stores"


def all_orders(
    *,
    by: Actor,
    state: str = "",
    search: str = "",
    store_pk: int | None = None,
    cursor: str = "",
    size: int = 50,
) -> Page[Order]:
    """Orders of all stores, newest first, with store and person. One query a page. Needs market.read."""
    by.require("market.read")
    wanted = Q(state=state) if state else Q()
    if store_pk is not None:
        wanted &= Q(store_id=store_pk)
    if search.strip():
        word = search.strip()
        wanted &= Q(public_id=word) | Q(group__public_id=word) | Q(store__name__icontains=word)
    rows = Order.objects.across_stores(WHY).filter(wanted).select_related("store", "person", "group")
    return page(rows, by="-placed_at", cursor=cursor, size=size)


def any_order(*, by: Actor, order: str) -> Order:
    """Any order with everything that belongs to it. Needs market.read. Raises NotFound."""
    by.require("market.read")
    found = whole_orders().filter(public_id=order).first()
    if found is None:
        raise NotFound()
    return found


def disputes(*, by: Actor, open_only: bool = True, cursor: str = "", size: int = 50) -> Page[Return]:
    """Returns the market has to decide (or ever had), newest first. Two queries a page. Needs market.read."""
    by.require("market.read")
    rows = Return.objects.across_stores(WHY).filter(disputed_at__isnull=False)
    rows = rows.select_related("order__person", "order__group", "store")
    rows = rows.prefetch_related(Prefetch("lines", queryset=ReturnLine.objects.select_related("line")))
    return page(
        rows.filter(state="disputed") if open_only else rows, by="-disputed_at", cursor=cursor, size=size
    )


def dispute_of(*, by: Actor, back: str) -> Return:
    """One disputed return. Needs market.read. Raises NotFound."""
    by.require("market.read")
    rows = Return.objects.across_stores(WHY).filter(public_id=back, disputed_at__isnull=False)
    found = rows.select_related("order__person", "order__group", "store").first()
    if found is None:
        raise NotFound()
    return found


def group_behind(*, by: Actor, ref: str) -> OrderGroup | None:
    """The group a payment or ledger ref belongs to, if any. Needs market.read."""
    by.require("market.read")
    return OrderGroup.objects.filter(Q(public_id=ref) | Q(orders__public_id=ref)).first()
