"""Service plans sold with an order: their money in its sums, a contract for each piece."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from regulars.ground.kit.actors import Actor
from regulars.trade.orders.models import Order, OrderGroup, OrderLine
from regulars.trade.orders.queries.planned_lines import PlanItem
from regulars.trade.orders.queries.pricing import Priced
from regulars.trade.orders.rules import LineShare, line_shares
from regulars.trade.services.actions import Sale, sell_plans
from regulars.trade.settlement.queries import commission_rates
from regulars.trade.settlement.rules import RateTable, commission


def add_plans(
    orders: Mapping[int, Order], result: Priced, shares: Mapping[str, LineShare], rates: RateTable
) -> None:
    """Add the plans of a priced wish to the sums of their orders (by store key), which are not stored yet."""
    assert result.receipt is not None
    paid = {line.line_id: line for line in result.receipt.lines}
    for plan in result.plans:
        order, share, line = orders[plan.item.store.pk], shares[plan.line_id], paid[plan.line_id]
        order.goods_minor += line.list_minor
        order.store_discount_minor += share.store_minor
        order.market_discount_minor += share.market_minor
        order.paid_minor += line.paid_minor
        order.commission_minor += _commission(plan, line.paid_minor + share.market_minor, rates)


def _commission(plan: PlanItem, base_minor: int, rates: RateTable) -> int:
    """The rate of the goods it goes with."""
    category = [int(part) for part in plan.item.product.category.path.split("/") if part]
    return commission(base_minor, rates.rate(plan.item.store.pk, category[::-1]))


def sell_plans_with(
    by: Actor, group: OrderGroup, orders: Sequence[Order], sold: Sequence[OrderLine], result: Priced
) -> None:
    """A contract for each piece with a plan, once the order's lines are stored."""
    if not result.plans:
        return
    assert result.receipt is not None
    rates, shares = commission_rates(group.placed_at), line_shares(result.receipt)
    paid = {line.line_id: line for line in result.receipt.lines}
    by_variant = {line.variant_id: line for line in sold}
    by_pk = {order.pk: order for order in orders}
    sales = []
    for plan in result.plans:
        row, line, share = by_variant[plan.item.variant.pk], paid[plan.line_id], shares[plan.line_id]
        base = line.paid_minor + share.market_minor
        sales.append(
            Sale(
                offered=plan.offered,
                person_pk=group.person_id,
                group_ref=group.public_id,
                order_ref=by_pk[row.order_id].public_id,
                line_ref=row.public_id,
                product_ref=plan.item.product.public_id,
                product_title=row.title,
                product_title_zh=row.title_zh,
                cover=row.cover,
                quantity=plan.quantity,
                list_minor=line.list_minor,
                paid_minor=line.paid_minor,
                market_minor=share.market_minor,
                commission_minor=_commission(plan, base, rates),
            )
        )
    sell_plans(by=by, sales=sales)
