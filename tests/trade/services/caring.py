"""Service plans in the small town, in few words: what the tests of plans begin with."""

from __future__ import annotations

from typing import Any

from regulars.ground.kit.actors import Actor
from regulars.people.accounts.models import Person
from regulars.trade.orders import actions as orders
from regulars.trade.orders.models import OrderGroup
from regulars.trade.orders.queries import quote
from regulars.trade.orders.queries.planned_lines import PlanWish
from regulars.trade.services import actions
from regulars.trade.services.models import Contract, Plan
from tests.town import Town
from tests.trade.orders.shopping import HOME, pay, shopper

BRIGHT: dict[str, Any] = {
    "title": "Keep it bright",
    "title_zh": "光洁如新",
    "covered": "Tea stains inside and out, cleaned by hand.",
    "price_minor": 3_600,
    "days": 180,
    "claims": 3,
    "gap_days": 10,
    "ways": ("send-in", "at-shop"),
    "answer_days": 2,
    "fulfil_days": 10,
}


def sold_by_mei(town: Town, **changes: Any) -> Plan:
    """A plan Mei sells with everything."""
    by = town.mei_at_work()
    plan = actions.make_plan(by=by, store=town.clay, values=BRIGHT | changes)
    return actions.publish_plan(by=by, store=town.clay, plan=plan.public_id)


def wished(variant: Any, plan: Plan, many: int = 1) -> dict[str, PlanWish]:
    """The plan for so many pieces of a variant."""
    return {variant.public_id: PlanWish(plan.public_id, many)}


def placed(by: Actor, lines: dict[str, int], plans: dict[str, PlanWish], **more: Any) -> OrderGroup:
    """Order lines with plans at the price quoted now."""
    total = quote(by=by, currency="CNY", lines=lines, plans=plans, **more).total_minor
    return orders.place_order(
        by=by, lines=lines, plans=plans, address=HOME, currency="CNY", expected_total_minor=total, **more
    )


def bought(
    town: Town, person: Person, plan: Plan, pieces: int = 1, plans: int = 1, **more: Any
) -> OrderGroup:
    """Teapots bought with the plan, and paid."""
    by, pot = shopper(person), town.variant(town.teapot)
    group = placed(by, {pot.public_id: pieces}, wished(pot, plan, plans), **more)
    assert pay(by, group) == "paid"
    group.refresh_from_db()
    return group


def sent(town: Town, group: OrderGroup) -> Any:
    """Mei sends the order and it arrives."""
    order = group.orders.get(store=town.clay)
    orders.ship(by=town.mei_at_work(), store=town.clay, order=order.public_id, carrier="SF", tracking="1")
    return orders.deliver(by=town.mei_at_work(), store=town.clay, order=order.public_id)


def kept(town: Town, person: Person, group: OrderGroup) -> Any:
    """It arrives and the buyer is content."""
    order = sent(town, group)
    return orders.confirm(by=shopper(person), order=order.public_id)


def contracts(group: OrderGroup) -> list[Contract]:
    """The contracts of a group, in the order they were sold."""
    rows = Contract.objects.across_stores("test").filter(group_ref=group.public_id)
    return list(rows.order_by("pk"))
