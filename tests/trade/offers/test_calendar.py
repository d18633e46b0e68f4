"""A store's calendar: its own offers, the market's, other apps' plans, and which of them meet on the same goods."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.trade.offers import actions as offers
from regulars.trade.offers.hooks import Planned, planned
from regulars.trade.offers.queries.calendar import Entry, entries_between
from regulars.trade.offers.rules import OfferTerms
from regulars.trade.offers.rules.overlapping import Reach, meetings
from tests.town import Town
from tests.trade.offers.rules_baskets import NOW
from tests.trade.orders.shopping import bought, off, offer, shopper

WEEK = timedelta(days=7)


@st.composite
def reaches(draw: st.DrawFn) -> list[Reach]:
    found = []
    for n in range(draw(st.integers(0, 5))):
        start = NOW + timedelta(days=draw(st.integers(0, 9)))
        end = draw(st.none() | st.integers(1, 9))
        ids = frozenset(draw(st.sets(st.sampled_from("abc"), max_size=2)))
        by = "product" if ids else "all"
        found.append(Reach(str(n), start, start + timedelta(days=end) if end else None, by, ids))
    return found


@given(reaches())
def test_meeting_is_mutual_and_needs_a_day_and_a_good_in_common(rows: list[Reach]) -> None:
    found = meetings(rows, {})
    for one in rows:
        for other in rows:
            if one is other:
                continue
            days = max(one.starts_at, other.starts_at) < min(
                one.ends_at or datetime.max.replace(tzinfo=NOW.tzinfo),
                other.ends_at or datetime.max.replace(tzinfo=NOW.tzinfo),
            )
            goods = not one.ids or not other.ids or bool(one.ids & other.ids)
            assert (other.ref in found[one.ref]) == (days and goods) == (one.ref in found[other.ref])


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (("category", "tea"), ("product", "cup"), True), (("category", "wool"), ("product", "cup"), False),
        (("brand", "clay"), ("product", "cup"), True), (("product", "cup"), ("variant", "cup-red"), True),
        (("product", "pot"), ("variant", "cup-red"), False), (("category", "tea"), ("brand", "clay"), True),
    ],
)  # fmt: skip
def test_goods_belong_to_categories_brands_and_products(
    one: tuple[str, str], other: tuple[str, str], meet: bool
) -> None:
    kin = {"cup": frozenset({"tea", "clay"}), "cup-red": frozenset({"tea", "clay", "cup"})}
    rows = [Reach(str(n), NOW, None, by, frozenset({key})) for n, (by, key) in enumerate((one, other))]
    assert bool(meetings(rows, kin)["0"]) == meet


@pytest.fixture
def _trial(town: Town) -> Iterator[None]:
    def find(store: Any, since: datetime, until: datetime) -> list[Planned]:
        if store.pk != town.clay.pk:
            return []
        terms = OfferTerms(
            "tst_1", "item-price", "Early cups", "CNY", store_id=store.public_id, fixed_minor=100
        )
        now = clock.now()
        return [
            Planned(
                kind="test", ref="tst_1", title="Early cups", store_id=store.pk, starts_at=now - WEEK, ends_at=None,
                state="running", path="offers/test/tst_1/", products=(town.cup.public_id,), terms=(terms,),
            )
        ]  # fmt: skip

    planned.register("test", find)
    yield
    planned.forget("test")


def by_title(town: Town, store: Any = None) -> dict[str, Entry]:
    now = clock.now()
    return {one.title: one for one in entries_between(store or town.clay, now - WEEK, now + WEEK)}


@pytest.mark.django_db
@pytest.mark.usefixtures("_trial")
def test_all_that_a_store_offers_is_in_it_and_nothing_of_others(town: Town) -> None:
    mei = town.mei_at_work()
    cups = {"scope": {"by": "product", "ids": [town.cup.public_id]}}
    offer(mei, town.clay, "item-price", off(500) | cups, title="Cups cheaper")
    offer(mei, town.clay, "store-coupon", off(500), title="Tea coupon", claimable=True)
    pots = {"scope": {"by": "product", "ids": [town.teapot.public_id]}}
    offer(mei, town.clay, "product-coupon", off(500) | pots, title="Pots only", claimable=True)
    offer(town.ravi_at_work(), town.cashmere, "spend-and-save", off(500), title="Wool")
    now = clock.now()
    offer(SYSTEM, None, "cross-store", off(500, 900), title="12.12", starts_at=now - WEEK)
    offer(SYSTEM, None, "cross-store", off(500, 900), title="New Year")
    joined = next(one for one in by_title(town).values() if one.title == "New Year")
    offers.join_offer(by=mei, store=town.clay, offer=joined.ref)
    bought(shopper(town.alice), {town.variant(town.cup).public_id: 2})
    found = by_title(town)
    assert set(found) == {"Cups cheaper", "Tea coupon", "Pots only", "12.12", "New Year", "Early cups"}
    assert {title: one.whose for title, one in found.items() if one.whose != "own"} == {
        "12.12": "market", "New Year": "joined", "Early cups": "planned",
    }  # fmt: skip
    assert (found["Cups cheaper"].uses, found["Cups cheaper"].taken_minor) == (1, 1000)
    assert found["12.12"].taken_minor is None
    names = {one.ref: title for title, one in found.items()}
    assert {names[ref] for ref in found["Pots only"].meets} == {"Tea coupon", "New Year"}
    assert {names[ref] for ref in found["Early cups"].meets} == {"Cups cheaper", "Tea coupon", "New Year"}
    assert "Wool" in by_title(town, town.cashmere)


@pytest.mark.django_db
def test_a_stopped_offer_ends_where_it_was_stopped_and_meets_nothing(town: Town) -> None:
    mei = town.mei_at_work()
    one = offer(mei, town.clay, "spend-and-save", off(500), title="One")
    offer(mei, town.clay, "spend-and-save", off(400), title="Other")
    assert by_title(town)["Other"].meets == (one.public_id,)
    offers.stop_offer(by=mei, store=town.clay, offer=one.public_id)
    found = by_title(town)
    assert found["One"].state == "stopped"
    assert found["One"].ends_at is not None
    assert found["One"].ends_at <= clock.now()
    assert found["Other"].meets == ()


@pytest.mark.django_db
def test_a_month_asks_the_same_however_much_there_is(town: Town) -> None:
    mei = town.mei_at_work()
    cups = {"scope": {"by": "product", "ids": [town.cup.public_id]}}

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            by_title(town)
        return len(queries)

    offer(mei, town.clay, "item-price", off(500) | cups, title="Cut")
    few = asked()
    for n in range(12):
        offer(mei, town.clay, "item-price", off(500) | cups, title=f"Cut {n}")
    assert asked() == few <= 11
