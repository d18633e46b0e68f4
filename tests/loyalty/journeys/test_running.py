"""Journeys under way: who enters, what they get and when, once, whatever happens to the machine."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from regulars.ground.bus.relay import drain
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.ground.kit.privacy import About, forget
from regulars.ground.kit.refusals import NotFound
from regulars.loyalty.customers import actions as customers
from regulars.loyalty.journeys import actions, queries, tasks
from regulars.loyalty.journeys.models import Passage, Traveller
from regulars.loyalty.outreach import tasks as outreach
from regulars.loyalty.outreach.models import Campaign, Contact, ContactWeek
from regulars.loyalty.outreach.queries import campaigns_of, this_week
from regulars.loyalty.segments import actions as segments
from regulars.loyalty.segments.queries import segment_of, segments_of
from tests.loyalty.journeys.travelling import (
    DAY,
    HOUR,
    MINUTE,
    going,
    letters,
    log,
    outcomes,
    plan,
    rounds,
    send,
    tagged,
    untagged,
    wait,
)
from tests.loyalty.outreach.writing import NOON, allow, due, people
from tests.town import Town, shopper


@pytest.fixture(autouse=True)
def _rounds_end_when_all_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "SECONDS", 600.0)
    monkeypatch.setattr(outreach, "SECONDS", 600.0)


def test_who_newly_gets_into_the_group_is_taken_along(town: Town) -> None:
    with clock.at(NOON):
        allow(town.clay, [town.alice, town.bob])
        fans = tagged(town.clay, "Fans", [town.bob])
        row = going(town.clay, {"group": fans}, send(1), wait(2), send(3))
    rounds(NOON + HOUR)
    assert outcomes(row) == {}, "Bob was in the group before"
    with clock.at(NOON + HOUR):
        tagged(town.clay, "Fans", [town.alice])
    rounds(NOON + 2 * HOUR)
    assert letters(town.alice) == ["Letter 1"]
    rounds(NOON + 25 * HOUR)
    assert letters(town.alice) == ["Letter 1"]
    rounds(NOON + 27 * HOUR)
    assert letters(town.alice) == ["Letter 1", "Letter 3"]
    assert (log(row, town.alice), outcomes(row)) == (["sent", "waited", "sent"], {"Alice": "done"})
    assert letters(town.bob) == []
    assert not campaigns_of(town.clay).exists(), "the messages of a journey are no messages to groups"


def test_everybody_in_the_group_at_the_start_and_nobody_later(town: Town) -> None:
    with clock.at(NOON):
        fans = tagged(town.clay, "Fans", [town.bob])
        row = going(town.clay, {"group": fans, "who": "now"}, wait(1))
    with clock.at(NOON + HOUR):
        tagged(town.clay, "Fans", [town.alice])
    rounds(NOON + 2 * HOUR)
    assert outcomes(row) == {"Bob": ""}


def test_once_or_again_after_some_days(town: Town) -> None:
    with clock.at(NOON):
        fans = tagged(town.clay, "Fans", [])
        allow(town.clay, [town.alice])
        once = going(town.clay, {"group": fans}, send(1))
        again = going(town.clay, {"group": fans, "again_days": 10}, send(1))
    for days in (0, 5, 11):
        at = NOON + timedelta(days=days)
        with clock.at(at + HOUR):
            tagged(town.clay, "Fans", [town.alice])
        rounds(at + 2 * HOUR)
        with clock.at(at + 3 * HOUR):
            untagged(town.clay, fans, [town.alice])
    assert log(once, town.alice) == ["sent"]
    assert log(again, town.alice) == ["sent", "sent"]
    assert len(letters(town.alice)) == 3
    rounds(NOON + 30 * DAY)
    assert log(again, town.alice) == ["sent", "sent"], "nobody comes again who did not come anew"


def test_the_goal_ends_it_at_any_time_even_while_a_message_waits_for_the_morning(town: Town) -> None:
    night = NOON + 10 * HOUR
    with clock.at(NOON):
        allow(town.clay, [town.alice, town.bob])
        buyers = tagged(town.clay, "Buyers", [])
        fans = tagged(town.clay, "Fans", [])
        row = going(town.clay, {"group": fans}, send(1), wait(2, hours=240), goal=buyers)
    with clock.at(night):
        tagged(town.clay, "Fans", [town.alice, town.bob])
    rounds(night + MINUTE)
    assert letters(town.alice) == [], "at night nobody is written to"
    assert queries.tally(row) == {"under-way": 2}
    with clock.at(night + HOUR):
        tagged(town.clay, "Buyers", [town.bob])
    rounds(night + 2 * HOUR)
    rounds(night + 12 * HOUR)
    assert (letters(town.alice), letters(town.bob)) == (["Letter 1"], [])
    assert outcomes(row) == {"Alice": "", "Bob": "reached"}
    assert Contact.objects.of(town.clay).get(person=town.bob).state == "stopped"
    with clock.at(night + 13 * HOUR):
        tagged(town.clay, "Buyers", [town.alice])
    rounds(night + 14 * HOUR)
    assert log(row, town.alice) == ["sent", "reached"], "she does not sit out the wait"


def test_who_is_in_the_goal_already_does_not_enter(town: Town) -> None:
    with clock.at(NOON):
        buyers = tagged(town.clay, "Buyers", [town.alice])
        fans = tagged(town.clay, "Fans", [town.alice, town.bob])
        row = going(town.clay, {"group": fans, "who": "both"}, wait(1), goal=buyers)
    rounds(NOON + HOUR)
    assert outcomes(row) == {"Bob": ""}


def test_a_split_asks_who_is_in_a_group_at_that_moment(town: Town) -> None:
    with clock.at(NOON):
        allow(town.clay, [town.alice, town.bob])
        fans = tagged(town.clay, "Fans", [town.alice, town.bob])
        seen = tagged(town.clay, "Seen", [])
        split = {
            "kind": "split",
            "id": "s2",
            "group": seen,
            "yes": [send(3)],
            "no": [send(4), {"kind": "exit", "id": "s5"}],
        }
        row = going(
            town.clay,
            {"group": fans, "who": "now"},
            wait(1),
            split,
            {"kind": "tag", "id": "s6", "name": "Kept"},
        )
    rounds(NOON + MINUTE)
    with clock.at(NOON + HOUR):
        tagged(town.clay, "Seen", [town.alice])
    rounds(NOON + 25 * HOUR)
    assert (letters(town.alice), letters(town.bob)) == (["Letter 3"], ["Letter 4"])
    assert log(row, town.alice) == ["waited", "yes", "sent", "tagged"]
    assert log(row, town.bob) == ["waited", "no", "sent", "exit"]
    kept = segments_of(town.clay).get(name="Kept")
    assert [member.person for member in kept.members.all()] == [town.alice]


def test_waiting_for_a_group_ends_with_it_or_with_patience(town: Town) -> None:
    with clock.at(NOON):
        fans = tagged(town.clay, "Fans", [town.alice, town.bob])
        seen = tagged(town.clay, "Seen", [])
        row = going(town.clay, {"group": fans, "who": "now"}, wait(1, how="group", group=seen, days=3))
    rounds(NOON + MINUTE)
    with clock.at(NOON + HOUR):
        tagged(town.clay, "Seen", [town.alice])
    rounds(NOON + 2 * HOUR)
    assert (log(row, town.alice), log(row, town.bob)) == (["came"], [])
    rounds(NOON + 4 * DAY)
    assert log(row, town.bob) == ["in_vain"]


def test_who_did_not_allow_it_goes_on_without(town: Town) -> None:
    with clock.at(NOON):
        fans = tagged(town.clay, "Fans", [town.bob])
        row = going(town.clay, {"group": fans, "who": "now"}, send(1), {"kind": "exit", "id": "s2"})
    rounds(NOON + HOUR)
    assert (log(row, town.bob), outcomes(row), letters(town.bob)) == (
        ["no_consent", "exit"],
        {"Bob": "left"},
        [],
    )
    assert not Traveller.objects.of(town.clay).get().reachable


def test_a_full_week_waits_for_monday_or_lets_go(town: Town) -> None:
    with clock.at(NOON):
        allow(town.clay, [town.alice])
        ContactWeek.objects.create(person=town.alice, week=this_week(), cap=5, used=5)
        fans = tagged(town.clay, "Fans", [town.alice])
        who = {"group": fans, "who": "now"}
        patient = going(town.clay, who, send(1, patience_days=7))
        goes = going(town.clay, who, send(2, patience_days=0), {"kind": "tag", "id": "s3", "name": "On"})
        leaves = going(town.clay, who, send(4, patience_days=0, otherwise="leave"))
    rounds(NOON + HOUR)
    assert log(patient, town.alice) == ["week_full"]
    assert log(goes, town.alice) == ["gave_up", "tagged"]
    assert outcomes(leaves) == {"Alice": "left"}
    rounds(NOON + 2 * DAY)
    assert log(patient, town.alice) == ["week_full"]
    rounds(NOON + 5 * DAY)
    assert letters(town.alice) == ["Letter 1"]
    assert log(patient, town.alice) == ["week_full", "sent"]


def test_messages_of_journeys_count_in_the_week_all_stores_share(town: Town) -> None:
    stores = [town.clay, town.cashmere]
    with clock.at(NOON):
        for store in stores:
            allow(store, [town.alice])
            fans = tagged(store, "Fans", [town.alice])
            for number in range(1, 4):
                going(store, {"group": fans, "who": "now"}, send(number, patience_days=0))
            due(store, fans, holdout_percent=0)
    rounds(NOON + HOUR)
    assert len(letters(town.alice)) == 5
    assert ContactWeek.objects.get(person=town.alice).used == 5


def test_a_share_goes_along_without_anything(town: Town) -> None:
    crowd = people(60)
    with clock.at(NOON):
        allow(town.clay, crowd)
        fans = tagged(town.clay, "Fans", crowd)
        row = going(
            town.clay,
            {"group": fans, "who": "now"},
            send(1),
            {"kind": "tag", "id": "s2", "name": "On"},
            held=40,
        )
    rounds(NOON + HOUR)
    held = set(Traveller.objects.of(town.clay).filter(held_out=True).values_list("person_id", flat=True))
    assert 10 <= len(held) <= 40
    wrote = set(Contact.objects.of(town.clay).filter(state="sent").values_list("person_id", flat=True))
    assert wrote == {person.pk for person in crowd} - held
    assert set(
        Passage.objects.of(town.clay).filter(traveller__person__in=held).values_list("what", flat=True)
    ) == {"held_out"}
    assert Counter(outcomes(row).values()) == {"done": 60}
    on = segments_of(town.clay).get(name="On")
    assert set(on.members.values_list("person_id", flat=True)) == wrote


def test_a_new_version_takes_in_who_comes_and_leaves_the_others_on_theirs(town: Town) -> None:
    with clock.at(NOON):
        allow(town.clay, [town.alice, town.bob])
        fans = tagged(town.clay, "Fans", [])
        row = going(town.clay, {"group": fans}, wait(1), send(2))
        said: dict[str, Any] = {"by": SYSTEM, "store": town.clay, "journey_id": row.public_id}
        with pytest.raises(actions.JourneyNotNow):
            actions.alter(**said, change=lambda old: old)
    with clock.at(NOON + HOUR):
        tagged(town.clay, "Fans", [town.alice])
    rounds(NOON + 2 * HOUR)
    with clock.at(NOON + 3 * HOUR):
        actions.renew(**said)
        actions.alter(**said, change=lambda old: type(old)(old.entry, old.goal, old.steps[1:]))
        tagged(town.clay, "Fans", [town.bob])
    with clock.at(NOON + 3 * HOUR + MINUTE):
        actions.start(**said)
    rounds(NOON + 4 * HOUR)
    assert (letters(town.bob), letters(town.alice)) == (["Letter 2"], []), (
        "Bob came in between and is not lost"
    )
    rounds(NOON + 2 * DAY)
    assert letters(town.alice) == ["Letter 2"]
    assert dict(Traveller.objects.of(town.clay).values_list("person__name", "version__number")) == {
        "Alice": 1, "Bob": 2,
    }  # fmt: skip


def test_paused_nobody_moves_and_then_all_goes_on(town: Town) -> None:
    with clock.at(NOON):
        allow(town.clay, [town.alice, town.bob])
        fans = tagged(town.clay, "Fans", [])
        row = going(town.clay, {"group": fans}, send(1))
    with clock.at(NOON + 10 * HOUR):
        tagged(town.clay, "Fans", [town.alice])
    rounds(NOON + 10 * HOUR + MINUTE)
    said: dict[str, Any] = {"by": SYSTEM, "store": town.clay, "journey_id": row.public_id}
    with clock.at(NOON + 11 * HOUR):
        actions.pause(**said)
        tagged(town.clay, "Fans", [town.bob])
    rounds(NOON + DAY)
    assert (letters(town.alice), outcomes(row)) == ([], {"Alice": ""})
    with clock.at(NOON + DAY):
        actions.resume(**said)
    rounds(NOON + DAY + MINUTE)
    assert (letters(town.alice), letters(town.bob)) == (["Letter 1"], ["Letter 1"])


def test_ended_everybody_leaves_and_nothing_more_goes_out(town: Town) -> None:
    with clock.at(NOON + 10 * HOUR):
        allow(town.clay, [town.alice])
        fans = tagged(town.clay, "Fans", [town.alice])
        row = going(town.clay, {"group": fans, "who": "both"}, send(1))
    rounds(NOON + 11 * HOUR)
    with clock.at(NOON + 12 * HOUR):
        actions.end(by=SYSTEM, store=town.clay, journey_id=row.public_id)
        tagged(town.clay, "Fans", [town.bob])
    rounds(NOON + DAY)
    assert (outcomes(row), letters(town.alice)) == ({"Alice": "ended"}, [])
    with pytest.raises(actions.JourneyNotNow), clock.at(NOON + DAY):
        actions.resume(by=SYSTEM, store=town.clay, journey_id=row.public_id)


def test_an_unready_draft_does_not_start(town: Town) -> None:
    row = actions.plan(by=SYSTEM, store=town.clay, name="Empty")
    with pytest.raises(actions.JourneyIncomplete) as refused:
        actions.start(by=SYSTEM, store=town.clay, journey_id=row.public_id)
    assert refused.value.details["faults"] == [("entry", "no-entry"), ("steps", "no-steps")]
    with pytest.raises(NotFound):
        actions.start(by=SYSTEM, store=town.cashmere, journey_id=row.public_id)
    with pytest.raises(NotFound):
        actions.drop(by=town.ravi_at_work(), store=town.clay, journey_id=row.public_id)


def test_leaving_the_store_ends_it_and_forgetting_removes_it(town: Town) -> None:
    with clock.at(NOON):
        customers.follow(by=shopper(town.alice), store=town.clay)
        drain()
        fans = tagged(town.clay, "Fans", [town.alice, town.bob])
        row = going(town.clay, {"group": fans, "who": "now"}, wait(1))
    rounds(NOON + MINUTE)
    with clock.at(NOON + HOUR):
        customers.leave(by=shopper(town.alice), store=town.clay)
        drain()
        assert (outcomes(row), log(row, town.alice)) == ({"Alice": "went", "Bob": ""}, ["went"])
        forget(
            About(
                town.alice.pk, town.alice.public_id, store_id=town.cashmere.pk, store=town.cashmere.public_id
            )
        )
        assert set(outcomes(row)) == {"Alice", "Bob"}
        forget(About(town.alice.pk, town.alice.public_id, store_id=town.clay.pk, store=town.clay.public_id))
    assert set(outcomes(row)) == {"Bob"}
    assert not Passage.objects.of(town.clay).exists()


def test_groups_are_asked_once_for_everybody(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Five people or fifteen: as many questions to the lake, and to the database but for one claim each."""
    asked: list[str] = []
    real = tasks.refresh
    monkeypatch.setattr(
        tasks, "refresh", lambda **given: asked.append(given["segment"].name) or real(**given)
    )
    counted = {}
    for many in (5, 15):
        at = NOON + many * DAY
        with clock.at(at):
            for person in people(many):
                customers.touch(by=SYSTEM, store=town.clay, person_id=person.pk, origin="visit")
        with clock.at(at + HOUR):
            here = _rule(town, f"Here {many}", {"kind": "is", "attribute": "origin", "value": "visit"})
            half = _rule(town, f"Half {many}", {"kind": "share", "salt": "x", "end": 5000})
            split = {"kind": "split", "id": "s1", "group": half, "yes": [wait(2)], "no": [wait(3)]}
            row = going(town.clay, {"group": here, "who": "now"}, split)
        asked.clear()
        with clock.at(at + 2 * HOUR), CaptureQueriesContext(connection) as entering:
            tasks.let_in()
        with clock.at(at + 3 * HOUR), CaptureQueriesContext(connection) as moving:
            tasks.move_due()
        assert Counter(asked) == {f"Here {many}": 1, f"Half {many}": 1}
        assert len(outcomes(row)) == many
        claims = [one for one in moving if one["sql"].startswith('UPDATE "journeys_traveller"')]
        assert len(claims) == many
        counted[many] = (len(entering), len(moving) - many)
        actions.end(by=SYSTEM, store=town.clay, journey_id=row.public_id)
    assert counted[5] == counted[15]


def _rule(town: Town, name: str, definition: dict[str, Any]) -> str:
    return segments.save_segment(by=SYSTEM, store=town.clay, name=name, definition=definition).public_id


@pytest.mark.django_db(transaction=True)
def test_two_runners_do_every_step_once(real_town: Town) -> None:
    crowd = people(12)
    with clock.at(NOON):
        allow(real_town.clay, crowd)
        fans = tagged(real_town.clay, "Fans", crowd)
        row = going(
            real_town.clay,
            {"group": fans, "who": "now"},
            send(1),
            {"kind": "tag", "id": "s2", "name": "On"},
            send(3),
        )

    def work() -> None:
        rounds(NOON + HOUR)
        rounds(NOON + HOUR)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rounds(NOON + 2 * HOUR)
    assert Counter(outcomes(row).values()) == {"done": 12}
    for person in crowd:
        assert letters(person) == ["Letter 1", "Letter 3"]
        assert log(row, person) == ["sent", "tagged", "sent"]


def test_one_who_cannot_be_moved_does_not_hold_up_the_others(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    with clock.at(NOON):
        fans = tagged(town.clay, "Fans", [town.alice, town.bob, town.lin])
        row = going(town.clay, {"group": fans, "who": "now"}, {"kind": "exit", "id": "s1"})
        sick = town.bob.public_id
    walks = actions.walking.walk

    def breaks(way: Any, here: Any) -> Any:
        if here.person == sick:
            raise RuntimeError("something is wrong with this one")
        return walks(way, here)

    monkeypatch.setattr(actions.walking, "walk", breaks)
    rounds(NOON + HOUR)
    assert outcomes(row) == {"Alice": "left", "Bob": "", "Lin": "left"}
    monkeypatch.setattr(actions.walking, "walk", walks)
    rounds(NOON + 2 * HOUR)
    assert outcomes(row)["Bob"] == "left"


def test_a_dry_run_says_who_would_enter_and_whom_it_reaches(town: Town) -> None:
    with clock.at(NOON):
        allow(town.clay, [town.alice])
        buyers = tagged(town.clay, "Buyers", [town.lin])
        fans = tagged(town.clay, "Fans", [town.alice, town.bob, town.lin])
        row = plan(town.clay, {"group": fans, "who": "now"}, send(1), send(2, channel="email"), goal=buyers)
        draft = queries.draft_of(row)
        assert draft is not None
        found = queries.ahead(row, queries.said(draft))
        assert (found.in_group, found.there, found.entering) == (3, 1, 2)
        assert found.ways == {
            ("inbox", "offers"): {"send": 1, "no_consent": 1}, ("email", "offers"): {"no_consent": 2}
        }  # fmt: skip
        words = queries.reads(row, queries.said(draft), town.alice, None)
        assert words["s1"].text == "Dear Alice"
    assert not Campaign.objects.of(town.clay).exists()
    assert segment_of(town.clay, fans).size == 3
