"""Facts about imported orders for the lake. They are not announced: nobody acts on what is long past."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson

from regulars.goods.catalog.models import Variant
from regulars.goods.catalog.queries import variants_by_key
from regulars.ground.bus.facts import Fact
from regulars.ground.bus.naming import public_ids
from regulars.trade.orders.actions.facts import paid_fact, sold_lines
from regulars.trade.orders.events import (
    OrderCancelled,
    OrderConfirmed,
    OrderDelivered,
    OrderPlaced,
    OrderShipped,
    RefundMade,
)
from regulars.trade.orders.models import Order, OrderEvent, OrderLine

BATCH = 1000


def fact_rows(
    steps: Sequence[tuple[Order, OrderEvent]], lines: Iterable[OrderLine]
) -> list[dict[str, object]]:
    """Each step of an order as a row of the lake's stream of facts, in time order."""
    of_order: dict[int, list[OrderLine]] = {}
    for line in named(list(lines)):
        of_order.setdefault(line.order_id, []).append(line)
    stores = public_ids("store", {order.store_id for order, _step in steps})
    people = public_ids("person", {order.person_id for order, _step in steps})
    rows = [
        fact_row(fact, f"{order.public_id}-{step.kind}", step.at, stores, people)
        for order, step in steps
        for fact in _facts(order, step, of_order.get(order.pk, []))
    ]
    return sorted(rows, key=lambda row: str(row["at"]))


def fact_row(
    fact: Fact, id_: str, at: datetime, stores: Mapping[int, str], people: Mapping[int, str]
) -> dict[str, object]:
    """One fact as the lake keeps it; `stores` and `people` tell public ids by key."""
    return {
        "name": fact.name,
        "id": id_,
        "at": at,
        "body": orjson.dumps(fact.body()).decode(),
        "store": stores.get(fact.store_id or 0),
        "person": people.get(fact.person_id or 0),
        "ref": fact.ref,
    }


def named(lines: list[OrderLine]) -> list[OrderLine]:
    """The lines with variant and product at hand: one query for a thousand variants."""
    found: dict[int, Variant] = {}
    keys = sorted({line.variant_id for line in lines})
    for start in range(0, len(keys), BATCH):
        found |= variants_by_key(keys[start : start + BATCH])
    for line in lines:
        line.variant = found[line.variant_id]
        line.product = line.variant.product
    return lines


def _facts(order: Order, step: OrderEvent, lines: list[OrderLine]) -> Iterator[Fact]:
    about: dict[str, Any] = {
        "order": order.public_id,
        "store_id": order.store_id,
        "person_id": order.person_id,
        "ref": order.public_id,
    }
    if step.kind == "placed":
        yield OrderPlaced(
            group=order.group.public_id,
            currency=order.currency,
            total_minor=order.paid_minor,
            placed_at=order.placed_at.isoformat(),
            lines=sold_lines(lines),
            **about,
        )
    elif step.kind == "paid":
        yield paid_fact(order, order.group, lines, first=False)
    elif step.kind == "shipped":
        yield OrderShipped(shipment="", **about)
    elif step.kind == "delivered":
        yield OrderDelivered(**about)
    elif step.kind == "confirmed":
        income = order.paid_minor + order.market_discount_minor - order.commission_minor
        yield OrderConfirmed(currency=order.currency, income_minor=income, automatic=True, **about)
    elif step.kind == "refunded" and order.state == "refunded":
        yield RefundMade(
            back="",
            amount_minor=order.refunded_minor,
            market_discount_minor=order.market_discount_minor,
            commission_minor=order.commission_minor,
            currency=order.currency,
            whole=True,
            **about,
        )
    elif step.kind == "cancelled":
        yield OrderCancelled(**about)
