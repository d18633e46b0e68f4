"""What a store takes along of its orders: lines, steps, parcels, returns."""

from __future__ import annotations

from collections.abc import Iterator

from regulars.ground.kit.exports import CHUNK, goes_along, stays
from regulars.people.merchants.models import Store
from regulars.trade.orders.models import (
    BasketLine,
    Forecast,
    Order,
    OrderEvent,
    OrderLine,
    Return,
    ReturnLine,
    Shipment,
)

stays("what somebody only means to buy is the shopper's own", BasketLine)
stays("what an offer would cost; it is worked out again from the orders", Forecast)


@goes_along(
    "orders",
    "public_id group.public_id person.public_id state currency goods_minor freight_minor store_discount_minor "
    "market_discount_minor paid_minor commission_minor refunded_minor group.prepaid_minor group.contact_email "
    "group.contact_phone group.address group.language placed_at paid_at ship_by shipped_at delivered_at "
    "confirmed_at ended_at",
    Order,
)
def _orders(store: Store) -> Iterator[Order]:
    return Order.objects.of(store).select_related("group", "person").order_by("pk").iterator(CHUNK)


@goes_along(
    "order_lines",
    "public_id order.public_id product.public_id variant.public_id variant.sku title title_zh options unit_minor "
    "quantity list_minor store_discount_minor market_discount_minor paid_minor commission_bp commission_minor "
    "returned_quantity granted_kind granted_ref off_shelf",
    OrderLine,
)
def _lines(store: Store) -> Iterator[OrderLine]:
    rows = OrderLine.objects.filter(order__store=store).select_related("order", "product", "variant")
    return rows.order_by("pk").iterator(CHUNK)


@goes_along("order_steps", "order.public_id kind by_kind note at", OrderEvent)
def _steps(store: Store) -> Iterator[OrderEvent]:
    rows = OrderEvent.objects.filter(order__store=store).select_related("order")
    return rows.order_by("pk").iterator(CHUNK)


@goes_along("parcels", "public_id order.public_id carrier tracking shipped_at delivered_at", Shipment)
def _parcels(store: Store) -> Iterator[Shipment]:
    rows = Shipment.objects.filter(order__store=store).select_related("order")
    return rows.order_by("pk").iterator(CHUNK)


@goes_along(
    "returns",
    "public_id order.public_id kind state reason text amount_minor freight_minor currency split answer decide_by "
    "asked_at decided_at refunded_at disputed_at send_to carrier tracking sent_at",
    Return,
)
def _returns(store: Store) -> Iterator[Return]:
    return Return.objects.of(store).select_related("order").order_by("pk").iterator(CHUNK)


@goes_along("return_lines", "back.public_id line.public_id quantity amount_minor restock", ReturnLine)
def _return_lines(store: Store) -> Iterator[ReturnLine]:
    rows = ReturnLine.objects.filter(back__store=store).select_related("back", "line")
    return rows.order_by("pk").iterator(CHUNK)
