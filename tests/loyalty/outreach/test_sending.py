"""Messages on their way: asked for, within the week's budget, once, and outside the quiet hours."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction

from regulars.ground.bus.models import Message
from regulars.ground.bus.relay import drain
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.ground.kit.refusals import NotAllowed, NotFound
from regulars.loyalty.customers import actions as customers
from regulars.loyalty.customers.queries import allows
from regulars.loyalty.outreach import actions, hooks, queries, tasks
from regulars.loyalty.outreach.actions import settling
from regulars.loyalty.outreach.actions.moving import take_place
from regulars.loyalty.outreach.hooks import Channel, NotDelivered, Outgoing, Unavailable
from regulars.loyalty.outreach.models import Campaign, Contact, ContactWeek
from regulars.loyalty.segments import actions as segments
from regulars.people.merchants import actions as merchants
from tests.loyalty.outreach.writing import NOON, allow, due, group, message, people, states
from tests.town import Town, shopper, staff


@pytest.fixture(autouse=True)
def _rounds_end_when_all_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "SECONDS", 600.0)


def test_only_those_who_said_yes_are_written_to(town: Town) -> None:
    with clock.at(NOON):
        allow(town.clay, [town.alice])
        row = due(town.clay, group(town.clay, [town.alice, town.bob]))
        tasks.send_due()
        assert states(row) == {"Alice": "sent", "Bob": "no_consent"}
        (letter,) = queries.inbox_of(town.alice.pk)
        assert queries.message_of(town.alice.pk, letter.public_id)[1].subject == "New cups, Alice"
        assert not queries.inbox_of(town.bob.pk).exists()
        row.refresh_from_db()
        assert queries.state_of(row) == "sent"
        assert Message.objects.filter(name="loyalty.message-sent.v1").count() == 1


def test_the_last_word_counts(town: Town) -> None:
    with clock.at(NOON):
        said: dict[str, Any] = {
            "by": shopper(town.alice),
            "store": town.clay,
            "purpose": "offers",
            "channel": "inbox",
        }
        allow(town.clay, [town.alice])
        customers.withdraw_consent(**said)
        first = due(town.clay, group(town.clay, [town.alice]))
        tasks.send_due()
        customers.give_consent(**said, wording="w", place="p")
        second = due(town.clay, group(town.clay, [town.alice]))
        tasks.send_due()
        assert (states(first), states(second)) == ({"Alice": "no_consent"}, {"Alice": "sent"})


def test_a_yes_to_one_store_purpose_and_channel_is_no_yes_to_another(town: Town) -> None:
    with clock.at(NOON):
        allow(town.cashmere, [town.alice])
        allow(town.clay, [town.alice], purpose="news")
        allow(town.clay, [town.alice], channel="email")
        row = due(town.clay, group(town.clay, [town.alice]))
        tasks.send_due()
        assert states(row) == {"Alice": "no_consent"}


def test_nobody_gets_more_than_the_weeks_budget_from_all_stores(town: Town) -> None:
    stores = [town.clay, town.cashmere]
    with clock.at(NOON):
        for store in stores:
            allow(store, [town.alice])
        rows = [due(store, group(store, [town.alice])) for store in stores * 4]
        tasks.send_due()
        said = Counter(states(row)["Alice"] for row in rows)
        assert said == {"sent": 5, "budget": 3}
        assert queries.budget_of(town.alice.pk).used == 5
    with clock.at(NOON + timedelta(days=7)):
        allow(town.clay, [town.alice])
        row = due(town.clay, group(town.clay, [town.alice]))
        tasks.send_due()
        assert states(row) == {"Alice": "sent"}


def test_the_nearest_stores_get_the_places(town: Town) -> None:
    """Alice buys at Purple Clay House and only looked at Cashmere to Measure."""
    with clock.at(NOON):
        for store in (town.clay, town.cashmere):
            allow(store, [town.alice])
        customers.record_purchase(
            by=SYSTEM,
            store_id=town.clay.pk,
            person_id=town.alice.pk,
            amount_minor=100,
            currency="CNY",
            at=NOON,
        )
        far = [due(town.cashmere, group(town.cashmere, [town.alice])) for _ in range(4)]
        near = [due(town.clay, group(town.clay, [town.alice])) for _ in range(4)]
        tasks.send_due()
        assert [states(row)["Alice"] for row in near] == ["sent"] * 4
        assert Counter(states(row)["Alice"] for row in far) == {"sent": 1, "budget": 3}


@pytest.mark.django_db(transaction=True)
def test_thirty_stores_at_once_never_exceed_the_budget(real_town: Town) -> None:
    """Thirty messages of thirty stores, sent by six workers at the same time."""
    crowd = people(12)
    with clock.at(NOON):
        stores = [
            merchants.open_store(by=SYSTEM, owner=real_town.mei, name=f"Store {number}")
            for number in range(30)
        ]
        for store in stores:
            allow(store, crowd)
        rows = [due(store, group(store, crowd)) for store in stores]

    def work() -> None:
        with clock.at(NOON):
            tasks.send_due()
        connection.close()

    _at_once([work] * 6)
    with clock.at(NOON):
        tasks.send_due()
    got = Counter(
        Contact.objects.across_stores("test").filter(state="sent").values_list("person_id", flat=True)
    )
    assert got == dict.fromkeys([person.pk for person in crowd], 5)
    assert set(ContactWeek.objects.values_list("used", flat=True)) == {5}
    assert {state for row in rows for state in states(row).values()} == {"sent", "budget"}
    told = Message.objects.filter(name="loyalty.message-sent.v1").count()
    assert told == 5 * len(crowd)


def test_a_place_given_back_after_midnight_is_none_of_the_new_week(town: Town, settings: Any) -> None:
    """A round that began on Sunday claims on Monday; the channel then fails."""
    settings.QUIET_HOURS = "3-4"
    monday = datetime(2026, 5, 11, tzinfo=ZoneInfo("Asia/Shanghai"))
    with clock.at(monday - timedelta(seconds=1)):
        allow(town.clay, [town.alice], channel="email")
        row = due(town.clay, group(town.clay, [town.alice]), channel="email")
        tasks._enlist(row)
        facts = settling._Facts(settling._waiting([town.alice.pk], [row.pk]), [town.alice.pk])
    with clock.at(monday):
        (contact,) = settling._settle_one(facts, facts.by_person[town.alice.pk])
        used = ContactWeek.objects.filter(person=town.alice)
        assert dict(used.values_list("week", "used")) == {
            monday.date() - timedelta(days=7): 0,
            monday.date(): 1,
        }
        actions.record_failed(by=SYSTEM, contact=contact, why="gone")
        assert set(used.values_list("used", flat=True)) == {0}


@pytest.mark.django_db(transaction=True)
def test_thirty_hands_for_five_places(real_town: Town) -> None:
    row = ContactWeek.objects.create(person=real_town.alice, week=NOON.date(), cap=5)
    got: list[bool] = []

    def work() -> None:
        got.append(take_place(row.person_id, row.week, 5))
        connection.close()

    _at_once([work] * 30)
    assert Counter(got) == {True: 5, False: 25}
    row.refresh_from_db()
    assert row.used == 5


def _at_once(tasks_: list[Any]) -> None:
    threads = [threading.Thread(target=task) for task in tasks_]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_the_table_itself_refuses_a_sixth_message(town: Town) -> None:
    row = ContactWeek.objects.create(person=town.alice, week=NOON.date(), cap=5, used=5)
    with pytest.raises(IntegrityError), transaction.atomic():
        ContactWeek.objects.filter(pk=row.pk).update(used=6)


def test_a_smaller_budget_counts_at_once(town: Town, settings: Any) -> None:
    with clock.at(NOON):
        allow(town.clay, [town.alice])
        due(town.clay, group(town.clay, [town.alice]))
        tasks.send_due()
        settings.CONTACTS_A_WEEK = 1
        row = due(town.clay, group(town.clay, [town.alice]))
        tasks.send_due()
        assert states(row) == {"Alice": "budget"}


def test_in_quiet_hours_everything_waits_for_the_morning(town: Town) -> None:
    late = NOON + timedelta(hours=11)
    with clock.at(NOON):
        allow(town.clay, [town.alice])
        segment = group(town.clay, [town.alice])
        early = message(town.clay, segment)
        actions.schedule(
            by=SYSTEM, store=town.clay, campaign_id=early.public_id, at=late - timedelta(hours=3)
        )
    with clock.at(late):
        assert tasks.send_due() == 0
        assert states(early) == {}
        asked = due(town.clay, segment)
        assert asked.due_at == NOON + timedelta(hours=21), "nine in the morning"
    with clock.at(NOON + timedelta(hours=22)):
        tasks.send_due()
        assert (states(early), states(asked)) == ({"Alice": "sent"}, {"Alice": "sent"})


def test_a_share_is_held_out_and_gets_nothing(town: Town) -> None:
    crowd = people(200)
    with clock.at(NOON):
        allow(town.clay, crowd)
        row = due(town.clay, group(town.clay, crowd), holdout_percent=10)
        foreseen = queries.foreseen(row).counts
        while tasks.send_due():
            pass
        said = Counter(states(row).values())
        assert set(said) == {"sent", "held_out"}
        assert 8 <= said["held_out"] <= 36
        assert foreseen == {"send": said["sent"], "held_out": said["held_out"]}
        assert (
            sum(queries.used_by([person.pk for person in crowd], queries.this_week()).values())
            == said["sent"]
        )


def test_the_preview_says_of_each_what_would_happen(town: Town) -> None:
    with clock.at(NOON):
        full, closed, wants, not_asked = people(4)
        allow(town.clay, [full, closed, wants])
        segment = group(town.clay, [full, closed, wants, not_asked])
        for _ in range(queries.cap()):
            Contact.objects.create(campaign=message(town.clay, segment), person=full, state="sent")
        type(closed).objects.filter(pk=closed.pk).update(closed_at=NOON)
        row = message(town.clay, segment)
        found = {one.person.pk: one.outcome for one in queries.foreseen(row).people}
        assert found == {full.pk: "budget", closed.pk: "closed", wants.pk: "send", not_asked.pk: "no_consent"}


def test_the_preview_does_not_tell_of_messages_of_other_stores(town: Town) -> None:
    with clock.at(NOON):
        (full,) = people(1)
        allow(town.clay, [full])
        ContactWeek.objects.create(person=full, week=queries.this_week(), cap=5, used=5)
        row = message(town.clay, group(town.clay, [full]))
        assert queries.foreseen(row).counts == {"send": 1}


def test_a_round_that_breaks_goes_on_where_it_was(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    crowd = people(9)
    monkeypatch.setattr(tasks, "PEOPLE", 4)
    with clock.at(NOON):
        allow(town.clay, crowd)
        row = due(town.clay, group(town.clay, crowd))
        real, rounds = actions.settle, iter([0, 1])

        def breaks(**given: Any) -> Any:
            if next(rounds):
                raise RuntimeError("the machine stops")
            return real(**given)

        monkeypatch.setattr(actions, "settle", breaks)
        with pytest.raises(RuntimeError):
            tasks.send_due()
        assert Counter(states(row).values()) == {"sent": 4, "waiting": 5}
        monkeypatch.setattr(actions, "settle", real)
        tasks.send_due()
        tasks.send_due()
        assert Counter(states(row).values()) == {"sent": 9}
        assert [queries.inbox_of(person.pk).count() for person in crowd] == [1] * 9


def test_once_per_person_and_message_is_the_tables_own_rule(town: Town) -> None:
    row = message(town.clay, group(town.clay, [town.alice]))
    Contact.objects.create(campaign=row, person=town.alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.create(campaign=row, person=town.alice)


def test_a_stopped_message_goes_to_nobody_else(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    crowd = people(6)
    monkeypatch.setattr(tasks, "PEOPLE", 2)
    with clock.at(NOON):
        allow(town.clay, crowd)
        row = due(town.clay, group(town.clay, crowd))
        monkeypatch.setattr(tasks, "SECONDS", 0.0)
        tasks.send_due()
        actions.stop(by=SYSTEM, store=town.clay, campaign_id=row.public_id)
        monkeypatch.setattr(tasks, "SECONDS", 600.0)
        tasks.send_due()
        assert set(states(row).values()) == {"stopped"}


def test_a_group_that_was_put_away_is_not_written_to(town: Town) -> None:
    with clock.at(NOON):
        allow(town.clay, [town.alice])
        segment = group(town.clay, [town.alice])
        row = due(town.clay, segment)
        segments.archive(by=SYSTEM, store=town.clay, segment_id=segment)
        tasks.send_due()
        row.refresh_from_db()
        assert (queries.state_of(row), states(row)) == ("stopped", {})
        with pytest.raises(NotFound):
            due(town.clay, segment)


def test_a_group_by_rule_is_counted_again_when_its_message_goes(town: Town) -> None:
    """Bob came after the message was scheduled; he is in the group, so he gets it too."""
    with clock.at(NOON):
        customers.touch(by=SYSTEM, store=town.clay, person_id=town.alice.pk, origin="visit")
        rule = {"kind": "is", "attribute": "origin", "op": "eq", "value": "visit"}
        with clock.shift(timedelta(minutes=1)):
            everybody = segments.save_segment(by=SYSTEM, store=town.clay, name="Came by", definition=rule)
        row = due(town.clay, everybody.public_id)
    with clock.at(NOON + timedelta(minutes=5)):
        customers.touch(by=SYSTEM, store=town.clay, person_id=town.bob.pk, origin="visit")
        allow(town.clay, [town.alice, town.bob])
    with clock.at(NOON + timedelta(minutes=10)):
        tasks.send_due()
        assert states(row) == {"Alice": "sent", "Bob": "sent"}


def test_what_is_stopped_or_held_back_at_the_last_moment_is_meant_for_nobody(town: Town) -> None:
    with clock.at(NOON):
        segment = group(town.clay, [town.alice])
        stopped, held = due(town.clay, segment), due(town.clay, segment)
        actions.stop(by=SYSTEM, store=town.clay, campaign_id=stopped.public_id)
        actions.hold_back(by=SYSTEM, store=town.clay, campaign_id=held.public_id)
        for row in (stopped, held):
            actions.enlist(by=SYSTEM, campaign=row, people=[town.alice.pk])
            assert states(row) == {}


def test_a_suspended_store_writes_to_nobody(town: Town) -> None:
    with clock.at(NOON):
        allow(town.clay, [town.alice])
        row = due(town.clay, group(town.clay, [town.alice]))
        merchants.suspend(by=SYSTEM, store=town.clay, reason="Papers")
        tasks.send_due()
        assert states(row) == {}


class Post:
    """A channel that does what it is told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.taken: list[Outgoing] = []
        self.mood: Exception | None = None
        way = Channel("sms", lambda person: "+86 1" if person.name != "Bob" else "", self.send)
        monkeypatch.setattr(hooks.channels, "answers", [lambda: way])

    def send(self, message: Outgoing) -> str:
        if self.mood:
            raise self.mood
        self.taken.append(message)
        return f"ref-{len(self.taken)}"


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> Post:
    return Post(monkeypatch)


def test_a_plug_ins_channel_gets_finished_words_and_its_reference_is_kept(town: Town, post: Post) -> None:
    with clock.at(NOON):
        both = [town.alice, town.bob]
        allow(town.clay, both, channel="sms")
        row = due(town.clay, group(town.clay, both), channel="sms")
        tasks.send_due()
        assert states(row) == {"Alice": "sent", "Bob": "no_address"}
        (taken,) = post.taken
        assert (taken.address, taken.subject, taken.store) == (
            "+86 1",
            "New cups, Alice",
            "Purple Clay House",
        )
        assert Contact.objects.of(town.clay).get(public_id=taken.contact).note == "ref-1"


def test_a_channel_out_of_order_costs_nothing_and_is_tried_again(town: Town, post: Post) -> None:
    with clock.at(NOON):
        allow(town.clay, [town.alice], channel="sms")
        row = due(town.clay, group(town.clay, [town.alice]), channel="sms")
        post.mood = Unavailable("no answer")
        tasks.send_due()
        assert states(row) == {"Alice": "waiting"}
        assert queries.budget_of(town.alice.pk).used == 0
        post.mood = None
        tasks.send_due()
        assert states(row) == {"Alice": "sent"}


def test_a_letter_that_was_not_taken_leaves_its_place_to_others(town: Town, post: Post) -> None:
    with clock.at(NOON):
        allow(town.clay, [town.alice], channel="sms")
        row = due(town.clay, group(town.clay, [town.alice]), channel="sms")
        post.mood = NotDelivered("number unknown")
        tasks.send_due()
        assert states(row) == {"Alice": "failed"}
        assert Contact.objects.of(town.clay).get(campaign=row).note == "number unknown"
        assert queries.budget_of(town.alice.pk).used == 0


def test_what_a_dying_process_held_is_not_sent_again(town: Town, post: Post) -> None:
    with clock.at(NOON):
        allow(town.clay, [town.alice], channel="sms")
        row = due(town.clay, group(town.clay, [town.alice]), channel="sms")
        post.mood = SystemExit()  # type: ignore[assignment]
        with pytest.raises(SystemExit):
            tasks.send_due()
        post.mood = None
        tasks.send_due()
        assert (states(row), post.taken) == ({"Alice": "sending"}, [])
    with clock.at(NOON + timedelta(hours=2)):
        assert tasks.give_up_interrupted() == 1
        tasks.send_due()
        assert (states(row), post.taken) == ({"Alice": "failed"}, [])
        row.refresh_from_db()
        assert queries.state_of(row) == "sent"


def test_a_letter_says_who_writes_why_and_how_to_stop_it(town: Town) -> None:
    with clock.at(NOON):
        type(town.alice).objects.filter(pk=town.alice.pk).update(name="<b>Al{name}")
        allow(town.clay, [town.alice], channel="email")
        due(town.clay, group(town.clay, [town.alice]), channel="email")
        tasks.send_due()
    (letter,) = mail.outbox
    assert letter.to == ["alice@example.com"]
    assert letter.subject == "New cups, <b>Al{name}"
    assert letter.from_email.startswith("Purple Clay House via Regulars Town <")
    out = letter.extra_headers["List-Unsubscribe"]
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    html = str(letter.alternatives[0][0])  # type: ignore[attr-defined]
    assert "&lt;b&gt;Al{name}" in html
    assert "<b>Al" not in html
    assert out.strip("<>") in html
    assert out.strip("<>") in str(letter.body)


def test_following_opens_the_inbox_and_leaving_closes_it(town: Town) -> None:
    alice, words = shopper(town.alice), (town.clay, town.alice.pk, "offers", "inbox")
    customers.follow(by=alice, store=town.clay)
    drain()
    assert allows(*words)
    assert not allows(town.clay, town.alice.pk, "offers", "email")
    customers.leave(by=alice, store=town.clay)
    drain()
    assert not allows(*words)
    customers.follow(by=alice, store=town.clay)
    drain()
    assert allows(*words)


def test_a_no_that_was_said_outlives_following_again(town: Town) -> None:
    alice = shopper(town.alice)
    actions.switch(by=alice, store=town.clay, channel="inbox", on=False)
    customers.follow(by=alice, store=town.clay)
    drain()
    assert not allows(town.clay, town.alice.pk, "offers", "inbox")


def test_a_letters_link_stops_that_store_and_channel_and_no_other(town: Town) -> None:
    for store in (town.clay, town.cashmere):
        allow(store, [town.alice], channel="email")
    allow(town.clay, [town.alice])
    relation = queries.writers_of(town.alice.pk)[0].relation
    token = queries.token_for(relation, "email")
    for _ in range(2):
        found = actions.unsubscribe(by=SYSTEM, token=token)
    mine, other = found.relation.store, town.clay if found.relation.store == town.cashmere else town.cashmere
    assert not allows(mine, town.alice.pk, "offers", "email")
    assert allows(other, town.alice.pk, "offers", "email")
    assert allows(town.clay, town.alice.pk, "offers", "inbox")
    with pytest.raises(NotFound):
        actions.unsubscribe(by=SYSTEM, token=token + "x")


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"name": " "}, "name"),
        ({"subject": "", "text": ""}, "subject"),
        ({"text": ""}, "text"),
        ({"subject_zh": "新杯子"}, "text_zh"),
        ({"channel": "pigeon"}, "channel"),
        ({"purpose": "service"}, "channel"),
        ({"holdout_percent": 51}, "holdout_percent"),
        ({"window_days": 0}, "window_days"),
        ({"text": "Hello {nmae|friend}"}, "text"),
    ],
)
def test_what_is_missing_or_impossible_is_named(town: Town, fields: dict[str, Any], param: str) -> None:
    segment = group(town.clay, [town.alice])
    with pytest.raises((actions.MessageIncomplete, actions.TextFaulty)) as refused:
        message(town.clay, segment, **fields)
    assert refused.value.param == param  # type: ignore[attr-defined]


def test_a_message_on_its_way_stays_as_it_is(town: Town) -> None:
    with clock.at(NOON):
        segment = group(town.clay, [town.alice])
        row = due(town.clay, segment)
        given = {"by": SYSTEM, "store": town.clay, "campaign_id": row.public_id}
        with pytest.raises(actions.NotNow):
            actions.write(**given, fields=actions.Fields(name="x", segment_id=segment, subject="a", text="b"))
        with pytest.raises(actions.NotNow):
            actions.schedule(**given)
        actions.hold_back(**given)
        actions.schedule(**given)
        tasks.send_due()
        with pytest.raises(actions.NotNow):
            actions.hold_back(**given)


def test_writing_is_for_staff_who_may_make_offers(town: Town) -> None:
    row = message(town.clay, group(town.clay, [town.alice]))
    with pytest.raises(NotAllowed):
        actions.schedule(by=staff(town.lin, town.clay), store=town.clay, campaign_id=row.public_id)
    with pytest.raises(NotFound):
        actions.schedule(by=town.ravi_at_work(), store=town.clay, campaign_id=row.public_id)
    with pytest.raises(NotFound):
        actions.schedule(by=town.ravi_at_work(), store=town.cashmere, campaign_id=row.public_id)
    for verb in (actions.settle, actions.enlist):
        with pytest.raises(NotFound):
            verb(
                by=town.mei_at_work(),
                people=[],
                **{"campaign" if verb is actions.enlist else "campaigns": row},
            )
    assert Campaign.objects.of(town.clay).get().due_at is None


def test_a_test_goes_to_the_writer_alone_and_costs_nothing(town: Town) -> None:
    with clock.at(NOON):
        row = message(town.clay, group(town.clay, [town.alice]), channel="email")
        actions.make_test(by=town.mei_at_work(), store=town.clay, campaign_id=row.public_id)
        assert tasks.send_tests() == 1
        assert tasks.send_tests() == 0
        (letter,) = mail.outbox
        assert (letter.to, letter.subject) == (["mei@example.com"], "[Test] New cups, Mei")
        assert queries.counts_of(row).by_state == {}
        assert queries.budget_of(town.mei.pk).used == 0


def test_the_text_is_chosen_by_the_readers_language(town: Town) -> None:
    type(town.bob).objects.filter(pk=town.bob.pk).update(language="zh-hans", name="")
    town.bob.refresh_from_db()
    row = message(
        town.clay,
        group(town.clay, [town.bob]),
        subject_zh="{store}的新杯子",
        text_zh="{name|朋友}，窑开了。{days|好久}",
    )
    words = queries.worded(row, town.bob, None)
    assert (words.subject, words.text, words.language) == (
        "紫砂小院的新杯子",
        "朋友，窑开了。好久",
        "zh-hans",
    )
    assert queries.worded(row, town.alice, None).subject == "New cups, Alice"
