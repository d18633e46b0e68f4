"""Member prices and member days: an offer for members from a tier on, on certain days, in the same engine."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.ground.kit import clock
from regulars.loyalty.members import actions as members
from regulars.loyalty.members.models import Member, Trade
from regulars.loyalty.members.rules import Tier
from regulars.trade.offers import actions as offers
from regulars.trade.offers.actions import ForMembers, OfferNotPossible
from regulars.trade.offers.rules import Days, days_of
from regulars.trade.orders import actions as orders
from regulars.trade.orders import queries as asking
from tests.loyalty.members.club import opened
from tests.town import Town, shopper
from tests.trade.orders.shopping import off, offer

MONDAY = datetime(2026, 5, 4, 4, tzinfo=UTC)

day = st.dates(date(2026, 1, 1), date(2027, 12, 31))
some_days = st.builds(Days, st.frozensets(st.integers(0, 6)), st.frozensets(day, max_size=4))


@given(some_days, day)
def test_the_next_day_is_the_first_one_that_counts(days: Days, today: date) -> None:
    found = days.next(today)
    if found is None:
        assert not days.weekdays
        assert all(each <= today or each > today + timedelta(days=400) for each in days.dates)
        return
    assert found > today
    assert days.count(found)
    between = range(1, (found - today).days)
    assert not any(days.count(today + timedelta(days=n)) for n in between)


@pytest.mark.parametrize(
    "terms",
    [
        {"weekdays": [7]},
        {"weekdays": [True]},
        {"weekdays": 3},
        {"dates": ["soon"]},
        {"dates": ["2026-01-01"] * 61},
    ],
)
def test_days_that_cannot_be_meant(terms: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        days_of(terms)


def total(town: Town, person: Any) -> int:
    lines = {town.variant(town.cup).public_id: 2}
    return asking.quote(by=shopper(person), currency="CNY", lines=lines).total_minor


def climbed(town: Town, person: Any, minor: int) -> None:
    """The person completed an order of so much."""
    row = Member.objects.of(town.clay).get(person=person)
    Trade.objects.create(
        member=row, order_ref=f"o{minor}", amount_minor=minor, currency="CNY", at=clock.now()
    )


def test_a_member_price_is_for_members_and_its_tier(town: Town) -> None:
    opened(town)
    for person in (town.alice, town.bob):
        orders.join_programme(by=shopper(person), store=town.clay)
    climbed(town, town.alice, 60_000)
    mei = town.mei_at_work()
    offer(mei, town.clay, "item-price", {"fixed_minor": 4_000, "from_tier": 1}, title="Member price")
    offer(mei, town.clay, "store-coupon", off(500) | {"from_tier": 2}, title="Friends")
    assert total(town, town.ravi) == 10_000
    assert total(town, town.bob) == 9_000
    assert total(town, town.alice) == 8_500
    members.leave(by=shopper(town.alice), store=town.clay)
    assert total(town, town.alice) == 10_000


def test_what_did_not_apply_is_told_as_for_others(town: Town) -> None:
    opened(town)
    made = offer(town.mei_at_work(), town.clay, "store-coupon", off(500) | {"from_tier": 1})
    lines = {town.variant(town.cup).public_id: 2}
    quote = asking.quote(by=shopper(town.alice), currency="CNY", lines=lines)
    assert quote.receipt is not None
    assert [(row.offer_id, row.reason) for row in quote.receipt.refused] == [(made.public_id, "not-for-you")]


def test_the_price_agreed_to_as_a_member_is_refused_to_others(town: Town) -> None:
    opened(town)
    orders.join_programme(by=shopper(town.alice), store=town.clay)
    offer(town.mei_at_work(), town.clay, "item-price", {"fixed_minor": 4_000, "from_tier": 1})
    lines = {town.variant(town.cup).public_id: 2}
    address = {"recipient": "B", "street": "1 Lane", "city": "Yixing", "phone": "13800001234"}
    given = {"lines": lines, "address": address, "currency": "CNY", "expected_total_minor": 9_000}
    with pytest.raises(orders.PriceChanged):
        orders.place_order(by=shopper(town.bob), **given)
    assert orders.place_order(by=shopper(town.alice), **given).total_minor == 9_000


def test_member_days_count_in_the_markets_zone(town: Town) -> None:
    opened(town)
    orders.join_programme(by=shopper(town.alice), store=town.clay)
    with clock.at(MONDAY):
        terms = off(500) | {"from_tier": 1, "weekdays": [2], "dates": ["2026-05-09"]}
        offer(town.mei_at_work(), town.clay, "store-coupon", terms, title="Wednesdays")
        lines = {town.variant(town.cup).public_id: 2}
        quote = asking.quote(by=shopper(town.alice), currency="CNY", lines=lines)
        assert quote.receipt is not None
        assert [row.reason for row in quote.receipt.refused] == ["not-started"]
    # In Shanghai Wednesday begins at 16:00 UTC on Tuesday.
    tuesday = datetime(2026, 5, 5, tzinfo=UTC)
    for hours, expected in ((15, 10_000), (16, 9_500), (39, 9_500), (40, 10_000)):
        with clock.at(tuesday + timedelta(hours=hours)):
            assert total(town, town.alice) == expected
    with clock.at(datetime(2026, 5, 9, 4, tzinfo=UTC)):
        assert total(town, town.alice) == 9_500


def test_offers_for_members_need_a_programme_and_a_store(town: Town) -> None:
    now = clock.now()
    given = {
        "kind": "store-coupon", "title": "x", "starts_at": now, "ends_at": now + timedelta(days=1),
    }  # fmt: skip
    with pytest.raises(OfferNotPossible) as told:
        offers.create_offer(
            by=town.mei_at_work(), store=town.clay, terms=off(500) | {"from_tier": 1}, **given
        )
    assert told.value.param == "from_tier"
    opened(town)
    for wrong in (
        {"from_tier": 0},
        {"from_tier": 7},
        {"from_tier": "1"},
        {"weekdays": [9]},
        {"dates": ["x"]},
    ):
        with pytest.raises(OfferNotPossible):
            offers.create_offer(by=town.mei_at_work(), store=town.clay, terms=off(500) | wrong, **given)


def test_a_coupon_for_members_is_taken_by_members_only(town: Town) -> None:
    opened(town, tiers=(Tier("Everybody"),))
    made = offer(town.mei_at_work(), town.clay, "store-coupon", off(500) | {"from_tier": 1}, claimable=True)
    with pytest.raises(ForMembers):
        offers.claim(by=shopper(town.bob), offer=made.public_id)
    orders.join_programme(by=shopper(town.bob), store=town.clay)
    offers.claim(by=shopper(town.bob), offer=made.public_id)
    assert total(town, town.bob) == 9_500
