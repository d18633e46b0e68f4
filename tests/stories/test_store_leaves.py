"""Mei closes her store and takes along exactly those who said she may: no more, and nobody less."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from regulars.faces.terminal import archives
from regulars.ground.kit.ids import new_id
from regulars.loyalty.customers import actions as customers
from regulars.loyalty.customers.models import Relation
from regulars.people.accounts.models import Person
from regulars.people.merchants import actions as merchants
from tests.loyalty.outreach.writing import allow
from tests.town import PASSWORD, Town, shopper
from tests.trade.orders.shopping import bought, completed

Tables = dict[str, list[dict[str, Any]]]


@pytest.fixture(autouse=True)
def _plain_static(settings: Any) -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


def browser(person: Person) -> Client:
    found = Client()
    found.force_login(person)
    return found


def opened(content: bytes) -> Tables:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {
            name.removesuffix(".jsonl"): [json.loads(line) for line in packed.read(name).splitlines()]
            for name in packed.namelist()
            if name.endswith(".jsonl")
        }


def taken(town: Town) -> Tables:
    path = reverse("desk_export", args=[town.clay.public_id])
    answer = browser(town.mei).post(path, {"idempotency_key": new_id("key")})
    assert answer.status_code == 200
    return opened(b"".join(answer.streaming_content))  # type: ignore[attr-defined]


@pytest.fixture
def left(town: Town) -> Town:
    """Alice allowed mail, Bob took it back, Oscar only follows, Olga bought with a contact, Ravi was forgotten."""
    for who in (town.alice, town.bob, town.oscar, town.olga, town.ravi):
        customers.follow(by=shopper(who), store=town.clay)
    allow(town.clay, [town.alice, town.bob, town.ravi], channel="email")
    allow(town.clay, [town.oscar], channel="inbox")
    customers.withdraw_consent(by=shopper(town.bob), store=town.clay, purpose="offers", channel="email")
    cup = {town.variant(town.cup).public_id: 1}
    for who in (town.olga, town.ravi):
        made = bought(shopper(who), cup, email=who.email, phone="13800001234")
        completed(shopper(who), town.mei_at_work(), town.clay, made)
    forgotten = browser(town.ravi).post(
        reverse("my_data_forget"),
        {"password": PASSWORD, "store": town.clay.slug, "idempotency_key": new_id("key")},
    )
    assert forgotten.status_code == 303
    merchants.close_store(by=town.mei_at_work(), store=town.clay, typed_name=town.clay.name)
    return town


def test_exactly_the_consented_set_goes_along(left: Town, tmp_path: Path) -> None:
    alice = Relation.objects.of(left.clay).get(person=left.alice)
    found = taken(left)
    assert {row["public_id"]: row["email"] for row in found["customers"] if row["email"]} == {
        alice.public_id: "alice@example.com"
    }
    (known,) = (row for row in found["customers"] if row["email"])
    said = alice.consents.get()
    assert (known["origin"], known["allowed.purpose"], known["allowed.wording"]) == (
        "follow",
        "offers",
        said.wording,
    )
    assert known["allowed.at"][:19] == str(said.at)[:19]
    contacts = [(row["group.contact_email"], row["group.contact_phone"]) for row in found["orders"]]
    assert contacts == [("olga@example.com", "13800001234"), ("", "")]
    everything = json.dumps([rows for name, rows in found.items() if name not in ("staff", "acts")])
    for secret in ("bob@example.com", "oscar@example.com", "ravi@example.com"):
        assert secret not in everything
    archives.run(left.clay.slug, tmp_path / "store.zip")
    by_hand = opened((tmp_path / "store.zip").read_bytes())
    assert {name: rows for name, rows in by_hand.items() if name != "acts"} == {
        name: rows for name, rows in found.items() if name != "acts"
    }


def test_who_changes_their_mind_after_the_closing_is_heard(left: Town) -> None:
    customers.withdraw_consent(by=shopper(left.alice), store=left.clay, purpose="offers", channel="email")
    assert {row["email"] for row in taken(left)["customers"]} == {""}


def test_who_followed_is_told_and_can_be_forgotten(left: Town) -> None:
    alice = browser(left.alice)
    text = alice.get(reverse("my_stores")).content.decode()
    assert "Purple Clay House" in text
    assert "closed on" in text
    assert f"{reverse('my_data_forget')}?store={left.clay.slug}" in text
    assert "closed on" not in browser(left.mei).get(reverse("my_stores")).content.decode()
    merchants.reopen_store(by=left.mei_at_work(), store=left.clay)
    assert "closed on" not in alice.get(reverse("my_stores")).content.decode()
