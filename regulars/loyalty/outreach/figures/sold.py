"""Every kept order of a store with what was left of it, in one reading of the facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from regulars.goods.catalog.models import Variant
from regulars.ground import lake
from regulars.ground.kit.later import ibis
from regulars.loyalty.customers.figures.trail import PAID, REFUND, orders, sold
from regulars.people.merchants.models import Store

COLUMNS = ("order", "person", "at", "paid_minor", "commission_minor", "variant", "quantity")
# What stands in the plan for the store and the moments, until it is asked.
SOME_STORE = "any store"
MARKS = {"low": datetime(1999, 9, 9, tzinfo=UTC), "high": datetime(1999, 9, 10, tzinfo=UTC),
         "until": datetime(1999, 9, 11, tzinfo=UTC)}  # fmt: skip


@dataclass(slots=True)
class SoldOrder:
    """An order as it stood: amounts in minor units, `at` in UTC without a zone.

    `known`: every good in it has a cost price, so `cost_minor` is the whole cost.
    """

    person: str
    at: datetime
    paid_minor: int
    commission_minor: int
    cost_minor: int = 0
    known: bool = True


def sold_orders(store: Store, low: datetime, high: datetime, until: datetime) -> Iterator[SoldOrder]:
    """The orders paid from `low` to before `high` and not given back whole before `until`. One query, one reading."""
    costs = dict(Variant.objects.of(store).exclude(cost_minor=None).values_list("public_id", "cost_minor"))
    found: dict[str, SoldOrder] = {}
    for order, person, at, paid, commission, variant, quantity in _read(store, low, high, until):
        row = found.setdefault(order, SoldOrder(person, at, int(paid), commission or 0))
        cost = costs.get(variant)
        row.known = row.known and cost is not None
        row.cost_minor += (cost or 0) * (quantity or 0)
    yield from found.values()


def _read(store: Store, low: datetime, high: datetime, until: datetime) -> Iterator[tuple[Any, ...]]:
    moments = {"low": low, "high": high, "until": until}
    given: dict[str, Any] = {name: moment.replace(tzinfo=None) for name, moment in moments.items()}
    connection = lake.connection()
    rows = connection.con.sql(_text(), params=given | {"store": store.public_id}).to_arrow_table()
    return zip(*(rows.column(name).to_pylist() for name in COLUMNS), strict=True)


@cache
def _text() -> str:
    """The plan as SQL, worked out once in a process."""
    plan = str(ibis.to_sql(_plan(SOME_STORE, **MARKS))).replace(f"'{SOME_STORE}'", "$store")
    for name, moment in MARKS.items():
        plan = plan.replace(f"MAKE_TIMESTAMP(1999, 9, {moment.day}, 0, 0, 0.0)", f"${name}")
    return plan


def _plan(store: str, low: datetime, high: datetime, until: datetime) -> Any:
    """Order lines with their order's sums; an order without lines is one row without a variant."""
    facts = lake.connection().table("facts")
    since, before, end = (ibis.literal(one.replace(tzinfo=None)) for one in (low, high, until))
    facts = facts.filter(
        facts.store == store,
        facts.at >= since,
        facts.at < end,
        facts.person.notnull(),
        facts.name.isin([PAID, REFUND]),
    )
    kept = orders(facts)
    kept = kept.filter(kept.kept, kept.at < before)
    lines = sold(facts)
    lines = lines.select(
        line_order=lines.order,
        commission_minor=lines.body.cast("json")["commission_minor"].unwrap_as("int64"),
        variant=lines.line["variant"].unwrap_as("string"),
        quantity=lines.line["quantity"].unwrap_as("int64"),
    )
    met = kept.left_join(lines, kept.order == lines.line_order)
    return met.select(
        "order", "person", "at", "commission_minor", "variant", "quantity",
        paid_minor=met.left_minor,
    )  # fmt: skip
