"""A priced wish becomes rows: everything that was agreed is frozen in them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from regulars.ground.kit.actors import Actor
from regulars.ground.kit.statements import insert, insert_all
from regulars.people.merchants.queries import market
from regulars.trade.offers.rules import ReceiptLine
from regulars.trade.orders.actions.history import event
from regulars.trade.orders.actions.plan_sales import add_plans
from regulars.trade.orders.models import Order, OrderGroup, OrderLine, Receipt
from regulars.trade.orders.queries.goods import Item
from regulars.trade.orders.queries.pricing import Priced
from regulars.trade.orders.rules import LineShare, StoreShare, line_shares, store_shares
from regulars.trade.orders.rules.grants import first_end
from regulars.trade.settlement.queries import commission_rates
from regulars.trade.settlement.rules import RateTable, commission


def freeze_group(result: Priced, person_pk: int, values: Mapping[str, Any]) -> OrderGroup:
    """The group and its receipt."""
    receipt = result.receipt
    assert receipt is not None
    freight = sum(total.freight_list_minor for total in receipt.stores)
    group = OrderGroup(
        person_id=person_pk,
        currency=receipt.currency,
        goods_minor=receipt.list_minor,
        freight_minor=freight,
        discount_minor=receipt.list_minor + freight - receipt.total_minor,
        total_minor=receipt.total_minor,
        placed_at=result.wish.now,
        pay_until=first_end(
            result.wish.now + timedelta(minutes=market().hold_minutes), result.wish.grants.values()
        ),
        grants=[[grant.kind, grant.ref] for grant in result.wish.grants.values()],
        **values,
    )
    insert(group)
    insert(Receipt(group=group, body=json.loads(receipt.to_json()), rule_version=receipt.rule_version))
    return group


def freeze_orders(group: OrderGroup, result: Priced, by: Actor) -> tuple[list[Order], list[OrderLine]]:
    """One order per store with its lines and the first step of its timeline.

    Four queries for any number of lines.
    """
    assert result.receipt is not None
    rates = commission_rates(group.placed_at)
    shares, freights = line_shares(result.receipt), store_shares(result.receipt)
    paid = {line.line_id: line for line in result.receipt.lines}
    drafts: dict[int, tuple[Order, list[OrderLine]]] = {}
    for item in sorted(result.good, key=lambda each: each.variant.pk):
        order, lines = drafts.setdefault(
            item.store.pk, (_order(group, item, freights[item.store.public_id]), [])
        )
        line = _line(item, paid[item.variant.public_id], shares[item.variant.public_id], rates)
        lines.append(line)
        _add(order, line)
        _promise(order, item)
    add_plans({pk: order for pk, (order, _lines) in drafts.items()}, result, shares, rates)
    orders = [drafts[store][0] for store in sorted(drafts)]
    insert_all(orders)
    for order, lines in drafts.values():
        for line in lines:
            line.order = order
    rows = [line for store in sorted(drafts) for line in drafts[store][1]]
    insert_all(rows)
    insert_all([event(order.pk, "placed", by) for order in orders])
    return orders, rows


def _order(group: OrderGroup, item: Item, freight: StoreShare) -> Order:
    return Order(
        group=group,
        store=item.store,
        person_id=group.person_id,
        currency=group.currency,
        placed_at=group.placed_at,
        freight_minor=freight.freight_minor,
        store_discount_minor=freight.store_minor,
        market_discount_minor=freight.market_minor,
        paid_minor=freight.paid_minor,
    )


def _line(item: Item, row: ReceiptLine, share: LineShare, rates: RateTable) -> OrderLine:
    category = [int(part) for part in item.product.category.path.split("/") if part]
    rate = rates.rate(item.store.pk, category[::-1])
    return OrderLine(
        product=item.product,
        variant=item.variant,
        title=item.titles[0],
        title_zh=item.titles[1],
        options=item.variant.options,
        cover=item.product.cover,
        unit_minor=row.unit_minor,
        quantity=row.quantity,
        list_minor=row.list_minor,
        store_discount_minor=share.store_minor,
        market_discount_minor=share.market_minor,
        paid_minor=row.paid_minor,
        commission_bp=rate,
        commission_minor=commission(row.paid_minor + share.market_minor, rate),
        granted_kind=item.grant.kind if item.grant else "",
        granted_ref=item.grant.ref if item.grant else "",
        off_shelf=item.stock == "none",
    )


def _promise(order: Order, item: Item) -> None:
    """Who promised to send it by a day gets until the last of these days."""
    if item.grant is not None and item.grant.ship_by is not None:
        order.ship_by = max(order.ship_by or item.grant.ship_by, item.grant.ship_by)


def _add(order: Order, line: OrderLine) -> None:
    order.goods_minor += line.list_minor
    order.store_discount_minor += line.store_discount_minor
    order.market_discount_minor += line.market_discount_minor
    order.paid_minor += line.paid_minor
    order.commission_minor += line.commission_minor
