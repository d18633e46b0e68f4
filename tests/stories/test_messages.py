"""Mei writes to people who allowed it; Alice reads, and decides who may write to her."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from regulars.ground.bus.relay import drain
from regulars.ground.kit import clock
from regulars.ground.kit.ids import new_id
from regulars.loyalty.customers import actions as customers
from regulars.loyalty.customers.models import Consent
from regulars.loyalty.customers.queries import allows
from regulars.loyalty.outreach import tasks
from regulars.loyalty.outreach.models import Campaign
from tests.loyalty.outreach.writing import NOON, allow, due, group
from tests.town import Town, shopper


@pytest.fixture(autouse=True)
def _noon_and_plain_static(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(tasks, "SECONDS", 600.0)
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    with clock.at(NOON):
        yield


def browser(person: Any) -> Client:
    found = Client()
    found.force_login(person)
    return found


def press(who: Client, path: str, **fields: str) -> Any:
    return who.post(path, fields | {"idempotency_key": new_id("key")}, follow=True)


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def desk(town: Town, route: str, *args: str) -> str:
    return reverse(route, args=[town.clay.public_id, *args])


LETTER = {
    "name": "Kiln", "channel": "inbox", "purpose": "offers", "subject": "The kiln is open, {name|friend}",
    "text": "Dear {name|friend},\n<script>x</script> come by.", "holdout_percent": "0", "window_days": "14",
}  # fmt: skip


def test_from_the_first_message_to_the_inbox(town: Town) -> None:
    mei, alice = browser(town.mei), browser(town.alice)
    assert "First describe whom you write to" in text(mei.get(desk(town, "desk_messages")))
    customers.follow(by=shopper(town.alice), store=town.clay)
    drain()
    segment = group(town.clay, [town.alice, town.bob])
    assert "Write your first message" in text(mei.get(desk(town, "desk_messages")))

    said = text(press(mei, desk(town, "desk_message_new"), **LETTER, segment_id=segment))
    assert "2 people in the group" in said
    assert "Gets it" in said
    assert "Did not allow it" in said
    assert "Dear Alice, &lt;script&gt;x&lt;/script&gt; come by." in said

    row = Campaign.objects.of(town.clay).get()
    act = desk(town, "desk_message_do", row.public_id)
    assert "your own inbox" in text(press(mei, act, do="test"))
    assert "The kiln is open, Mei" in text(mei.get(reverse("my_inbox")))
    press(mei, act, do="schedule")
    tasks.send_due()
    assert "Nobody was held out" in text(mei.get(desk(town, "desk_message", row.public_id)))
    assert "Kiln" in text(mei.get(desk(town, "desk_messages")))
    assert " Sent " in text(mei.get(desk(town, "desk_messages")))
    assert "Nobody of that name" in text(
        mei.get(desk(town, "desk_message", _draft(mei, town, segment)), {"q": "Zoe"})
    )
    log = text(mei.get(desk(town, "desk_message_log", row.public_id)))
    assert "Alice Sent" in log
    assert "Bob Did not allow it" in log

    page = alice.get(reverse("my_inbox"))
    assert "Not read yet" in text(page)
    opened = re.search(r'action="(/me/inbox/[^"]+/open)"', page.content.decode())
    assert opened
    letter = press(alice, opened[1])
    assert "Dear Alice," in text(letter)
    assert "Not read yet" not in text(alice.get(reverse("my_inbox")))
    assert re.search(r"Read in the inbox\D+1\b", text(mei.get(desk(town, "desk_message", row.public_id))))
    assert browser(town.bob).get(letter.redirect_chain[-1][0]).status_code == 404


def _draft(mei: Client, town: Town, segment: str) -> str:
    press(mei, desk(town, "desk_message_new"), **LETTER, segment_id=segment)
    return Campaign.objects.of(town.clay).latest("pk").public_id


def test_a_place_that_cannot_be_filled_is_named_beside_its_field(town: Town) -> None:
    mei, segment = browser(town.mei), group(town.clay, [town.alice])
    wrong = LETTER | {"text": "Dear {nmae|friend}", "segment_id": segment}
    answer = press(mei, desk(town, "desk_message_new"), **wrong)
    assert answer.status_code == 422
    body = answer.content.decode()
    assert "“{nmae}” is not known. You can use {name}, {store}" in body
    assert "Dear {nmae|friend}</textarea>" in body, "what was typed is kept"
    assert not Campaign.objects.of(town.clay).exists()


def test_alice_sees_and_switches_who_may_write(town: Town) -> None:
    alice = browser(town.alice)
    page = reverse("my_writers")
    assert "No store knows you yet" in text(alice.get(page))
    customers.follow(by=shopper(town.alice), store=town.clay)
    customers.touch(by=shopper(town.alice), store=town.cashmere, person_id=town.alice.pk, origin="share")
    drain()
    due(town.clay, group(town.clay, [town.alice]))
    tasks.send_due()
    said = text(alice.get(page))
    assert "1 of 5" in said
    assert "You followed it" in said
    assert "Somebody shared it with you" in said

    press(alice, reverse("my_writer", args=[town.clay.slug]), channel="email", on="1")
    assert allows(town.clay, town.alice.pk, "offers", "email")
    word = Consent.objects.filter(channel="email").latest("pk")
    assert (word.granted, word.wording, word.place) == (True, "writers-v1", "writers")
    press(alice, reverse("my_writer", args=[town.clay.slug]), channel="inbox", on="0")
    assert not allows(town.clay, town.alice.pk, "offers", "inbox")
    assert "1 store no longer writes to you." in text(press(alice, reverse("my_writers_silence")))
    assert not allows(town.clay, town.alice.pk, "offers", "email")
    later = due(town.clay, group(town.clay, [town.alice]), channel="email")
    tasks.send_due()
    assert mail.outbox == []
    assert later.contacts.get().state == "no_consent"
    assert browser(town.bob).post(reverse("my_writer", args=[town.clay.slug])).status_code in (400, 404)


def letter_link(town: Town) -> str:
    """The way out that stands in a letter to Alice."""
    allow(town.clay, [town.alice], channel="email")
    due(town.clay, group(town.clay, [town.alice]), channel="email")
    tasks.send_due()
    header = mail.outbox[-1].extra_headers["List-Unsubscribe"]
    return re.sub(r"^https?://[^/]+", "", header.strip("<>"))


def test_one_click_in_the_mail_reader_is_enough(town: Town) -> None:
    """RFC 8058: a POST without cookies, keys or anything but the link."""
    link = letter_link(town)
    answer = Client(enforce_csrf_checks=True).post(link, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 204
    assert not allows(town.clay, town.alice.pk, "offers", "email")


def test_the_link_in_the_letter_asks_once_without_logging_in(town: Town) -> None:
    link, nobody = letter_link(town), Client(enforce_csrf_checks=True)
    assert "No more messages from Purple Clay House?" in text(nobody.get(link))
    assert allows(town.clay, town.alice.pk, "offers", "email"), (
        "a program that only follows links changes nothing"
    )
    assert "Done" in text(nobody.post(link, follow=True))
    assert not allows(town.clay, town.alice.pk, "offers", "email")
    assert "?" in text(nobody.get(link + "?done=0"))
    assert nobody.get(link.rstrip("/") + "x/").status_code == 404


def test_reception_reads_no_messages(town: Town) -> None:
    assert browser(town.lin).get(desk(town, "desk_messages")).status_code == 403
    assert browser(town.ravi).get(desk(town, "desk_messages")).status_code == 404
