"""Birthday care: a coupon that comes by itself around the day a member told the store, once a year."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.ground.kit import clock
from regulars.ground.kit.refusals import NotFound
from regulars.loyalty.members import actions as members
from regulars.loyalty.members.actions import NoSuchDay
from regulars.loyalty.members.models import Member
from regulars.loyalty.members.rules import around, birthday_in, days_near, is_day
from regulars.trade.offers import actions as offers
from regulars.trade.offers.actions import NotClaimable, OfferNotPossible
from regulars.trade.offers.models import Claim, Offer
from regulars.trade.orders import actions as orders
from tests.loyalty.members.club import opened
from tests.town import Town, shopper
from tests.trade.orders.shopping import bought, off, offer

APRIL = datetime(2026, 4, 1, 4, tzinfo=UTC)
birthdays = st.dates(date(2024, 1, 1), date(2024, 12, 31))
todays = st.dates(date(2025, 1, 1), date(2029, 12, 31))
spans = st.integers(0, 30)


@given(birthdays, todays, spans, spans)
def test_the_search_by_days_finds_whoever_is_near_and_nobody_else(
    born: date, today: date, before: int, after: int
) -> None:
    near = (born.month, born.day) in days_near(today, before, after)
    assert near == (around(born.month, born.day, today, before, after) is not None)


@given(birthdays, st.integers(2025, 2040), spans, spans)
def test_each_birthday_has_one_window_a_year(born: date, year: int, before: int, after: int) -> None:
    birthday = birthday_in(year, born.month, born.day)
    for n in range(-before, after + 1):
        found = around(born.month, born.day, birthday + timedelta(days=n), before, after)
        assert found is not None
        assert (found.year, (found.last - found.first).days) == (year, before + after)
    for n in (-before - 1, after + 1):
        assert around(born.month, born.day, birthday + timedelta(days=n), before, after) is None


def test_days_that_exist() -> None:
    assert is_day(2, 29)
    assert not any(
        is_day(*wrong) for wrong in ((2, 30), (4, 31), (0, 1), (13, 1), (1, 0), (True, 1), (None, 1))
    )
    assert birthday_in(2027, 2, 29) == date(2027, 2, 28)


@pytest.fixture
def care(town: Town) -> Offer:
    """Mei gives members 20 yuan around their birthday; Alice is born on the 4th of May, Bob said nothing."""
    opened(town)
    for person in (town.alice, town.bob):
        orders.join_programme(by=shopper(person), store=town.clay)
    members.set_birthday(by=shopper(town.alice), store=town.clay, month=5, day=4)
    terms = off(2_000) | {"birthday": {"before": 3, "after": 10}}
    with clock.at(APRIL):
        return offer(
            town.mei_at_work(), town.clay, "store-coupon", terms, title="Many happy returns",
            ends_at=APRIL + timedelta(days=1000),
        )  # fmt: skip


def on(year: int, month: int, day: int) -> Any:
    """Noon in the market's zone on that day."""
    return clock.at(datetime(year, month, day, 4, tzinfo=UTC))


def test_the_coupon_comes_by_itself_once_a_year(town: Town, care: Offer) -> None:
    with on(2026, 4, 30):
        assert offers.give_birthday_coupons() == 0
    with on(2026, 5, 1):
        assert offers.give_birthday_coupons() == 1
        assert offers.give_birthday_coupons() == 0
    claim = Claim.objects.get(offer=care)
    assert claim.person_id == town.alice.pk
    # Until the midnight in Shanghai that ends the 14th of May.
    assert claim.expires_at == datetime(2026, 5, 14, 16, tzinfo=UTC)
    for year in (2027, 2028):
        with on(year, 5, 10):
            assert offers.give_birthday_coupons() == 1
    assert Claim.objects.filter(offer=care).count() == 3


def test_it_is_used_like_any_coupon_each_year(town: Town, care: Offer) -> None:
    for year in (2026, 2027):
        with on(year, 5, 4):
            offers.give_birthday_coupons()
            group = bought(shopper(town.alice), {town.variant(town.cup).public_id: 2})
            assert group.discount_minor == 2_000
            again = bought(shopper(town.alice), {town.variant(town.cup).public_id: 2})
            assert again.discount_minor == 0


def test_another_birthday_gives_no_second_coupon_in_a_year(town: Town, care: Offer) -> None:
    with on(2026, 5, 4):
        assert offers.give_birthday_coupons() == 1
    members.set_birthday(by=shopper(town.alice), store=town.clay, month=8, day=8)
    with on(2026, 8, 8):
        assert offers.give_birthday_coupons() == 0


def test_nobody_takes_it_by_hand_and_who_left_or_took_the_day_back_gets_none(town: Town, care: Offer) -> None:
    with on(2026, 5, 4), pytest.raises(NotClaimable):
        offers.claim(by=shopper(town.bob), offer=care.public_id)
    members.leave(by=shopper(town.alice), store=town.clay)
    with on(2026, 5, 4):
        assert offers.give_birthday_coupons() == 0
    orders.join_programme(by=shopper(town.alice), store=town.clay)
    members.set_birthday(by=shopper(town.alice), store=town.clay, month=None, day=None)
    with on(2026, 5, 4):
        assert offers.give_birthday_coupons() == 0


def test_no_more_than_there_are(town: Town, care: Offer) -> None:
    members.set_birthday(by=shopper(town.bob), store=town.clay, month=5, day=5)
    offers.change_offer(by=town.mei_at_work(), store=town.clay, offer=care.public_id, cap_count=1)
    with on(2026, 5, 5):
        assert offers.give_birthday_coupons() == 1
        assert Claim.objects.filter(offer=care).count() == 1


def test_only_members_say_a_birthday_and_it_has_to_exist(town: Town) -> None:
    opened(town)
    with pytest.raises(NotFound):
        members.set_birthday(by=shopper(town.alice), store=town.clay, month=5, day=4)
    orders.join_programme(by=shopper(town.alice), store=town.clay)
    with pytest.raises(NoSuchDay):
        members.set_birthday(by=shopper(town.alice), store=town.clay, month=2, day=30)
    with pytest.raises(NoSuchDay):
        members.set_birthday(by=shopper(town.alice), store=town.clay, month=2, day=None)
    assert Member.objects.of(town.clay).get().birth_day is None


@pytest.mark.parametrize(
    "window", [{"before": 31, "after": 0}, {"before": 1}, {"before": True, "after": 1}, 7]
)
def test_windows_that_cannot_be_meant(town: Town, window: Any) -> None:
    opened(town)
    with pytest.raises(OfferNotPossible):
        offer(town.mei_at_work(), town.clay, "store-coupon", off(100) | {"birthday": window})


def test_birthday_coupons_need_a_programme(town: Town) -> None:
    with pytest.raises(OfferNotPossible):
        offer(
            town.mei_at_work(), town.clay, "store-coupon", off(100) | {"birthday": {"before": 1, "after": 1}}
        )
