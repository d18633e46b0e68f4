"""What a journey may say, and that everybody on one arrives."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.loyalty.journeys.rules.definition import (
    DEEPEST,
    MOST_STEPS,
    Definition,
    Split,
    Unreadable,
    Wait,
    groups_in,
    parse,
    plain,
    steps_of,
)
from regulars.loyalty.journeys.rules.editing import KINDS, added, changed, found, moved, removed
from regulars.loyalty.journeys.rules.faults import faults
from regulars.loyalty.journeys.rules.patterns import PATTERNS
from regulars.loyalty.journeys.rules.walking import OUTCOMES, Here, Walked, ends_at, in_share, road, walk
from tests.depth import examples

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 5, 6, 4, tzinfo=UTC)
TEXT = {"subject": "Hello", "text": "Come by."}


def steps(depth: int = 0) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Branches of any shape; ids are given afterwards."""
    group = st.sampled_from(["sgm_a", "sgm_b"])
    one = [
        st.fixed_dictionaries(
            {"kind": st.just("wait"), "how": st.sampled_from(["time", "moment", "group"]), "group": group,
             "hours": st.integers(1, 8760), "weekday": st.integers(-1, 6), "days": st.integers(1, 365)}
        ),
        st.fixed_dictionaries(
            {"kind": st.just("send"), "patience_days": st.integers(0, 28),
             "otherwise": st.sampled_from(["go_on", "leave"])}
        ),
        st.just({"kind": "tag", "name": "seen"}),
        st.just({"kind": "exit"}),
    ]  # fmt: skip
    if depth < DEEPEST:
        sides = st.deferred(lambda: steps(depth + 1))
        one.append(
            st.fixed_dictionaries(
                {"kind": st.just("split"), "by": st.sampled_from(["group", "share"]), "group": group,
                 "yes": sides, "no": sides}
            )
        )  # fmt: skip
    return st.lists(st.one_of(one), max_size=4)


def numbered(branch: list[dict[str, Any]], ids: Any) -> list[dict[str, Any]]:
    """The branch with an id for each step; what is too much is cut off."""
    kept = []
    for step in branch:
        if (number := next(ids, None)) is not None:
            sides = {side: numbered(step[side], ids) for side in ("yes", "no") if side in step}
            kept.append(step | {"id": f"s{number}"} | sides)
    return kept


journeys = st.builds(
    lambda branch, goal: parse(
        {"entry": {"group": "sgm_e"}, "goal": goal, "steps": numbered(branch, iter(range(1, MOST_STEPS + 1)))}
    ),
    steps(),
    st.sampled_from(["", "sgm_a"]),
)
FATES = ["sent", "failed", "no_consent", "no_address", "closed", "budget", "waiting", "stopped"]


@settings(max_examples=examples(50))
@given(journeys, st.data())
def test_every_journey_ends_whatever_happens(definition: Definition, data: st.DataObject) -> None:
    """Weeks may be full, groups come and go: time passes, nobody meets a step twice, everybody leaves."""
    way, order = road(definition), [step.id for step in steps_of(definition)]
    at, now, told, fate, fate_at, seen = way.start, NOW, False, "", NOW, 0
    reached = now
    for _round in range(200):
        groups = data.draw(st.frozensets(st.sampled_from(["sgm_a", "sgm_b"])))
        went = walk(
            way,
            Here(step=at, reached_at=reached, now=now, zone=ZONE, journey="jny_x", person="per_x", groups=groups,
                 contact=fate, contact_at=fate_at, told=told),
        )  # fmt: skip
        passed = [order.index(note.step) for note in went.notes if note.step and note.what != "week_full"]
        assert passed == sorted(passed)
        assert all(number >= seen for number in passed)
        if went.outcome:
            break
        seen = order.index(went.step)
        assert went.due_at is None or went.due_at > now, "nobody is looked at again and again without end"
        told, fate = went.due_at is not None, fate if went.step == at and not went.ask else ""
        if went.ask:
            fate, fate_at = data.draw(st.sampled_from(FATES)), now
        elif fate == "waiting":
            fate, fate_at = data.draw(st.sampled_from(FATES)), now + timedelta(hours=1)
        at, reached = went.step, went.reached_at
        now = max(went.due_at or now, now + timedelta(hours=1))
    assert went.outcome in OUTCOMES
    assert went.step == ""


@settings(max_examples=examples(50))
@given(journeys, st.sampled_from(sorted(KINDS)), st.data())
def test_a_button_changes_one_thing(definition: Definition, kind: str, data: st.DataObject) -> None:
    every = list(steps_of(definition))
    places = ["", *(step.id for step in every)]
    places += [f"{step.id}.{side}" for step in every if isinstance(step, Split) for side in ("yes", "no")]
    below = data.draw(st.sampled_from(places))
    try:
        larger, new = added(definition, kind, below)
    except Unreadable:
        deep = kind == "split" and len(every) >= DEEPEST
        assert len(every) == MOST_STEPS or deep
        return
    assert len(list(steps_of(larger))) == len(every) + 1
    assert plain(removed(larger, new)) == plain(definition)
    lower = moved(larger, new, 1)
    assert {step.id for step in steps_of(lower)} == {step.id for step in steps_of(larger)}
    if plain(lower) != plain(larger):
        assert plain(moved(lower, new, -1)) == plain(larger)
    assert plain(parse(plain(larger))) == plain(larger)


def test_a_step_keeps_its_kind_and_its_sides() -> None:
    start = parse({"steps": [{"kind": "split", "id": "s1", "yes": [{"kind": "exit", "id": "s2"}]}]})
    new = changed(start, "s1", {"by": "share", "percent": 30, "kind": "exit", "yes": [], "id": "s9"})
    step = found(new, "s1")
    assert isinstance(step, Split)
    assert (step.by, step.percent, [one.id for one in step.yes]) == ("share", 30, ["s2"])
    with pytest.raises(Unreadable):
        changed(start, "s1", {"percent": 100})


def test_what_no_draft_may_be() -> None:
    step = {"kind": "exit", "id": "s1"}
    deep: dict[str, Any] = {"kind": "split", "id": "s9"}
    for number in range(8, 4, -1):
        deep = {"kind": "split", "id": f"s{number}", "yes": [deep]}
    for wrong in (
        {"steps": [step, step]},
        {"steps": [step | {"id": f"s{number}"} for number in range(1, 22)]},
        {"steps": [deep]},
        {"steps": [{"kind": "jump", "id": "s1"}]},
        {"steps": [{"kind": "wait", "id": "s1", "hours": 0}]},
        {"loop": "s1"},
        [],
    ):
        with pytest.raises(Unreadable):
            parse(wrong)


def test_what_a_draft_lacks_is_named_with_its_place() -> None:
    draft = parse(
        {
            "entry": {"group": "sgm_gone"},
            "goal": "sgm_gone",
            "steps": [
                {"kind": "send", "id": "s1"},
                {"kind": "send", "id": "s2", "subject": "Hello {nmae}", "text": "x", "channel": "pigeon"},
                {
                    "kind": "split",
                    "id": "s3",
                    "yes": [{"kind": "exit", "id": "s4"}, {"kind": "tag", "id": "s5"}],
                },
                {"kind": "wait", "id": "s6", "how": "group", "group": "sgm_b"},
                {"kind": "send", "id": "s7", "subject": "Hello", "text_zh": "你好"},
            ],
        }
    )
    assert {(one.where, one.problem) for one in faults(draft, ["sgm_a"], ["inbox"])} == {
        ("entry", "group-gone"), ("goal", "group-gone"), ("goal", "goal-is-entry"), ("s1", "no-text"),
        ("s2", "faulty-text"), ("s2", "no-channel"), ("s3", "no-group"), ("s5", "no-tag"), ("s5", "after-exit"),
        ("s6", "group-gone"), ("s7", "half-text"),
    }  # fmt: skip
    assert [one.problem for one in faults(parse({}), [], [])] == ["no-entry", "no-steps"]


@pytest.mark.parametrize("key", PATTERNS)
def test_a_pattern_is_ready_to_start(key: str) -> None:
    pattern = PATTERNS[key]
    ids = {place: f"sgm_{place}" for place in pattern.groups}
    journey = parse(plain(pattern.filled(ids)))
    assert faults(journey, list(ids.values()), ["inbox"]) == []
    assert groups_in(journey) | {journey.entry.group} == set(ids.values())
    assert all(
        step.subject_zh and step.text_zh for step in steps_of(journey) if step.__struct_config__.tag == "send"
    )


def test_a_share_is_stable_and_about_as_large_as_asked() -> None:
    split = Split("s1", by="share", percent=30)
    inside = [in_share(split, "jny_a", f"per_{number}") for number in range(4000)]
    assert inside == [in_share(split, "jny_a", f"per_{number}") for number in range(4000)]
    assert 0.27 < sum(inside) / len(inside) < 0.33
    other = [in_share(split, "jny_b", f"per_{number}") for number in range(4000)]
    assert 0.05 < sum(one and two for one, two in zip(inside, other, strict=True)) / 4000 < 0.13


@pytest.mark.parametrize(
    ("reached", "weekday", "hour", "until"),
    [
        ("2026-05-06T09:59", -1, 10, "2026-05-06T10:00"),
        ("2026-05-06T10:00", -1, 10, "2026-05-07T10:00"),
        ("2026-05-06T12:00", 2, 10, "2026-05-13T10:00"),
        ("2026-05-06T12:00", 0, 8, "2026-05-11T08:00"),
    ],
)
def test_waiting_for_a_weekday_follows_the_markets_clock(
    reached: str, weekday: int, hour: int, until: str
) -> None:
    at, end = (datetime.fromisoformat(one).replace(tzinfo=ZONE) for one in (reached, until))
    assert ends_at(Wait("s1", how="moment", weekday=weekday, hour=hour), at, ZONE) == end


def test_a_wait_over_the_change_of_clocks_ends_at_its_hour() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    step = Wait("s1", how="moment", hour=2)
    gone = ends_at(step, datetime(2026, 3, 28, 20, tzinfo=berlin), berlin)
    assert gone == datetime(2026, 3, 29, 1, tzinfo=UTC), "two o'clock does not exist that night"
    assert ends_at(step, gone, berlin) == datetime(2026, 3, 30, 0, tzinfo=UTC)


LETTER: dict[str, Any] = {"kind": "send", "id": "s1", "patience_days": 7, **TEXT}


def stands(letter: dict[str, Any], now: datetime, **more: Any) -> Walked:
    """Somebody at a message, whose week was full on Wednesday."""
    way = road(parse({"steps": [letter, {"kind": "tag", "id": "s2", "name": "x"}]}))
    given: dict[str, Any] = {"contact": "budget", "contact_at": NOW} | more
    return walk(
        way, Here(step="s1", reached_at=NOW, now=now, zone=ZONE, journey="jny_x", person="per_x", **given)
    )


def test_a_full_week_waits_for_the_next_one_and_no_longer() -> None:
    monday = datetime(2026, 5, 11, tzinfo=ZONE).astimezone(UTC)
    first = stands(LETTER, NOW)
    assert (first.step, first.due_at, [note.what for note in first.notes]) == ("s1", monday, ["week_full"])
    again = stands(LETTER, NOW + timedelta(hours=1), told=True)
    assert (again.due_at, again.notes) == (monday, [])
    assert stands(LETTER, monday, told=True).ask
    full = {"contact_at": monday}
    on = stands(LETTER, monday, **full)
    assert ([note.what for note in on.notes], on.outcome) == (["gave_up", "tagged"], "done")
    off = stands(LETTER | {"otherwise": "leave"}, monday, **full)
    assert ([note.what for note in off.notes], off.outcome) == (["gave_up"], "left")


def test_who_is_held_out_gets_neither_message_nor_tag() -> None:
    went = stands(LETTER, NOW, contact="", held_out=True)
    assert [(note.step, note.what) for note in went.notes] == [("s1", "held_out"), ("s2", "held_out")]
    assert (went.ask, went.tags, went.outcome) == (False, [], "done")


def test_a_message_on_its_way_is_waited_for() -> None:
    for state in ("waiting", "sending"):
        went = stands(LETTER, NOW, contact=state)
        assert (went.step, went.due_at, went.ask, went.notes) == ("s1", None, False, [])
    sent = stands(LETTER, NOW, contact="sent")
    assert [note.what for note in sent.notes] == ["sent", "tagged"]
