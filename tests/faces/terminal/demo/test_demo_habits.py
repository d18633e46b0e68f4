"""The ninety days: in order of time and without contradictions."""

import os
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import timedelta
from itertools import islice, pairwise
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from regulars.faces.terminal.demo import habits
from regulars.faces.terminal.demo.events import (
    AddToBasket,
    Claim,
    Confirm,
    Deliver,
    Event,
    Follow,
    Lapse,
    Leave,
    Order,
    Pay,
    Refund,
    Restock,
    ReturnAnswer,
    ReturnRequest,
    SendBack,
    Ship,
    SignUp,
    Visit,
)
from regulars.faces.terminal.demo.world import Town

T = TypeVar("T")
SHANGHAI = ZoneInfo("Asia/Shanghai")
ROOT = Path(habits.__file__).parents[4]


def of(kind: type[T], told: list[Event]) -> list[T]:
    return [event for event in told if isinstance(event, kind)]


def store_of(variant: str) -> str:
    return variant.split("/", 1)[0]


def test_same_seed_same_days(demo_town: Town, told: list[Event]) -> None:
    assert list(islice(habits.history(demo_town), 5000)) == told[:5000]


def test_days_do_not_depend_on_the_hash_seed() -> None:
    script = (
        "from datetime import date; import hashlib\n"
        "from regulars.faces.terminal.demo import habits, world\n"
        "town = world.make_town(3, today=date(2026, 3, 18), people=200)\n"
        "print(hashlib.sha256(repr(list(habits.history(town, 20))).encode()).hexdigest())\n"
    )
    prints = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(prints) == 1


def test_time_runs_forward_within_the_days(demo_town: Town, told: list[Event]) -> None:
    assert all(before.at <= after.at for before, after in pairwise(told))
    days = {event.at.astimezone(SHANGHAI).date() for event in told}
    assert min(days) == demo_town.today - timedelta(days=90)
    assert max(days) == demo_town.today - timedelta(days=1)
    assert all(event.at.utcoffset() == timedelta(0) for event in told)


def test_volume(told: list[Event]) -> None:
    assert 5200 <= len(of(Order, told)) <= 7000
    assert 85_000 <= len(of(Visit, told)) <= 130_000


def test_visits_refer_to_the_town(demo_town: Town, told: list[Event]) -> None:
    goods = demo_town.goods
    known = {
        "home": {""},
        "basket": {""},
        "search": {""},
        "store": set(demo_town.stores),
        "category": set(goods.categories),
        "product": set(goods.products),
    }
    for visit in of(Visit, told):
        assert visit.target in known[visit.page]
        assert bool(visit.query) == (visit.page == "search")
        assert visit.person is None or visit.person in demo_town.people


def test_nobody_acts_before_having_an_account(demo_town: Town, told: list[Event]) -> None:
    start = demo_town.today - timedelta(days=90)
    members = {
        key for key, person in demo_town.people.items() if person.joined_on < start and not person.guest
    }
    for event in told:
        if isinstance(event, SignUp):
            assert event.person not in members
            members.add(event.person)
        elif isinstance(event, Visit | Follow | Leave | Claim | AddToBasket | Order) and event.person:
            assert event.person in members


def test_nothing_is_ordered_unseen_or_never_put_in_the_basket(demo_town: Town, told: list[Event]) -> None:
    seen: set[tuple[str, str]] = set()
    basket: Counter[tuple[str, str]] = Counter()
    for event in told:
        if isinstance(event, Visit) and event.page == "product":
            seen.add((event.visitor, event.target))
        elif isinstance(event, AddToBasket):
            assert (event.person, demo_town.goods.variants[event.variant].product) in seen
            basket[event.person, event.variant] += event.quantity
        elif isinstance(event, Order):
            for line in event.lines:
                assert 1 <= line.quantity <= basket[event.person, line.variant]


def test_follows_and_leaves_alternate(told: list[Event]) -> None:
    following: set[tuple[str, str]] = set()
    for event in told:
        if isinstance(event, Follow):
            assert (event.person, event.store) not in following
            following.add((event.person, event.store))
        elif isinstance(event, Leave):
            following.remove((event.person, event.store))


def test_orders_are_sane(demo_town: Town, told: list[Event]) -> None:
    orders = of(Order, told)
    assert len({order.key for order in orders}) == len(orders)
    for order in orders:
        assert order.lines
        assert len({line.variant for line in order.lines}) == len(order.lines)
        assert all(1 <= line.quantity <= 3 for line in order.lines)
        total = sum(
            demo_town.goods.variants[line.variant].price_minor * line.quantity for line in order.lines
        )
        assert 1000 <= total <= 3_000_000


def test_shelves_never_run_below_empty(demo_town: Town, told: list[Event]) -> None:
    stock = {key: variant.stock for key, variant in demo_town.goods.variants.items()}
    for event in told:
        if isinstance(event, Restock):
            assert event.quantity > 0
            stock[event.variant] += event.quantity
        elif isinstance(event, Order):
            for line in event.lines:
                stock[line.variant] -= line.quantity
                assert stock[line.variant] >= 0


def test_coupons_are_claimed_first_used_once_and_fit(demo_town: Town, told: list[Event]) -> None:
    purse: set[tuple[str, str]] = set()
    for event in told:
        if isinstance(event, Claim):
            assert (event.person, event.offer) not in purse
            purse.add((event.person, event.offer))
        elif isinstance(event, Order):
            for offer in (*event.coupons, *([event.envelope] if event.envelope else [])):
                purse.remove((event.person, offer))
            stores = [demo_town.offers.coupons[key].store for key in event.coupons]
            assert len(set(stores)) == len(stores)
            assert set(stores) <= {store_of(line.variant) for line in event.lines}


def test_coupon_thresholds_hold_at_list_price(demo_town: Town, told: list[Event]) -> None:
    used = 0
    for order in of(Order, told):
        totals: Counter[str] = Counter()
        for line in order.lines:
            totals[store_of(line.variant)] += (
                demo_town.goods.variants[line.variant].price_minor * line.quantity
            )
        for key in order.coupons:
            used += 1
            coupon = demo_town.offers.coupons[key]
            assert totals[coupon.store] >= coupon.over_minor
    assert used > 300


def test_envelopes_stay_within_budget(demo_town: Town, told: list[Event]) -> None:
    claims = Counter(claim.offer for claim in of(Claim, told))
    for key, envelope in demo_town.offers.envelopes.items():
        assert claims[key] * envelope.amount_minor <= envelope.budget_minor


def test_an_order_is_paid_or_lapses_never_both(told: list[Event]) -> None:
    orders = {order.key: order for order in of(Order, told)}
    paid = {event.order: event for event in of(Pay, told)}
    lapsed = {event.order for event in of(Lapse, told)}
    assert not paid.keys() & lapsed
    assert paid.keys() | lapsed <= orders.keys()
    assert 0.02 < len(lapsed) / len(orders) < 0.08
    assert all(timedelta(0) < pay.at - orders[key].at < timedelta(minutes=30) for key, pay in paid.items())


def test_parcels_go_step_by_step(told: list[Event]) -> None:
    steps: dict[tuple[str, str], list[type]] = defaultdict(list)
    stores = {order.key: {store_of(line.variant) for line in order.lines} for order in of(Order, told)}
    paid: set[str] = set()
    for event in told:
        if isinstance(event, Pay):
            paid.add(event.order)
        elif isinstance(event, Ship | Deliver | Confirm):
            assert event.order in paid
            assert event.store in stores[event.order]
            steps[event.order, event.store].append(type(event))
    assert all(found == [Ship, Deliver, Confirm][: len(found)] for found in steps.values())


def test_returns_follow_delivery_and_give_back_only_what_was_bought(told: list[Event]) -> None:
    bought = {(order.key, line.variant): line.quantity for order in of(Order, told) for line in order.lines}
    delivered = {(event.order, event.store): event.at for event in of(Deliver, told)}
    for request in of(ReturnRequest, told):
        assert request.at > delivered[request.order, request.store]
        for line in request.lines:
            assert store_of(line.variant) == request.store
            assert 1 <= line.quantity <= bought[request.order, line.variant]


def test_refunds_come_last_and_only_when_accepted(told: list[Event]) -> None:
    requests = {request.key: request for request in of(ReturnRequest, told)}
    answers = {answer.request: answer for answer in of(ReturnAnswer, told)}
    posted = {event.request for event in of(SendBack, told)}
    for refund in of(Refund, told):
        assert answers[refund.request].accepted
        assert requests[refund.request].sends_back == (refund.request in posted)
    assert any(not answer.accepted for answer in answers.values())
    assert 0.02 < len(requests) / len(of(Order, told)) < 0.12


def test_no_receipt_is_confirmed_while_a_return_is_open(told: list[Event]) -> None:
    parcels: dict[str, tuple[str, str]] = {}
    open_returns: set[tuple[str, str]] = set()
    for event in told:
        if isinstance(event, ReturnRequest):
            parcels[event.key] = (event.order, event.store)
            open_returns.add(parcels[event.key])
        elif isinstance(event, Refund) or (isinstance(event, ReturnAnswer) and not event.accepted):
            open_returns.discard(parcels[event.request])
        elif isinstance(event, Confirm):
            assert (event.order, event.store) not in open_returns
