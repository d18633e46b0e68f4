"""What recorded orders mean for the relation of each store and person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from regulars.ground.kit.actors import Actor
from regulars.loyalty.customers.actions import record_purchase, record_refund, record_relations
from regulars.loyalty.customers.models import Relation
from regulars.loyalty.customers.rules import RelationRow
from regulars.trade.orders.actions.recorded_rows import Made
from regulars.trade.orders.models import Order

BATCH = 2000


def remember_buyers(by: Actor, made: Made) -> None:
    """Make the relations these orders began, and count the orders with relations that were there before."""
    pairs: dict[tuple[int, int], list[Order]] = {}
    for order in made.orders:
        pairs.setdefault((order.store_id, order.person_id), []).append(order)
    known = _known(pairs)
    record_relations(by=by, rows=[_relation(*pair, pairs[pair]) for pair in pairs if pair not in known])
    for pair in sorted(known):
        for order in pairs[pair]:
            _count(by, order)


def _known(pairs: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    wanted = set(pairs)
    people = sorted({person for _store, person in wanted})
    found: set[tuple[int, int]] = set()
    for start in range(0, len(people), BATCH):
        rows = Relation.objects.across_stores("an import of many stores").filter(
            person_id__in=people[start : start + BATCH]
        )
        found |= set(rows.values_list("store_id", "person_id"))
    return found & wanted


def _count(by: Actor, order: Order) -> None:
    if order.paid_at is None:
        return
    pair: dict[str, Any] = {"by": by, "store_id": order.store_id, "person_id": order.person_id}
    record_purchase(**pair, amount_minor=order.paid_minor, currency=order.currency, at=order.paid_at)
    if order.refunded_minor:
        record_refund(**pair, amount_minor=order.refunded_minor, whole=True)


def _relation(store: int, person: int, orders: list[Order]) -> RelationRow:
    touched = [order.placed_at for order in orders]
    paid = [order for order in orders if order.paid_at is not None]
    moments = [order.paid_at for order in paid]
    return RelationRow(
        store_id=store,
        person_id=person,
        first_touch_at=min(touched),
        last_touch_at=max(touched),
        origin="order",
        first_order_at=min(moments, default=None),
        last_order_at=max(moments, default=None),
        orders_count=sum(order.state != "refunded" for order in paid),
        paid_minor=sum(order.paid_minor for order in paid),
        refunded_minor=sum(order.refunded_minor for order in paid),
        currency=orders[0].currency,
    )
