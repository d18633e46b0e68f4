"""The ninety days are alive: evenings, weekends, the festival, people who come back, a long tail."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from regulars.faces.terminal.demo import habits
from regulars.faces.terminal.demo.events import (
    Event,
    Follow,
    Order,
    ReturnRequest,
    Visit,
)
from regulars.faces.terminal.demo.world import Town, make_town
from tests.faces.terminal.demo.telling import of, store_of

SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_evenings_are_busiest_and_nights_quiet(told: list[Event]) -> None:
    hours = Counter(visit.at.astimezone(SHANGHAI).hour for visit in of(Visit, told))
    assert hours.most_common(1)[0][0] in (20, 21)
    assert sum(hours[hour] for hour in range(2, 6)) < 0.04 * hours.total()


def test_weekends_are_busier(told: list[Event]) -> None:
    days = Counter(visit.at.astimezone(SHANGHAI).date() for visit in of(Visit, told))
    weekend = [count for day, count in days.items() if day.weekday() >= 5]
    weekdays = [count for day, count in days.items() if day.weekday() < 5]
    assert sum(weekend) / len(weekend) > 1.05 * sum(weekdays) / len(weekdays)


def test_the_festival_shows(demo_town: Town, told: list[Event]) -> None:
    festival = demo_town.market.festival
    days = Counter(order.at.astimezone(SHANGHAI).date() for order in of(Order, told))

    def mean(first: date, count: int) -> float:
        return sum(days[first + timedelta(days=n)] for n in range(count)) / count

    during = mean(festival.starts_on, 7)
    assert during > 1.5 * mean(festival.starts_on - timedelta(days=16), 14)
    assert during > 1.3 * mean(festival.ends_on + timedelta(days=3), 14)


def buyers_by_store(told: list[Event]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for order in of(Order, told):
        for store in {store_of(line.variant) for line in order.lines}:
            found[store][order.person] += 1
    return found


def test_people_come_back_and_more_so_to_the_loyal_stores(demo_town: Town, told: list[Event]) -> None:
    repeat = {
        store: sum(count > 1 for count in buyers.values()) / len(buyers)
        for store, buyers in buyers_by_store(told).items()
    }
    assert repeat.keys() == demo_town.stores.keys()
    assert all(0.0 < rate < 0.75 for rate in repeat.values())
    loved = [rate for store, rate in repeat.items() if demo_town.stores[store].loyalty >= 0.7]
    passing = [rate for store, rate in repeat.items() if demo_town.stores[store].loyalty <= 0.3]
    assert sum(loved) / len(loved) > 2.5 * sum(passing) / len(passing)


def test_there_is_a_long_tail(told: list[Event]) -> None:
    orders = Counter(order.person for order in of(Order, told))
    ranked = sorted(orders.values(), reverse=True)
    top = ranked[: len(ranked) // 5]
    assert 0.35 < sum(top) / sum(ranked) < 0.75
    sold = Counter(line.variant.rpartition("/")[0] for order in of(Order, told) for line in order.lines)
    assert sum(count for _, count in sold.most_common(105)) > 0.45 * sold.total()


def test_alice_and_bob_have_a_history(demo_town: Town, told: list[Event]) -> None:
    bought = buyers_by_store(told)
    assert bought["purple-clay-house"]["alice"] >= 4
    assert bought["third-crack"]["bob"] >= 6
    gave_back = {demo_town.goods.variants[r.lines[0].variant].product for r in of(ReturnRequest, told)}
    assert {"purple-clay-house/caddy/xishi", "curva-corner/jersey/docks"} <= gave_back
    follows = {(event.person, event.store) for event in of(Follow, told)}
    assert ("alice", "purple-clay-house") in follows
    assert ("bob", "third-crack") in follows


def test_carol_looks_but_has_no_account(told: list[Event]) -> None:
    visits = [visit for visit in of(Visit, told) if visit.visitor == "carol"]
    assert visits
    assert all(visit.person is None for visit in visits)


def test_scale_makes_a_busier_town_and_a_later_start_works() -> None:
    town = make_town(5, today=date(2026, 3, 18), people=300)
    calm, busy = (list(habits.events(town, town.today, 4, scale=scale)) for scale in (1.0, 6.0))
    assert len(of(Visit, busy)) > 3 * len(of(Visit, calm)) > 0
    assert min(event.at for event in calm).astimezone(SHANGHAI).date() >= town.today


def test_days_are_told_lazily() -> None:
    town = make_town(5, today=date(2026, 3, 18), people=300)
    endless = habits.events(town, town.today, 10_000)
    assert len(list(islice(endless, 50))) == 50
