"""Judgement about messages: places in a week, quiet hours, words, shares held out."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.loyalty.outreach.rules import template
from regulars.loyalty.outreach.rules.contacts import (
    OUTCOMES,
    Nearness,
    Standing,
    Wish,
    allot,
    engagement,
    held_out,
    judge,
    ranked,
)
from regulars.loyalty.outreach.rules.hours import Quiet, first_open, is_quiet, quiet_hours, week_ends, week_of

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
moments = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))
zones = st.sampled_from(
    [SHANGHAI, BERLIN, ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe"), UTC]
)
hours = st.builds(Quiet, st.integers(0, 23), st.integers(0, 23))
names = st.text("abcdef0123456789", min_size=4, max_size=8)
wishes = st.lists(
    st.builds(Wish, names, st.integers(0, 31)), unique_by=lambda wish: wish.campaign, max_size=30
)


@given(wishes, st.integers(-2, 8), names, st.data())
def test_never_more_messages_than_places(
    some: list[Wish], left: int, person: str, data: st.DataObject
) -> None:
    out = {wish.campaign for wish in some if data.draw(st.booleans())}
    found = allot(person, some, out, left)
    assert set(found) == {wish.campaign for wish in some}
    assert sum(found[wish.campaign] and wish.campaign not in out for wish in some) <= max(0, left)


@given(wishes, st.integers(0, 8), names)
def test_places_go_to_the_nearest_stores_whatever_order_they_ask_in(
    some: list[Wish], left: int, person: str
) -> None:
    found = allot(person, some, (), left)
    assert found == allot(person, reversed(some), (), left)
    got = [wish.points for wish in some if found[wish.campaign]]
    missed = [wish.points for wish in some if not found[wish.campaign]]
    assert len(got) == min(left, len(some))
    assert not got or not missed or min(got) >= max(missed)


@given(wishes, st.integers(0, 8), names, st.data())
def test_being_held_out_changes_nothing_about_the_own_place(
    some: list[Wish], left: int, person: str, data: st.DataObject
) -> None:
    """So those held out and those written to were chosen alike."""
    if some:
        one = data.draw(st.sampled_from(some)).campaign
        assert allot(person, some, [one], left)[one] == allot(person, some, (), left)[one]


def test_equally_near_stores_take_turns() -> None:
    some = [Wish("cmp_a", 7), Wish("cmp_b", 7)]
    first = [ranked(f"per_{number}", some)[0].campaign for number in range(400)]
    assert 160 < first.count("cmp_a") < 240


def test_engagement_is_what_the_person_does_not_what_the_store_wishes() -> None:
    now = datetime(2026, 5, 1, tzinfo=UTC)
    stranger, follower = Nearness(), Nearness(follows=True)
    regular = Nearness(orders=4, follows=True, last_seen_at=now - timedelta(days=3), read=2)
    assert engagement(stranger, now) == 0
    assert engagement(follower, now) == 2
    assert engagement(regular, now) == 12 + 2 + 2 + 4
    assert engagement(Nearness(orders=900, read=900), now) == 25, "nobody can be drowned out for ever"
    assert engagement(Nearness(last_seen_at=now - timedelta(days=60)), now) == 1


@given(st.booleans(), st.booleans(), st.integers(-1, 5), st.booleans(), st.booleans())
def test_a_message_goes_only_to_whom_all_of_it_allows(
    consents: bool, reachable: bool, left: int, out: bool, closed: bool
) -> None:
    found = judge(Standing(consents=consents, reachable=reachable, left=left, held_out=out, closed=closed))
    assert found in OUTCOMES
    assert (found == "send") == (consents and reachable and left > 0 and not out and not closed)
    assert (found == "held_out") == (consents and reachable and left > 0 and out and not closed)


def test_the_share_held_out_is_stable_and_of_its_size() -> None:
    people = [f"per_{number}" for number in range(5000)]
    out = {one for one in people if held_out("cmp_spring", one, 10)}
    assert out == {one for one in people if held_out("cmp_spring", one, 10)}
    assert 430 < len(out) < 570
    both = sum(held_out("cmp_autumn", one, 10) for one in out)
    assert 20 < both < 90, "another message holds out other people"
    assert not any(held_out("cmp_spring", one, 0) for one in people)
    assert out <= {one for one in people if held_out("cmp_spring", one, 20)}, "a larger share adds people"


@given(moments, zones, hours)
def test_the_first_open_moment_is_open_and_nothing_before_it(
    at: datetime, zone: ZoneInfo, quiet: Quiet
) -> None:
    found = first_open(at, zone, quiet)
    assert not is_quiet(found, zone, quiet)
    assert found >= at or found == at
    if found != at:
        assert is_quiet(at, zone, quiet)
        assert is_quiet(found - timedelta(minutes=15), zone, quiet)
        assert found - at <= timedelta(hours=25)


def test_quiet_hours_are_those_of_the_markets_zone() -> None:
    quiet = quiet_hours("21-9")
    late = datetime(2026, 5, 1, 13, 30, tzinfo=UTC)
    assert is_quiet(late, SHANGHAI, quiet)
    assert not is_quiet(late, BERLIN, quiet)
    assert first_open(late, SHANGHAI, quiet) == datetime(2026, 5, 2, 1, tzinfo=UTC)
    assert not is_quiet(late, SHANGHAI, quiet_hours("0-0"))


@pytest.mark.parametrize("text", ["", "21", "21-24", "-3-4", "a-b"])
def test_quiet_hours_that_are_none_are_named_at_once(text: str) -> None:
    with pytest.raises(ValueError):
        quiet_hours(text)


@given(moments, zones)
def test_a_week_begins_on_monday_and_ends_with_it(at: datetime, zone: ZoneInfo) -> None:
    week = week_of(at, zone)
    assert week.weekday() == 0
    assert at < week_ends(week, zone)
    assert week_of(week_ends(week, zone), zone) == week + timedelta(days=7)


def test_a_sunday_evening_here_is_monday_there() -> None:
    at = datetime(2026, 5, 3, 17, tzinfo=UTC)
    assert week_of(at, BERLIN) == date(2026, 4, 27)
    assert week_of(at, SHANGHAI) == date(2026, 5, 4)


def test_places_in_a_text_are_filled_or_stood_in_for() -> None:
    text = "Hello {name|friend}, {store} has {{new}} cups. You know us since {since|the beginning}."
    assert template.faults_in(text) == []
    known = {"name": "Alice", "store": "Purple Clay House", "since": "1 May"}
    assert template.render(text, known) == (
        "Hello Alice, Purple Clay House has {new} cups. You know us since 1 May."
    )
    assert template.render(text, {"store": "X"}).startswith("Hello friend, X")


@pytest.mark.parametrize(
    ("text", "kind", "where"),
    [
        ("Hello {nmae|friend}", "unknown-field", "nmae"),
        ("Hello {name|friend", "stray-brace", "{name|friend"),
        ("100 } off", "stray-brace", "} off"),
        ("Hello {name}", "no-words-instead", "{name}"),
        ("Hello {name|}", "no-words-instead", "{name|}"),
        ("{name.__class__|x}", "stray-brace", "{name.__class__|x}"),
        ("{0}", "stray-brace", "{0}"),
    ],
)
def test_what_cannot_be_filled_is_named(text: str, kind: str, where: str) -> None:
    assert [(one.kind, one.where) for one in template.faults_in(text)] == [(kind, where)]


@given(st.text("ab{}|\nname", max_size=60), st.text("{}<>&x", max_size=20))
def test_any_text_can_be_read_and_values_are_never_read_again(text: str, value: str) -> None:
    values = dict.fromkeys(template.FIELDS, value)
    template.render(text, values)
    assert template.render("{name|x}", {"name": value}) == (value or "x")
    escaped = value.replace("{", "{{").replace("}", "}}")
    assert template.render(escaped, {}) == value
