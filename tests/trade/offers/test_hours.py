"""Hours of the day: an offer counts while the clocks of the market show them, on every day of every year."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.people.merchants.actions import set_market
from regulars.trade.guard.queries import check_offer
from regulars.trade.offers import actions as offers
from regulars.trade.offers.actions import OfferNotPossible
from regulars.trade.offers.queries.calendar import entries_between
from regulars.trade.offers.queries.speaking import rules_in_words, terms_in_words
from regulars.trade.offers.rules import Receipt, Times, days_of, replay, times_of
from regulars.trade.orders import queries as asking
from regulars.trade.orders.models import Receipt as Stored
from tests.town import Town, shopper
from tests.trade.orders.shopping import bought, off, offer

YORK, SHANGHAI = ZoneInfo("America/New_York"), ZoneInfo("Asia/Shanghai")
MINUTE = timedelta(minutes=1)
TEA_TIME = {"weekdays": [1], "hours": [14 * 60, 17 * 60]}


def times(start: int, end: int, **more: Any) -> Times:
    return times_of({"hours": [start, end], **more})


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 95), st.integers(0, 96), st.sampled_from(["America/New_York", "Asia/Shanghai", "UTC"]),
    st.sampled_from([date(2026, 3, 8), date(2026, 11, 1), date(2028, 2, 29), date(2026, 12, 31)]),
    st.integers(-8, 130),
)  # fmt: skip
def test_it_counts_while_the_clocks_show_its_hours(
    start: int, end: int, zone: str, day: date, at: int
) -> None:
    """R23: also on the days on which the clocks change, on 29 February and over midnight and New Year.

    Only in the hour that comes twice both times count that lie between the first and the last time it is shown.
    """
    if start == end:
        return
    here, hours = ZoneInfo(zone), times(start * 15, end * 15)
    moment = clock.midnight(day, here) + at * timedelta(minutes=15)
    local = moment.astimezone(here)
    shown = local.hour * 60 + local.minute
    inside = start * 15 <= shown < end * 15 if end > start else shown >= start * 15 or shown < end * 15
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    assert hours.shows(moment, here) == inside or twice
    coming = hours.next(moment, here)
    assert coming is not None
    assert (coming[0] <= moment < coming[1]) == hours.shows(moment, here)
    assert list(hours.spans(coming[0], coming[0] + MINUTE, here))[-1] == coming


@pytest.mark.parametrize(
    ("hours", "day", "start", "end"),
    [
        # On 8 March the hour from two to three is left out, on 1 November that from one to two comes twice.
        ((150, 300), date(2026, 3, 8), "2026-03-08T07:00", "2026-03-08T09:00"),
        ((60, 150), date(2026, 3, 8), "2026-03-08T06:00", "2026-03-08T07:00"),
        ((90, 105), date(2026, 11, 1), "2026-11-01T05:30", "2026-11-01T06:45"),
        ((1320, 120), date(2026, 10, 31), "2026-11-01T02:00", "2026-11-01T07:00"),
        ((1320, 1440), date(2028, 2, 29), "2028-03-01T03:00", "2028-03-01T05:00"),
    ],
)
def test_spans_of_days_on_which_the_clocks_change(
    hours: tuple[int, int], day: date, start: str, end: str
) -> None:
    found = times(*hours).span(day, YORK)
    assert [f"{one:%Y-%m-%dT%H:%M}" for one in found] == [start, end]


@pytest.mark.parametrize(
    ("zone", "day"), [("America/Havana", 31), ("Asia/Beirut", 24), ("Asia/Shanghai", 31)]
)
def test_midnight_is_midnight_however_it_is_written(zone: str, day: int) -> None:
    """In Havana the clocks show it twice on 1 November 2026, in Beirut the hour before it on 24 October."""
    here, evening = ZoneInfo(zone), date(2026, 10, day)
    until_24, until_0 = times(22 * 60, 24 * 60), times(22 * 60, 0)
    assert until_0.span(evening, here) == until_24.span(evening, here)
    assert until_0.span(evening, here)[1] == clock.midnight(evening + timedelta(days=1), here)


def test_an_hour_that_a_day_leaves_out_does_not_count_on_it() -> None:
    night = times(135, 165)
    start, end = night.span(date(2026, 3, 8), YORK)
    assert start >= end
    before = datetime(2026, 3, 8, 6, 59, tzinfo=UTC)
    coming = night.next(before, YORK)
    assert coming is not None
    assert coming[0].astimezone(YORK).date() == date(2026, 3, 9)


def test_days_without_hours_are_what_they_were() -> None:
    monday = times_of({"weekdays": [0]})
    for hour in range(24 * 9):
        moment = datetime(2026, 3, 28, tzinfo=UTC) + timedelta(hours=hour)
        assert bool(monday.at(moment, YORK)) == days_of({"weekdays": [0]}).count(
            moment.astimezone(YORK).date()
        )


@pytest.mark.parametrize("wrong", [[1], [0, 0], [1440, 5], [5, 1441], ["9", 10], [True, 5], 7, [9, 10, 11]])
def test_hours_that_cannot_be_meant(wrong: Any) -> None:
    with pytest.raises(ValueError):
        times_of({"hours": wrong})


def tuesday(hour: int, minute: int = 0) -> datetime:
    """A Tuesday in the market's zone."""
    return datetime(2026, 5, 5, hour, minute, tzinfo=SHANGHAI)


def total(town: Town) -> tuple[int, list[str]]:
    lines = {town.variant(town.cup).public_id: 2}
    quote = asking.quote(by=shopper(town.alice), currency="CNY", lines=lines)
    assert quote.receipt is not None
    return quote.total_minor, [row.reason for row in quote.receipt.refused]


@pytest.mark.django_db
def test_tea_time_is_on_tuesdays_from_two_to_five_and_its_receipts_replay(town: Town) -> None:
    with clock.at(tuesday(9)):
        made = offer(
            town.mei_at_work(), town.clay, "spend-and-save", off(500) | TEA_TIME, title="Tea time",
            starts_at=tuesday(9), ends_at=tuesday(9) + timedelta(days=30),
        )  # fmt: skip
        assert total(town) == (10_000, ["not-started"])
    for moment, expected in (
        (tuesday(13, 59), 10_000), (tuesday(14), 9_500), (tuesday(16, 59), 9_500), (tuesday(17), 10_000),
        (tuesday(15) + timedelta(days=1), 10_000), (tuesday(15) + timedelta(days=7), 9_500),
    ):  # fmt: skip
        with clock.at(moment):
            assert total(town)[0] == expected, moment
    with clock.at(tuesday(16, 59)):
        group = bought(shopper(town.alice), {town.variant(town.cup).public_id: 2})
    stored = Stored.objects.get(group=group).body
    body = Receipt.from_json(stored if isinstance(stored, str) else json.dumps(stored))
    again = replay(body.to_json())
    assert (again, again.total_minor) == (body, 9_500)
    with translation.override("en"):
        words = " ".join(terms_in_words(body.offers)[made.public_id])
        assert "From May 5, 2026, 2:00\u00a0PM until May 5, 2026, 5:00\u00a0PM." in words
        said = " ".join(rules_in_words([made])[made.pk])
        assert "Only on: Tuesday. Only from 2:00\u00a0PM to 5:00\u00a0PM (China Time)." in said
    with translation.override("zh-hans"):
        assert "仅限 14:00 至 17:00（中国时间）。" in " ".join(rules_in_words([made])[made.pk])


@pytest.mark.django_db
def test_an_order_at_the_last_second_keeps_its_price_and_the_next_one_pays_in_full(town: Town) -> None:
    """Over midnight of New Year in a market whose clocks are elsewhere."""
    set_market(by=SYSTEM, zone="America/New_York")
    eve = datetime(2026, 12, 31, 23, 59, 59, tzinfo=YORK)
    with clock.at(eve - timedelta(hours=9)):
        night = off(500) | {"dates": ["2026-12-31"], "hours": [22 * 60, 60]}
        offer(
            town.mei_at_work(), town.clay, "spend-and-save", night, starts_at=clock.now(),
            ends_at=clock.now() + timedelta(days=3),
        )  # fmt: skip
    for moment, expected in (
        (eve - timedelta(hours=2), 10_000), (eve, 9_500), (eve + timedelta(seconds=1), 9_500),
        (eve + timedelta(hours=1), 9_500), (eve + timedelta(hours=1, seconds=1), 10_000),
        (eve + timedelta(days=1), 10_000),
    ):  # fmt: skip
        with clock.at(moment):
            assert total(town)[0] == expected, moment


@pytest.mark.django_db
def test_the_guard_and_the_calendar_know_when_hours_do_not_meet(town: Town) -> None:
    town.cup.variants.update(cost_minor=3_800)
    mei, start = town.mei_at_work(), tuesday(0)
    week = {"starts_at": start, "ends_at": start + timedelta(days=7)}
    with clock.at(start - timedelta(hours=1)):
        offer(mei, town.clay, "item-price", {"fixed_minor": 4_400} | TEA_TIME, title="Tea", **week)
        drafts = {}
        for name, hours in (("morning", [540, 840]), ("noon", [780, 900])):
            terms = off(1_000, 8_000) | {"weekdays": [1], "hours": hours}
            drafts[name] = offers.create_offer(
                by=mei, store=town.clay, kind="spend-and-save", title=name, terms=terms, **week
            )
        assert check_offer(town.clay, drafts["morning"]).bad == ()
        told = check_offer(town.clay, drafts["noon"]).bad
        assert [one.at for one in told] == [tuesday(14).astimezone(UTC)]
        rows = {one.title: one for one in entries_between(town.clay, start, start + timedelta(days=7))}
    assert set(rows["noon"].meets) == {rows["morning"].ref, rows["Tea"].ref}
    assert rows["morning"].meets == (rows["noon"].ref,)


@pytest.mark.django_db
def test_hours_without_sense_are_refused(town: Town) -> None:
    now = clock.now()
    with pytest.raises(OfferNotPossible):
        offers.create_offer(
            by=town.mei_at_work(), store=town.clay, kind="spend-and-save", title="x", terms=off(500) | {"hours": [9]},
            starts_at=now, ends_at=now + timedelta(days=1),
        )  # fmt: skip
