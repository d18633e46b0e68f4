"""What an offer would cost is read from the past orders themselves, priced again by the engine that prices baskets."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from regulars.goods.catalog import actions as catalog
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.trade.offers import actions as offers
from regulars.trade.offers.models import Offer
from regulars.trade.offers.queries import terms_of
from regulars.trade.orders.models import Order
from regulars.trade.orders.queries.foreseeing import Foresight, Plan, foresee
from regulars.trade.orders.rules.foresight import Seen, Span, project, within_limit
from tests.copies import Copies
from tests.town import Town
from tests.trade.orders.shopping import bought, off, offer, shopper

MONDAY = date(2026, 3, 2)
PAST = [MONDAY + timedelta(days=n) for n in range(56)]


def seen(day: date, person: int = 1, **more: int) -> Seen:
    return Seen(day=day, person=person, **more)


def test_equal_weeks_foresee_themselves_without_doubt() -> None:
    rows = [seen(day, off_store=500, less=500, before=900, after=400) for day in PAST]
    found = project(rows, dict.fromkeys(PAST, 1), PAST, PAST[:14])
    assert found.uses == Span(14, 14, 14)
    assert found.off_store == Span(7000, 7000, 7000)
    assert found.lost == 7000


def test_a_sample_counts_for_the_whole_day_and_says_that_it_is_one() -> None:
    rows = [seen(day, off_store=500 if n % 2 else 0) for day in PAST for n in range(4)]
    found = project(rows, dict.fromkeys(PAST, 40), PAST, PAST[:7])
    assert found.uses.middle == 140
    assert found.uses.low < 140 < found.uses.high


def test_only_the_weekdays_that_come_are_drawn() -> None:
    rows = [seen(day, off_store=700 if day.weekday() == 5 else 100) for day in PAST]
    saturdays = [day for day in PAST if day.weekday() == 5][:3]
    assert project(rows, dict.fromkeys(PAST, 1), PAST, saturdays).off_store.middle == 2100


def test_the_same_question_has_the_same_answer_and_a_season_multiplies_it() -> None:
    dice = Random(3)
    rows = [seen(day, off_store=dice.randrange(900)) for day in PAST for _ in range(3)]
    asked = dict.fromkeys(PAST, 3)
    one, other = (project(rows, asked, PAST, PAST[:9]) for _ in range(2))
    assert one == other
    busy = project(rows, asked, PAST, PAST[:9], season=2.0)
    assert busy.off_store.middle == pytest.approx(2 * one.off_store.middle)


def test_a_limit_for_each_person_lets_only_their_first_orders_count() -> None:
    rows = [seen(day, person=n % 2, off_store=100) for n, day in enumerate(PAST)]
    kept = within_limit(rows, 1, 28)
    assert sum(one.used for one in kept) == 4
    assert within_limit(rows, None, 28) == rows


def test_the_interval_holds_what_comes_in_most_of_many_simulated_stores() -> None:
    dice, held = Random(11), 0
    for _ in range(60):
        rows, counts = [], {}
        for day in [*PAST, *(PAST[-1] + timedelta(days=n) for n in range(1, 15))]:
            counts[day] = dice.randrange(2, 9)
            rows += [seen(day, off_store=dice.choice((0, 400, 800))) for _ in range(counts[day])]
        old = [one for one in rows if one.day in PAST]
        coming = [one for one in rows if one.day not in PAST]
        found = project(
            old, {d: counts[d] for d in PAST}, PAST, sorted({one.day for one in coming}), draws=200
        )
        held += found.off_store.low <= sum(one.off_store for one in coming) <= found.off_store.high
    assert held >= 52


def month(town: Town, days: int = 28) -> Town:
    """Weeks in which a set of four cups for 180 was sold every day, to Alice and to Bob in turn."""
    cup = town.variant(town.cup)
    town.cup.variants.update(cost_minor=1000)
    catalog.set_stock(by=town.mei_at_work(), store=town.clay, variant_id=cup.public_id, on_hand=1000)
    now = clock.now()
    for back in range(days, 0, -1):
        with clock.at(now - timedelta(days=back)):
            bought(shopper(town.alice if back % 2 else town.bob), {cup.public_id: 4})
    return town


MONTHS = Copies(lambda: month(Town.build()), timedelta(minutes=30))


@pytest.fixture
def busy(db: None) -> Town:
    """A town with such a month behind it."""
    return MONTHS.get()


def asked(
    town: Town, terms: dict[str, Any], kind: str = "spend-and-save", days: int = 14, **more: Any
) -> Foresight:
    now = clock.now()
    draft = offers.create_offer(
        by=town.mei_at_work(), store=town.clay, kind=kind, title="Draft", terms=terms, starts_at=now,
        ends_at=now + timedelta(days=days), **more,
    )  # fmt: skip
    return foresee(town.clay, plan_of(draft))


def plan_of(draft: Offer, **more: Any) -> Plan:
    return Plan(terms_of(draft), draft.terms, draft.starts_at, draft.ends_at, draft.per_person, **more)


@pytest.mark.django_db
def test_every_past_order_is_priced_again_with_the_draft(busy: Town) -> None:
    found = asked(busy, off(1000, 15000))
    said = found.projection
    assert said is not None
    assert (found.orders, found.priced, found.unknown, found.imported) == (28, 28, 0, 0)
    assert said.uses.middle == pytest.approx(14)
    assert said.off_store.middle == pytest.approx(1000 * said.uses.middle)
    assert said.off_market.middle == 0
    assert said.less.middle == pytest.approx(said.off_store.middle)
    # Of the 10.00 taken off, the market's commission of 5 % carries its part.
    assert said.lost == pytest.approx(0.95 * said.off_store.middle, rel=0.01)
    one = said.before.middle / said.orders.middle
    assert one == pytest.approx(18000 * 0.95 - 4000, abs=2)


@pytest.mark.django_db
def test_an_offer_out_of_reach_costs_nothing(busy: Town) -> None:
    said = asked(busy, off(1000, 18001)).projection
    assert said is not None
    assert (said.uses.high, said.off_store.high, said.lost) == (0, 0, 0)


@pytest.mark.django_db
def test_what_ran_then_is_displaced_by_the_better_draft(town: Town) -> None:
    offer(
        town.mei_at_work(),
        town.clay,
        "spend-and-save",
        off(600, 15000),
        starts_at=clock.now() - timedelta(days=60),
    )
    said = asked(month(town, 14), off(1000, 15000)).projection
    assert said is not None
    assert said.less.middle == pytest.approx(said.uses.middle * 400)


@pytest.mark.django_db
def test_first_orders_claims_codes_and_limits_are_met_as_the_basket_would(busy: Town) -> None:
    coupon = {"kind": "store-coupon", "claimable": True}
    taken = asked(busy, off(1000, 15000), **coupon, per_person=1).projection
    assert taken is not None
    assert 0 < taken.uses.middle <= 4
    first = asked(busy, off(1000, 15000) | {"only_new": True}, days=28).projection
    assert first is not None
    assert first.uses.middle == pytest.approx(2, abs=0.01)


@pytest.mark.django_db
def test_limits_and_the_share_held_out_cut_it_off(busy: Town) -> None:
    full = asked(busy, off(1000, 15000), kind="store-coupon", claimable=True, per_person=99).projection
    half = asked(
        busy, off(1000, 15000) | {"holdout": 50}, kind="store-coupon", claimable=True, per_person=99
    ).projection
    assert full is not None
    assert half is not None
    assert half.off_store.middle == pytest.approx(full.off_store.middle / 2)
    assert half.lost == pytest.approx(full.lost / 2)


@pytest.mark.django_db
def test_with_few_orders_nothing_is_claimed(town: Town) -> None:
    found = asked(town, off(1000, 15000))
    assert (found.projection, found.orders) == (None, 0)


@pytest.mark.django_db
def test_a_large_past_is_sampled_and_asks_no_more_often(busy: Town) -> None:
    now = clock.now()
    draft = offers.create_offer(
        by=SYSTEM, store=busy.clay, kind="spend-and-save", title="Draft", terms=off(1000, 15000), starts_at=now,
        ends_at=now + timedelta(days=7),
    )  # fmt: skip
    foresee(busy.clay, plan_of(draft))
    with CaptureQueriesContext(connection) as few:
        part = foresee(busy.clay, plan_of(draft), most=10)
    with CaptureQueriesContext(connection) as many:
        whole = foresee(busy.clay, plan_of(draft))
    assert (part.priced, whole.priced) == (10, 28)
    assert len(few) == len(many)
    assert part.projection is not None
    assert part.projection.uses.middle == pytest.approx(7)


@pytest.mark.django_db
def test_the_market_foresees_its_own_offer_by_who_pays(busy: Town) -> None:
    now = clock.now()
    draft = offers.create_offer(
        by=SYSTEM, store=None, kind="cross-store", title="12.12", terms=off(2000, 15000) | {"store_bp": 2500},
        starts_at=now, ends_at=now + timedelta(days=7),
    )  # fmt: skip
    plan = Plan(terms_of(draft, stores=frozenset({"any"})), draft.terms, draft.starts_at, draft.ends_at)
    said = foresee(None, plan).projection
    assert said is not None
    assert said.off_market.middle == pytest.approx(3 * said.off_store.middle)


@pytest.mark.django_db
def test_what_else_was_in_the_basket_is_not_in_a_stores_forecast(town: Town) -> None:
    shared = offer(
        SYSTEM,
        None,
        "cross-store",
        off(4000, 30000),
        title="12.12",
        starts_at=clock.now() - timedelta(days=60),
    )
    for by, store in ((town.mei_at_work(), town.clay), (town.ravi_at_work(), town.cashmere)):
        offers.join_offer(by=by, store=store, offer=shared.public_id)
    cup, wool = town.variant(town.cup), town.variant(town.sweater)
    catalog.set_stock(by=town.ravi_at_work(), store=town.cashmere, variant_id=wool.public_id, on_hand=100)
    found = []
    now = clock.now()
    for more in ({}, {wool.public_id: 1}):
        for back in range(14, 0, -1):
            with clock.at(now - timedelta(days=back, seconds=len(more))):
                bought(shopper(town.alice), {cup.public_id: 3} | more)
        found.append(asked(town, off(1000, 13000)).projection)
        Order.objects.of(town.clay).update(paid_at=None)
    assert found[0] == found[1]
