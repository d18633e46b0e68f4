"""Orders that happened elsewhere come in, many at once: rows, books, relations, facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from regulars.goods.catalog.actions.recorded_sales import record_sales
from regulars.goods.catalog.models import Variant
from regulars.goods.catalog.queries import variants_by_key
from regulars.ground.bus.outbox import announce
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.trade.offers.actions import record_uses
from regulars.trade.offers.rules.recorded import UseRow
from regulars.trade.orders.actions.facts import paid_fact
from regulars.trade.orders.actions.recorded_books import entries_of
from regulars.trade.orders.actions.recorded_facts import fact_rows
from regulars.trade.orders.actions.recorded_insert import insert
from regulars.trade.orders.actions.recorded_people import remember_buyers
from regulars.trade.orders.actions.recorded_rows import Made, make
from regulars.trade.orders.models import (
    OrderGroup,
    OrderLine,
    ReturnLine,
)
from regulars.trade.orders.rules import RecordedGroup
from regulars.trade.settlement.actions import record_entries

BATCH = 2000


@dataclass(frozen=True, slots=True)
class Recorded:
    """What came in. `keys`: external ref -> group key, known ones included; `told`: facts as rows of the lake."""

    groups: int = 0
    orders: int = 0
    lines: int = 0
    skipped: int = 0
    keys: dict[str, int] = field(default_factory=dict)
    told: list[dict[str, object]] = field(default_factory=list)


@action("orders.record_orders", audit=False)
def record_orders(
    *,
    by: Actor,
    groups: Sequence[RecordedGroup],
    ledger: bool = True,
    relations: bool = True,
    facts: bool = True,
    told: bool = False,
    provider: str = "elsewhere",
) -> Recorded:
    """Bring groups in as they happened, in one transaction; refs known already are left alone.

    Needs market.merchants, market.catalog and, for the ledger, market.money. What was sold is counted with the products.

    `ledger` books capture, completion and refund of each order as if it had happened here, over `provider`.
    `relations` counts the purchases with the customers. `facts` announces OrderPaid for each paid order;
    `told` returns every step instead, for the lake alone.
    No stock is touched, and of offers only what was used is written down. Give 500 to 5,000 groups a call. Raises
    ValueError for amounts that do not add up (a discount larger than its line, a quantity below one, a state that
    does not exist).
    """
    by.require("market.merchants")
    known = _known(group.external_ref for group in groups)
    fresh = list({group.external_ref: group for group in groups if group.external_ref not in known}.values())
    made = make(fresh, provider)
    store_rows(made)
    record_sales(by=by, counts=_sold(made))
    _note_uses(by, fresh, made)
    if ledger:
        record_entries(by=by, entries=entries_of(made, provider))
    if relations:
        remember_buyers(by, made)
    if facts:
        _tell(made)
    keys = known | {group.external_ref: group.pk for group in made.groups}
    rows = (
        fact_rows([(order, step) for order, steps in made.events for step in steps], made.lines)
        if told
        else []
    )
    return Recorded(len(made.groups), len(made.orders), len(made.lines), len(groups) - len(fresh), keys, rows)


def _note_uses(by: Actor, groups: Iterable[RecordedGroup], made: Made) -> None:
    refs = {row.external_ref: row.public_id for row in made.groups}
    rows = [
        UseRow(offer, group.person_pk, refs[group.external_ref], minor, group.placed_at)
        for group in groups
        for offer, minor in group.uses
    ]
    if rows:
        record_uses(by=by, rows=rows)


def _sold(made: Made) -> Counter[int]:
    """Units by product that were paid for and did not come back."""
    units: Counter[int] = Counter()
    for line, order in zip(made.lines, made.order_of, strict=True):
        if order.paid_at is not None:
            units[line.product_id] += line.quantity - line.returned_quantity
    return units


def _known(refs: Iterable[str]) -> dict[str, int]:
    wanted = list(refs)
    if not all(wanted):
        raise ValueError("every recorded group needs an external_ref")
    found: dict[str, int] = {}
    for start in range(0, len(wanted), BATCH):
        part = OrderGroup.objects.filter(external_ref__in=wanted[start : start + BATCH])
        found |= dict(part.values_list("external_ref", "pk"))
    return found


def store_rows(made: Made) -> None:
    """Store rows that belong together, parents first."""
    insert(made.groups)
    for order, group in zip(made.orders, made.group_of, strict=True):
        order.group = group
    insert(made.orders)
    for line, order in zip(made.lines, made.order_of, strict=True):
        line.order = order
    insert(made.lines)
    _store_steps(made)


def _store_steps(made: Made) -> None:
    for order, steps in made.events:
        for step in steps:
            step.order = order
    insert([step for _order, steps in made.events for step in steps])
    for order, parcel in made.parcels:
        parcel.order = order
    insert([parcel for _order, parcel in made.parcels])
    _store_returns(made)


def _store_returns(made: Made) -> None:
    for order, back in made.backs:
        back.order = order
    insert([back for _order, back in made.backs])
    of_order = {order.pk: back for order, back in made.backs}
    back_lines = [
        ReturnLine(
            back=of_order[line.order_id], line=line, quantity=line.quantity, amount_minor=line.paid_minor
        )
        for line in made.lines
        if line.order_id in of_order
    ]
    insert(back_lines)


def _tell(made: Made) -> None:
    from_order: dict[int, list[OrderLine]] = {}
    _name(made.lines)
    for line in made.lines:
        from_order.setdefault(line.order_id, []).append(line)
    facts = [
        paid_fact(order, order.group, from_order[order.pk], first=False)
        for order in made.orders
        if order.paid_at is not None
    ]
    for start in range(0, len(facts), BATCH):
        announce(*facts[start : start + BATCH])


def _name(lines: Sequence[OrderLine]) -> None:
    """Put product and variant at hand of every line, with one query a batch of variants."""
    found: dict[int, Variant] = {}
    keys = sorted({line.variant_id for line in lines})
    for start in range(0, len(keys), BATCH):
        found |= variants_by_key(keys[start : start + BATCH])
    for line in lines:
        line.variant = found[line.variant_id]
        line.product = line.variant.product
