"""What the market holds already of the groups an import brings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from regulars.trade.orders.models import Order, OrderGroup, OrderLine
from regulars.trade.orders.rules.histories import History, Key
from regulars.trade.payments.models import Payment

BATCH = 1000


@dataclass(slots=True)
class Held:
    """A group with its orders by store key, its lines, and amounts by payment number."""

    group: OrderGroup
    orders: dict[int, Order] = field(default_factory=dict)
    lines: list[Key] = field(default_factory=list)
    payments: dict[int, int] = field(default_factory=dict)


def held_of(histories: Sequence[History]) -> dict[str, Held]:
    """The groups of `histories` that are known, by their references."""
    found: dict[str, Held] = {}
    refs = [history.group.external_ref for history in histories]
    for start in range(0, len(refs), BATCH):
        rows = OrderGroup.objects.filter(external_ref__in=refs[start : start + BATCH])
        found |= {row.external_ref: Held(row) for row in rows}
    by_pk = {held.group.pk: held for held in found.values()}
    _add_orders(by_pk)
    _add_payments(found, histories)
    return found


def _add_orders(by_pk: Mapping[int, Held]) -> None:
    keys = sorted(by_pk)
    for start in range(0, len(keys), BATCH):
        orders = Order.objects.across_stores("an import of many stores").filter(
            group_id__in=keys[start : start + BATCH]
        )
        owners: dict[int, tuple[Held, int]] = {}
        for order in orders:
            held = by_pk[order.group_id]
            owners[order.pk] = (held, order.store_id)
            order.group = held.group
            held.orders[order.store_id] = order
        _add_lines(owners)


def _add_lines(owners: Mapping[int, tuple[Held, int]]) -> None:
    rows = OrderLine.objects.filter(order_id__in=list(owners)).order_by("pk")
    for order_id, variant, unit, quantity in rows.values_list(
        "order_id", "variant_id", "unit_minor", "quantity"
    ):
        held, store = owners[order_id]
        held.lines.append((store, variant, unit, quantity))


def payment_ref(group: OrderGroup, number: int) -> str:
    """Under which ref a payment of an imported group is kept: several may count, so each has its own."""
    return f"{group.public_id}/{number}"


def _add_payments(found: Mapping[str, Held], histories: Sequence[History]) -> None:
    wanted = {
        payment_ref(found[history.group.external_ref].group, each.number): (
            history.group.external_ref,
            each.number,
        )
        for history in histories
        if history.group.external_ref in found
        for each in history.payments
    }
    refs = sorted(wanted)
    for start in range(0, len(refs), BATCH):
        rows = Payment.objects.filter(ref__in=refs[start : start + BATCH])
        for ref, amount in rows.values_list("ref", "amount_minor"):
            group, number = wanted[ref]
            found[group].payments[number] = amount
