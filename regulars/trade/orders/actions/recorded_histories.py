"""The history of another market comes in and comes up to date: what is known is compared, the rest added."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from regulars.goods.catalog.actions.recorded_sales import record_sales
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.trade.orders.actions.recorded_changes import Changes, bare_group, sold_by
from regulars.trade.orders.actions.recorded_facts import fact_rows
from regulars.trade.orders.actions.recorded_held import held_of
from regulars.trade.orders.actions.recorded_insert import insert
from regulars.trade.orders.actions.recorded_money import Bookings
from regulars.trade.orders.actions.recorded_payments import payment_rows
from regulars.trade.orders.actions.recorded_people import remember_buyers
from regulars.trade.orders.actions.recorded_rows import Made, make
from regulars.trade.orders.actions.recording import store_rows
from regulars.trade.orders.models import Order, OrderLine
from regulars.trade.orders.rules.histories import History, Taken

# Only the source can say that such a group was paid or given up; the market's own deadline must not end it.
OPEN_FOR = timedelta(days=36_500)


@action("orders.record_histories", audit=False)
def record_histories(
    *, by: Actor, histories: Sequence[History], provider: str = "elsewhere", dry_run: bool = False
) -> Taken:
    """Bring histories in, or up to date, in one transaction; nothing is posted twice. Needs market rights.

    New groups get their orders, payments, ledger entries and relations. Known groups get what they lack:
    lines, payments, and the steps their orders took since; nothing moves back. With `dry_run` it only says
    what would happen. The facts returned belong into the lake once the transaction is committed.
    """
    by.require("market.merchants")
    by.require("market.money")
    taken = Taken(orders=len(histories))
    held = held_of(histories)
    fresh = [history for history in histories if history.group.external_ref not in held]
    _count(taken, fresh)
    made = Made() if dry_run else make([history.group for history in fresh if history.parts], provider)
    changes = Changes(by, made, Bookings(provider), taken, dry_run)
    for history in histories:
        known = held.get(history.group.external_ref)
        if known is not None:
            changes.bring(history, known)
    if not dry_run:
        _add_fresh(changes, fresh)
        _carry_out(by, changes)
    return taken


def _count(taken: Taken, fresh: Sequence[History]) -> None:
    taken.new_orders += len(fresh)
    for history in fresh:
        for part in history.parts:
            taken.new_items += len(part.order.lines)
            taken.items += len(part.order.lines)
            taken.goods_minor += sum(line.list_minor for line in part.order.lines)
            taken.freight_minor += sum(part.freights)
        taken.new_payments += len(history.payments)
        taken.payments += len(history.payments)
        taken.payments_minor += sum(each.amount_minor for each in history.payments)


def _add_fresh(changes: Changes, fresh: Sequence[History]) -> None:
    made = changes.made
    groups = {group.external_ref: group for group in made.groups}
    orders: dict[int, list[Order]] = {}
    for order, group in zip(made.orders, made.group_of, strict=True):
        orders.setdefault(id(group), []).append(order)
    for history in fresh:
        group = groups.get(history.group.external_ref) or bare_group(history)
        if not history.parts:
            made.groups.append(group)
        if group.state == "awaiting_payment":
            group.pay_until = group.placed_at + OPEN_FOR
        received = sum(each.amount_minor for each in history.payments)
        changes.payments += payment_rows(history, group, history.payments, changes.books.provider)
        changes.books.first(group, orders.get(id(group), []), received, history.reason)
    _note_endings(made, {id(groups[h.group.external_ref]): h.said for h in fresh if h.parts})


def _note_endings(made: Made, said: dict[int, str]) -> None:
    words = {
        id(order): said.get(id(group), "") for order, group in zip(made.orders, made.group_of, strict=True)
    }
    for order, steps in made.events:
        if order.state == "cancelled" and steps:
            steps[-1].note = words.get(id(order), "")[:300]


def _carry_out(by: Actor, changes: Changes) -> None:
    made = changes.made
    sold = sold_by(made.lines, made.order_of)
    steps = [(order, step) for order, mine in made.events for step in mine]
    store_rows(made)
    insert([step for _order, step in changes.steps])
    insert(changes.payments)
    changes.books.carry_out(by)
    remember_buyers(by, made)
    sold.subtract(changes.unsold)
    record_sales(by=by, counts=sold)
    told = [*made.lines, *OrderLine.objects.filter(order__in=changes.newly_paid)]
    changes.taken.facts = fact_rows([*steps, *changes.steps], told)
