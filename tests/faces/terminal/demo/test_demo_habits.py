"""The ninety days: in order of time and without contradictions."""

import os
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from itertools import islice, pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

from regulars.faces.terminal.demo import habits
from regulars.faces.terminal.demo.events import (
    AddToBasket,
    Claim,
    Event,
    Follow,
    Leave,
    Order,
    SignUp,
    Visit,
)
from regulars.faces.terminal.demo.world import Town
from tests.faces.terminal.demo.telling import of

SHANGHAI = ZoneInfo("Asia/Shanghai")
ROOT = Path(habits.__file__).parents[4]


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
