"""Commission: the closest rule wins, from its date on, and the past stays as it was."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.ground.kit.refusals import NotAllowed, NotFound
from regulars.people.merchants.models import Store
from regulars.trade.settlement import actions
from regulars.trade.settlement.queries import commission_for, commission_rules
from regulars.trade.settlement.rules import RateTable, RateTerm, commission
from tests.trade.settlement.booking import DAY, NOON, OLGA, OSCAR

TEAPOTS, KITCHEN = 7, 3


def _set(rate: int, **scope: Any) -> str:
    return actions.set_commission(by=SYSTEM, rate_bp=rate, **({"since": NOON} | scope)).public_id


def test_without_any_rule_the_market_takes_five_percent(db: Any) -> None:
    assert commission_for(1, [TEAPOTS], NOON) == 500


def test_the_closest_rule_wins(clay: Store) -> None:
    rates = []
    for rate, scope in (
        (600, {}),
        (700, {"category_id": KITCHEN}),
        (800, {"category_id": TEAPOTS}),
        (400, {"store_id": clay.pk}),
        (300, {"store_id": clay.pk, "category_id": KITCHEN}),
        (200, {"store_id": clay.pk, "category_id": TEAPOTS}),
    ):
        _set(rate, **scope)
        rates.append(commission_for(clay.pk, [TEAPOTS, KITCHEN], NOON))
    assert rates == [600, 700, 800, 400, 300, 200]
    assert commission_for(clay.pk, [], NOON) == 400
    assert commission_for(None, [TEAPOTS, KITCHEN], NOON) == 800


def test_a_new_rate_counts_from_its_date_and_not_before(db: Any) -> None:
    _set(600)
    _set(900, since=NOON + DAY)
    assert commission_for(None, [], NOON + DAY / 2) == 600
    assert commission_for(None, [], NOON + DAY) == 900


def test_a_rate_set_in_between_ends_where_the_next_begins(db: Any) -> None:
    _set(600)
    _set(900, since=NOON + 4 * DAY)
    _set(700, since=NOON + 2 * DAY)
    seen = [commission_for(None, [], NOON + days * DAY) for days in range(6)]
    assert seen == [600, 600, 700, 700, 900, 900]


def test_the_last_word_for_the_same_moment_counts(db: Any) -> None:
    _set(600)
    _set(650)
    assert commission_for(None, [], NOON + DAY) == 650


def test_an_ended_rate_gives_way_to_the_wider_one(clay: Store) -> None:
    rule = _set(200, store_id=clay.pk)
    with clock.at(NOON + DAY):
        actions.end_commission(by=OLGA, rule_id=rule)
        with pytest.raises(NotFound):
            actions.end_commission(by=OLGA, rule_id=rule)
    assert commission_for(clay.pk, [], NOON + DAY / 2) == 200
    assert commission_for(clay.pk, [], NOON + DAY) == 500
    assert commission_rules().count() == 1


def test_nobody_sets_a_rate_for_the_past(db: Any) -> None:
    with pytest.raises(actions.TooLate):
        actions.set_commission(by=OLGA, rate_bp=900, since=clock.now() - DAY)


@pytest.mark.parametrize("rate", [-1, 5001])
def test_insane_rates_are_refused(db: Any, rate: int) -> None:
    with pytest.raises(actions.RateOutOfRange):
        actions.set_commission(by=OLGA, rate_bp=rate)


def test_reading_is_not_setting(db: Any) -> None:
    with pytest.raises(NotAllowed):
        actions.set_commission(by=OSCAR, rate_bp=100)


@pytest.mark.parametrize(
    ("base", "rate", "share"),
    [(10_000, 500, 500), (10, 500, 1), (9, 500, 0), (30, 500, 2), (-10, 500, -1), (0, 900, 0)],
)
def test_the_share_is_rounded_half_up(base: int, rate: int, share: int) -> None:
    assert commission(base, rate) == share


@given(st.integers(-(10**9), 10**9), st.integers(0, 5000))
def test_the_share_is_never_off_by_more_than_half(base: int, rate: int) -> None:
    assert abs(commission(base, rate) * 10_000 - base * rate) <= 5000


def test_an_unknown_store_gets_the_market_rate() -> None:
    assert RateTable([RateTerm(600), RateTerm(100, store_id=1)]).rate(2, []) == 600
