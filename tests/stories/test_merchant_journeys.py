"""Mei starts a journey: Alice is greeted in the morning, Bob orders meanwhile, and a share gets nothing, to compare."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from regulars.ground.bus import shore
from regulars.ground.bus.relay import drain
from regulars.ground.kit import clock
from regulars.ground.kit.ids import new_id
from regulars.loyalty.customers import actions as customers
from regulars.loyalty.journeys import tasks
from regulars.loyalty.journeys.models import Journey, Traveller
from regulars.loyalty.journeys.queries import draft_of, said
from regulars.loyalty.journeys.rules.definition import steps_of
from regulars.loyalty.outreach import tasks as outreach
from regulars.loyalty.outreach.rules.contacts import held_out
from regulars.people.accounts.models import Person
from tests.loyalty.journeys.travelling import letters, log, outcomes, rounds, tagged
from tests.loyalty.outreach.writing import people
from tests.town import Town, shopper
from tests.trade.orders.shopping import bought

HOUR = timedelta(hours=1)
# A Wednesday, ten in the evening in the market's zone: nobody is written to.
NIGHT = datetime.now(UTC).replace(hour=14, minute=0, second=0, microsecond=0)


@pytest.fixture(autouse=True)
def _plain_static(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "SECONDS", 600.0)
    monkeypatch.setattr(outreach, "SECONDS", 600.0)
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


def browser(person: Any) -> Client:
    found = Client()
    found.force_login(person)
    return found


def press(who: Client, path: str, /, **fields: str) -> Any:
    return who.post(path, fields | {"idempotency_key": new_id("key")}, follow=True)


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def desk(town: Town, route: str, *args: str) -> str:
    return reverse(route, args=[town.clay.public_id, *args])


def test_the_welcome_journey(town: Town) -> None:
    mei, crowd = browser(town.mei), people(100)
    with clock.at(NIGHT):
        row = _draft_without(mei, town, [town.alice, town.bob])
        page = text(mei.get(desk(town, "desk_journey", row.public_id)))
        assert "Everybody who newly gets into “Follows, has not bought”." in page
        assert "Is the person in “Was here in the last 3 days”?" in page
        assert "The journey runs." in text(
            press(mei, desk(town, "desk_journey_do", row.public_id), do="start")
        )
    nobody = next(one for one in crowd if held_out(row.public_id, one.public_id, 10))
    with clock.at(NIGHT + HOUR):
        for person in (town.alice, town.bob, nobody):
            customers.follow(by=shopper(person), store=town.clay)
        _told()
    rounds(NIGHT + HOUR + timedelta(minutes=5))
    assert [letters(one) for one in (town.alice, town.bob, nobody)] == [[], [], []], (
        "at night nobody is written to"
    )
    with clock.at(NIGHT + 2 * HOUR):
        bought(shopper(town.bob), {town.variant(town.cup).public_id: 1})
        _told()
    rounds(NIGHT + 3 * HOUR)
    rounds(NIGHT + 12 * HOUR)
    assert letters(town.alice) == ["Welcome to Purple Clay House"]
    assert (letters(town.bob), outcomes(row)["Bob"]) == ([], "reached"), "who ordered needs no greeting"
    assert (letters(nobody), log(row, nobody)) == ([], ["held_out"])
    with clock.at(NIGHT + 12 * HOUR):
        _told_why(mei, town, row, nobody)


def _told() -> None:
    """Every fact is heard, and lies in the lake."""
    drain()
    while shore.to_lake():
        pass


def _draft_without(mei: Client, town: Town, spared: list[Person]) -> Journey:
    """A draft of the pattern by whose chance none of these is held out."""
    for _try in range(30):
        page = press(mei, desk(town, "desk_journey_new"), pattern="welcome")
        row = Journey.objects.of(town.clay).latest("pk")
        if not any(held_out(row.public_id, one.public_id, 10) for one in spared):
            assert "Start this journey" in text(page)
            return row
    raise AssertionError("one of ten is held out, not everybody")


def _told_why(mei: Client, town: Town, row: Journey, nobody: Person) -> None:
    """The workbench says of everybody what they got and why."""
    page = text(mei.get(desk(town, "desk_journey", row.public_id)))
    assert "Too early to tell" in page
    first = re.search(r"Welcome to \{store\} Inbox · News (.+?) 0 people here now", page)
    assert first
    assert all(words in first[1] for words in ("Sent 1", "Held out 1", "reached the goal 1"))
    assert "Wait 3 days 2 people here now" in page
    told = {}
    for one in Traveller.objects.of(town.clay).select_related("person"):
        told[one.person.pk] = text(mei.get(desk(town, "desk_journey_log", row.public_id, one.public_id)))
    assert "“Welcome to {store}” was sent." in told[town.alice.pk]
    assert "Got into “Has bought”: the goal is reached." in told[town.bob.pk]
    assert "was chosen by chance to get nothing" in told[nobody.pk]
    relation = town.clay.relations.get(person=town.bob)
    card = text(browser(town.lin).get(desk(town, "desk_customer_journeys", relation.public_id)))
    assert "Welcome since" in card
    assert "Reached the goal" in card
    assert "Look which journeys they are on" in text(mei.get(desk(town, "desk_customer", relation.public_id)))
    listed = text(mei.get(desk(town, "desk_journey_people", row.public_id) + "?where=reached"))
    assert "Bob" in listed
    assert "Alice" not in listed


def test_a_journey_made_of_plain_forms(town: Town) -> None:
    mei = browser(town.mei)
    fans = tagged(town.clay, "Fans", [town.alice])
    page = press(mei, desk(town, "desk_journey_new"))
    row = Journey.objects.of(town.clay).get()
    assert page.redirect_chain[-1][0] == desk(town, "desk_journey_settings", row.public_id)
    do, set_up = (desk(town, name, row.public_id) for name in ("desk_journey_do", "desk_journey_settings"))
    about = {"name": "Spring", "group": fans, "who": "both", "holdout_percent": "5", "window_days": "20"}
    assert mei.post(set_up, about | {"again_days": "x", "idempotency_key": new_id("key")}).status_code == 422
    assert "Everybody in “Fans” at the start" in text(press(mei, set_up, **about))
    assert "Add the first step." in text(press(mei, do, do="start"))

    form = press(mei, do, do="add", kind="send", below="")
    letter = form.redirect_chain[-1][0]
    wrong = {
        "channel": "inbox",
        "purpose": "news",
        "subject": "Hello {nmae}",
        "text": "x",
        "patience_days": "3",
    }
    press(mei, letter, **wrong, otherwise="leave")
    assert "A place in braces cannot be filled: nmae" in text(press(mei, do, do="start"))
    press(mei, letter, **wrong | {"subject": "Hello {name|friend}"}, otherwise="leave")
    fork = press(mei, do, do="add", kind="split", below="s1").redirect_chain[-1][0]
    press(mei, fork, by="share", percent="30")
    wait = press(mei, do, do="add", kind="wait", below="s2.no").redirect_chain[-1][0]
    press(mei, wait, how="moment", weekday="4", hour="18")
    press(mei, do, do="add", kind="exit", below="s3")
    page = text(press(mei, do, do="down", step="s1"))
    assert "1 person would enter at once." in page
    assert "Hello Alice" in page
    assert "Until Friday, 18:00." in page
    draft = draft_of(row)
    assert draft is not None
    assert [one.id for one in steps_of(said(draft))] == ["s2", "s3", "s4", "s1"]
    press(mei, do, do="remove", step="s4")
    assert "The journey runs." in text(press(mei, do, do="start"))
    assert press(mei, do, do="add", kind="wait").status_code == 200
    assert [one.id for one in steps_of(said(row.versions.get()))] == ["s2", "s3", "s1"], (
        "what has started is fixed"
    )


def test_sent_twice_a_form_makes_one_step(town: Town) -> None:
    mei = browser(town.mei)
    press(mei, desk(town, "desk_journey_new"))
    row = Journey.objects.of(town.clay).get()
    same = {"do": "add", "kind": "wait", "below": "", "idempotency_key": new_id("key")}
    for _time in range(2):
        assert mei.post(desk(town, "desk_journey_do", row.public_id), same, follow=True).status_code == 200
    assert len(list(steps_of(said(row.versions.get())))) == 1


def test_reception_plans_no_journeys(town: Town) -> None:
    assert browser(town.lin).get(desk(town, "desk_journeys")).status_code == 403
    assert browser(town.ravi).get(desk(town, "desk_journeys")).status_code == 404
    assert "Welcome" in text(browser(town.mei).get(desk(town, "desk_journeys")))
