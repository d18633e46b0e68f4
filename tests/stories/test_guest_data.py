"""Carol ordered without an account; later she asks what stores hold of her, and has it erased."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from regulars.ground.kit import clock
from regulars.ground.kit.ids import new_id
from regulars.loyalty.customers.models import Relation
from regulars.trade.orders.models import OrderGroup
from regulars.trade.orders.queries import guests_called, proof_of, proven
from regulars.trade.settlement.queries import check_books
from tests.town import Town, shopper
from tests.trade.orders.shopping import GUEST, bought, completed

CAROL = "carol@example.com"


@pytest.fixture(autouse=True)
def _plain_static(settings: Any) -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


def press(path: str, **fields: str) -> Any:
    return Client().post(path, fields | {"idempotency_key": new_id("key")})


def asked(email: str) -> Any:
    """What becomes of the asking, and the letter."""
    mail.outbox.clear()
    answer = press(reverse("guest_data"), email=email)
    return answer, mail.outbox


def link_in(letter: Any) -> str:
    found = re.search(r"/me/guest-data/[\w:=.-]+/", letter.body)
    assert found is not None
    return found[0]


def ordered(town: Town, done: bool = True) -> OrderGroup:
    """Carol buys at two stores at once."""
    lines = {town.variant(town.cup).public_id: 1, town.variant(town.sweater).public_id: 1}
    made = bought(GUEST, lines, email="Carol@Example.com", phone="13811112222", name="Carol")
    for by, store in ((town.mei_at_work(), town.clay), (town.ravi_at_work(), town.cashmere)):
        if done or store is town.clay:
            completed(GUEST, by, store, made)
    return made


@pytest.mark.parametrize("like", ["sus\u0131@example.com", "\u017fusi@example.com"])
def test_an_address_that_only_looks_alike_opens_nobody_elses_orders(town: Town, like: str) -> None:
    """PostgreSQL makes the same capitals of a dotless i and a long s as of plain letters."""
    cup = {town.variant(town.cup).public_id: 1}
    hers = bought(GUEST, cup, email="susi@example.com")
    mine = bought(GUEST, cup, email=like)
    assert guests_called(like) == guests_called(proven(proof_of(like))) == [mine.person_id]
    assert guests_called(proven(proof_of(" SUSI@example.com"))) == [hers.person_id]


def test_carol_sees_takes_along_and_erases(town: Town) -> None:
    made, alices = (
        ordered(town),
        bought(shopper(town.alice), {town.variant(town.cup).public_id: 1}, email=CAROL),
    )
    answer, (letter,) = asked(CAROL)
    assert (answer.status_code, letter.to) == (303, [CAROL])
    path = link_in(letter)
    page = Client().get(path).content.decode()
    for order in made.orders.all():
        assert order.public_id[-8:].upper() in page
    assert "Cashmere to Measure" in page
    assert alices.orders.get().public_id[-8:].upper() not in page, "hers who has an account is hers alone"

    with zipfile.ZipFile(io.BytesIO(b"".join(press(path, do="file").streaming_content))) as packed:
        rows = [json.loads(line) for line in packed.read("orders.jsonl").splitlines()]
    assert {row["public_id"] for row in rows} == {order.public_id for order in made.orders.all()}
    assert {row["group.contact_phone"] for row in rows} == {"13811112222"}

    assert press(path, do="forget").status_code == 303
    made.refresh_from_db()
    assert (made.contact_email, made.contact_phone, made.person.name) == ("", "", "")
    assert "recipient" not in made.address
    assert not Relation.objects.across_stores("a test").filter(person=made.person).exists()
    assert "Nothing is held" in Client().get(path).content.decode()
    assert OrderGroup.objects.get(pk=alices.pk).contact_email == CAROL
    assert check_books()["ok"]


def test_what_is_under_way_ends_first(town: Town) -> None:
    made = ordered(town, done=False)
    path = link_in(asked(CAROL)[1][0])
    answer = press(path, do="forget")
    assert answer.status_code == 409
    assert "has not ended" in answer.content.decode()
    made.refresh_from_db()
    assert made.contact_phone == "13811112222"


def test_nobody_learns_whether_somebody_ordered(town: Town) -> None:
    ordered(town)
    known, letters = asked(CAROL)
    assert len(letters) == 1
    unknown, letters = asked("stranger@example.com")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert len(letters) == 1, "a letter either way"
    assert "/me/guest-data/" not in letters[0].body
    cache.clear()
    counts = {
        email: [press(reverse("guest_data"), email=email).status_code for _ in range(7)]
        for email in (CAROL, "stranger@example.com")
    }
    assert counts[CAROL] == counts["stranger@example.com"]
    assert 429 in counts[CAROL]


def test_a_link_is_signed_and_ages(town: Town) -> None:
    ordered(town)
    path = link_in(asked(CAROL)[1][0])
    assert Client().get(path[:-3] + "xx/").status_code == 404
    with clock.shift(timedelta(hours=25)):
        assert Client().get(path).status_code == 404
    assert press(reverse("guest_data"), email="not an address").status_code == 422
