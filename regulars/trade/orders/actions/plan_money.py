"""Service plans as an order goes its way: begun, set aside in the books, earned by day, given back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.people.merchants.models import Store
from regulars.people.merchants.queries import stores_by_key
from regulars.trade.orders.models import Order, Return
from regulars.trade.orders.rules import Backing
from regulars.trade.services.actions import Moved, complete_plans, end_plans, start_plans
from regulars.trade.services.models import Contract, Stretch
from regulars.trade.services.queries import PlanBack, today, zone
from regulars.trade.services.queries.money import completed, left_on
from regulars.trade.services.rules import Sums, day_of
from regulars.trade.settlement.actions import (
    record_earned,
    record_earned_so_far,
    record_released,
    record_set_aside,
)
from regulars.trade.settlement.queries import aside_of, liabilities


def plans_arrive(by: Actor, order: Order) -> None:
    """The goods arrived: plans that begin with the delivery begin."""
    start_plans(by=by, order_ref=order.public_id, happened="delivery", at=order.delivered_at)


def plans_complete(by: Actor, order: Order) -> None:
    """The order is complete: every plan runs, and its money is kept aside in the same transaction."""
    start_plans(by=by, order_ref=order.public_id, happened="delivery", at=order.delivered_at)
    start_plans(by=by, order_ref=order.public_id, happened="confirmation", at=order.confirmed_at)
    for moved in complete_plans(by=by, order_ref=order.public_id, at=order.confirmed_at):
        record_set_aside(
            by=by,
            contract=moved.contract,
            store_id=moved.store_id,
            currency=moved.currency,
            net_minor=moved.aside,
            at=order.confirmed_at,
        )


def plans_go_back(by: Actor, order: Order, row: Return, back: Backing) -> None:
    """Plans end with a return; what lay aside for them pays for it."""
    backs = [
        PlanBack(each.contract, Sums(each.paid_minor, each.market_minor, each.commission_minor))
        for each in back.plans
    ]
    if not backs:
        return
    earn_in_store(by=by, store=order.store, currency=order.currency)
    for moved in end_plans(by=by, backs=backs):
        release(by, moved, row.public_id)


def release(by: Actor, moved: Moved, ref: str) -> None:
    """Book what a refund (`ref`) takes from the money aside; what was earned before is booked first."""
    now, store_id, currency = clock.now(), moved.store_id, moved.currency
    held = aside_of(store_id, currency, [moved.contract]).get(moved.contract, 0)
    record_earned_so_far(
        by=by,
        contract=moved.contract,
        ref=ref,
        store_id=store_id,
        currency=currency,
        at=now,
        minor=max(held - moved.unearned, 0),
    )
    record_released(
        by=by,
        contract=moved.contract,
        ref=ref,
        store_id=store_id,
        currency=currency,
        net_minor=moved.released,
        at=now,
    )


def earn_plans(*, by: Actor = SYSTEM) -> int:
    """Book what the days earned, store by store, each in a transaction of its own; returns how many entries.

    Nothing depends on when it runs: statements reckon the earned part from the contracts, days that were missed
    are booked with their own dates, and a day is booked once.
    """
    owed = liabilities()
    stores = stores_by_key({store_id for store_id, _currency in owed})
    return sum(
        earn_in_store(by=by, store=stores[store_id], currency=currency) for store_id, currency in sorted(owed)
    )


@action("orders.earn_plans", audit=False)
def earn_in_store(*, by: Actor, store: Store, currency: str) -> int:
    """Book the days of one store's contracts that are over and not booked yet; returns how many entries."""
    held = aside_of(store.pk, currency)
    rows = {row.public_id: row for row in completed(store, currency) if row.public_id in held}
    days: dict[date, dict[str, int]] = {}
    for contract, row in rows.items():
        last = list(row.stretches.all())[-1]
        for day, minor in _unbooked(row, last, held[contract], today()):
            days.setdefault(day, {})[contract] = minor
    booked = [_book(by, store, currency, day, days[day]) for day in sorted(days)]
    return sum(booked)


def _unbooked(row: Contract, last: Stretch, held: int, until: date) -> Iterable[tuple[date, int]]:
    """Each day's beginning up to `until`, with what it makes of `held` the store's."""
    day = _first(row, last, held, until)
    while day <= until and held:
        left = left_on(row, last, day)
        if left < held:
            yield day, held - left
            held = left
        day += timedelta(days=1)


def _first(row: Contract, last: Stretch, held: int, until: date) -> date:
    """The first day that earned something not booked: what is left falls from day to day, so it is searched for."""
    low = day_of(last.at, zone()) + timedelta(days=1)
    high = until + timedelta(days=1)
    while low < high:
        middle = low + (high - low) // 2
        if left_on(row, last, middle) < held:
            high = middle
        else:
            low = middle + timedelta(days=1)
    return low


def _book(by: Actor, store: Store, currency: str, day: date, earned: dict[str, int]) -> bool:
    at: datetime = clock.midnight(day, zone())
    entry = record_earned(by=by, store_id=store.pk, currency=currency, day=day, at=at, earned=earned)
    return entry is not None
