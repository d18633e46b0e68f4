"""Who is told what when: letters in turn, reminders once, the store's day, its calendar, one customer's page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from regulars.faces.merchant.agreements.todo import todos
from regulars.faces.merchant.person.streams import streams_of
from regulars.faces.merchant.person.telling import steps
from regulars.ground.bus.relay import drain
from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.streams import merged
from regulars.loyalty.customers.queries import relation_of
from regulars.trade.agreements import actions, queries
from regulars.trade.agreements.models import Agreement
from regulars.trade.agreements.queries.planned import find_milestones
from tests.town import Town
from tests.trade.agreements.making import (
    asked,
    days,
    delivered,
    fresh,
    proposed,
    refuse,
    sign,
    signed,
    step,
    upto,
)
from tests.trade.agreements.plans import coat
from tests.trade.orders.shopping import shopper

OLGA = Actor("operator", rights=frozenset({"market.read", "market.orders"}))


def told() -> Iterator[tuple[str, str]]:
    """(to, subject) of the letters about agreements since the last look."""
    drain()
    for one in mail.outbox:
        if "Open the agreement" in str(one.body) or "打开协议" in str(one.body):
            yield one.to[0].split("@")[0], one.subject.rsplit(" · ", 1)[0]
    mail.outbox.clear()


def test_every_step_is_written_to_the_side_that_did_not_do_it(town: Town) -> None:
    alice, ravi, row = shopper(town.alice), town.ravi_at_work(), asked(town)
    assert list(told()) == [("ravi", "A wish to make to order: “A coat to measure”")]
    proposed(town, row)
    cheaper = coat(queries.today(), price_minor=110_000)
    assert list(told()) == [("alice", "“A coat to measure”: version 1 waits for your signature")]
    version = proposed(town, row, cheaper, by=alice)
    sign(ravi, row, version)
    assert sorted(told()) == [
        ("alice", "“A grey coat” is agreed"),
        ("ravi", "“A grey coat”: version 2 waits for your signature"),
    ]
    upto(town, row, "proof")
    assert list(told()) == [
        ("ravi", "Paid: “A grey coat”"),
        ("ravi", "“A grey coat” goes on: Send the measurements"),
    ]
    step(town, row)
    refuse(row, "The sleeves are short.")
    drain()
    body = str(mail.outbox[-1].body)
    assert "“Double-faced cashmere, knee-long, two pockets.”" in body
    assert "Your turn: Proof to look at" in body
    assert list(told()) == [
        ("alice", "A proof of “A grey coat” waits for you"),
        ("ravi", "The proof of “A grey coat” is refused"),
    ]
    terms = queries.now_of(fresh(row)).terms
    assert terms is not None
    proposed(town, row, coat(milestones=terms.milestones, price_minor=130_000))
    assert list(told()) == [("alice", "A change of “A grey coat” is proposed")]
    actions.dispute(by=alice, agreement_id=row.public_id, why="Enough.")
    actions.decide_proof(by=OLGA, agreement_id=row.public_id, stands=True, why="It is right.")
    assert sorted(told()) == [
        ("alice", "The market decided about “A grey coat”"),
        ("ravi", "The market decided about “A grey coat”"),
        ("ravi", "“A grey coat” is before the market"),
    ]


def test_what_came_and_what_lateness_gave_is_written(town: Town) -> None:
    row = upto(town, signed(town), "deliver")
    list(told())
    with days(38):
        actions.post_due_credits()
        assert sorted(told()) == [
            ("alice", "Late-delivery credit for “A grey coat”: CN¥60.00"),
            ("ravi", "Late-delivery credit for “A grey coat”: CN¥60.00"),
        ]
        delivered(town, row)
        assert ("alice", "“A grey coat” is on its way") in list(told())
        actions.reject(by=shopper(town.alice), agreement_id=row.public_id, why="A hole.")
        assert list(told()) == [("ravi", "“A grey coat” is not as agreed")]
        actions.send_again(by=town.ravi_at_work(), agreement_id=row.public_id, text="Mended.")
        actions.accept(by=shopper(town.alice), agreement_id=row.public_id)
        found = list(told())
        assert ("alice", "“A grey coat” is sent again") in found
        assert ("ravi", "“A grey coat” is accepted") in found


def test_what_is_long_past_is_no_news_and_letters_are_in_the_readers_language(town: Town) -> None:
    row = signed(town)
    list(told())
    upto(town, row, "measure")
    with days(3):
        assert list(told()) == []
        town.alice.language = "zh-hans"
        town.alice.save()
        upto(town, row, "approve")
        assert ("alice", "《A grey coat》的样稿等您确认") in list(told())


def test_whose_turn_it_is_is_reminded_once_of_the_day_and_once_of_lateness(town: Town) -> None:
    row = upto(town, signed(town), "proof")
    list(told())
    assert actions.watch() == 0
    with days(9):
        assert (actions.watch(), actions.watch()) == (1, 0)
        ((to, subject),) = told()
        assert (to, subject.split(":")[0]) == ("ravi", "“A grey coat”")
    with days(11):
        assert (actions.watch(), actions.watch()) == (1, 0)
        late = "“A grey coat” is late: Proof to look at"
        assert sorted(told()) == [("alice", late), ("ravi", late)]
        assert actions.watch(limit=5) == 0
    with days(12):
        step(town, row)
    with days(25):
        assert actions.watch() == 1
        assert ("ravi", "The proof of “A grey coat” counts as approved") in list(told())
        assert fresh(row).state == "signed"


def test_the_days_work_asks_the_same_few_questions_however_much_is_under_way(town: Town) -> None:
    signed(town)
    proposed(town, asked(town))
    asked(town)
    few = counted(town)
    for _more in range(3):
        upto(town, signed(town, by=shopper(town.bob)), "make")
    proposed(town, asked(town, shopper(town.bob)))
    assert counted(town) == few <= 5
    (line,) = todos(town.cashmere)
    assert line["count"] == 4
    assert line["due"].startswith("next by")


def counted(town: Town) -> int:
    """How many questions the line of the day asks."""
    with CaptureQueriesContext(connection) as asked_for:
        list(todos(town.cashmere))
    return len(asked_for)


def test_milestones_stand_in_the_stores_calendar_on_their_days(town: Town) -> None:
    row = upto(town, signed(town), "proof")
    now = clock.now()
    found = list(find_milestones(town.cashmere, now, now))
    assert [one.title.split(" · ")[0] for one in found] == [
        "Proof to look at",
        "Making",
        "Hand it to the carrier",
    ]
    assert {one.state for one in found} == {"scheduled"}
    first = found[0]
    due = queries.now_of(fresh(row)).standing[2].due
    assert (queries.standing.day_of(first.starts_at), first.path) == (
        due,
        f"offers/agreements/{row.public_id}/",
    )
    with days(12):
        late = next(iter(find_milestones(town.cashmere, now, now)))
        assert (late.state, queries.standing.day_of(late.starts_at)) == ("running", due)
        assert late.ends_at is not None
        assert late.ends_at > clock.now()
    assert not list(find_milestones(town.clay, now, now))


def test_the_page_of_one_customer_tells_what_was_made_for_them(town: Town) -> None:
    row = upto(town, signed(town), "measure")
    actions.write_note(by=shopper(town.alice), agreement_id=row.public_id, text="Between us.")
    relation = relation_of(town.cashmere, town.alice.pk)
    assert relation is not None
    listed, _more = merged(streams_of(town.cashmere, relation, clock.now()), ["agreements"], "", 20)
    with translation.override("en"):
        shown = steps(town.cashmere, town.ravi_at_work(), listed, opened=False)
    assert [one["title"] for one in shown] == [
        "Done: Payment ahead",
        "Version 1 signed by both sides",
        "Version 1 proposed",
        "Asked for a quote",
    ]
    assert shown[0]["href"].endswith(f"/offers/agreements/{row.public_id}/")
    assert "Between us." not in str(shown)
    assert Agreement.objects.of(town.cashmere).count() == 1


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_headline_can_be_said(town: Town, language: str) -> None:
    words = {"title": "x", "store": "x", "n": 1, "amount": "x", "what": "x"}
    with translation.override(language):
        for subject, sentence in queries.headlines.HAPPENED.values():
            assert str(subject) % words
            assert str(sentence) % words


def test_a_wish_is_called_in_each_readers_language(town: Town) -> None:
    row = asked(town)
    as_asked = coat(queries.today(), title="A coat to measure")
    proposed(town, row, as_asked)
    town.alice.language = "zh-hans"
    town.alice.save()
    drain()
    letters = [(one.to[0].split("@")[0], one.subject) for one in mail.outbox]
    mail.outbox.clear()
    assert any(to == "ravi" and "“A coat to measure”" in subject for to, subject in letters)
    assert any(to == "alice" and "量身大衣" in subject for to, subject in letters)
    row = signed(town, as_asked)
    planned = next(iter(find_milestones(town.cashmere, clock.now(), clock.now() + timedelta(days=30))))
    assert planned.title.endswith("A coat to measure")
    assert planned.title_zh.endswith("量身大衣")
    found = queries.own_agreement(town.alice.pk, row.public_id)
    with translation.override("zh-hans"):
        assert queries.saying.title(found) == "量身大衣"
    assert queries.saying.title(found) == "A coat to measure"


def test_a_form_that_is_called_otherwise_by_now_does_not_rename_a_wish(town: Town) -> None:
    row = asked(town)
    row.form.title, row.form.title_zh = "A jacket", "夹克"
    row.form.save()
    with translation.override("zh-hans"):
        assert (
            queries.saying.title(queries.own_agreement(town.alice.pk, row.public_id)) == "A coat to measure"
        )


def test_versions_are_compared_under_the_stores_questions_in_the_readers_language(town: Town) -> None:
    row = asked(town)
    first = proposed(town, row, coat(queries.today(), details=(("Chest", "92 cm"), ("Lining", "silk"))))
    later = coat(queries.today(), details=(("胸围", "94 cm"), ("Lining", "silk")))
    second = proposed(town, row, later, by=shopper(town.alice))
    row = queries.own_agreement(town.alice.pk, row.public_id)
    with translation.override("zh-hans"):
        labels = [one["label"] for one in queries.comparison(row, first, first)]
        assert "胸围" in labels
        assert "Chest" not in labels
        assert "Lining" in labels
    assert [one["label"] for one in queries.comparison(row, second, second)].count("Chest") == 1
