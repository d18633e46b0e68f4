"""Mei looks at her people: where they stand, who is behind a number, and groups she describes herself."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from regulars.ground import lake
from regulars.ground.bus import shore
from regulars.ground.kit import clock
from regulars.ground.kit.ids import new_id
from regulars.loyalty.customers import actions as customers
from regulars.loyalty.segments.models import Segment
from tests.town import Town, shopper
from tests.trade.orders.shopping import bought

TWICE = {
    "name": "Came back", "join": "all", "g0-join": "all", "g0-0-kind": "did", "g0-0-what": "paid",
    "g0-0-op": "ge", "g0-0-value": "2", "g0-0-measure": "times", "g0-0-days": "90",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _plain_static(settings: Any) -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture
def mei(town: Town) -> Client:
    browser = Client()
    browser.force_login(town.mei)
    return browser


@pytest.fixture
def lived(town: Town) -> Town:
    """Alice bought twice, Bob once; both are in the lake."""
    cup = town.variant(town.cup).public_id
    bought(shopper(town.alice), {cup: 1})
    bought(shopper(town.alice), {cup: 1})
    bought(shopper(town.bob), {cup: 1})
    customers.touch(by=shopper(town.bob), store=town.clay, person_id=town.bob.pk, origin="visit")
    seen = {"id": new_id("bea"), "at": clock.now() - timedelta(minutes=1), "name": "view"}
    lake.append("beacons", [seen | {"store": town.clay.public_id, "person": town.bob.public_id}])
    while shore.to_lake():
        pass
    return town


def page(browser: Client, town: Town, route: str, *args: str, **query: str) -> str:
    answer = browser.get(reverse(route, args=[town.clay.public_id, *args]), query)
    assert answer.status_code == 200
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return body.decode("utf-8-sig")


def sent(browser: Client, town: Town, route: str, fields: dict[str, str], *args: str) -> Any:
    address = reverse(route, args=[town.clay.public_id, *args])
    return browser.post(address, fields | {"idempotency_key": new_id("key")})


def test_before_anybody_came_the_page_says_what_will_stand_there(town: Town, mei: Client) -> None:
    assert "Nobody has come yet" in page(mei, town, "desk_people")
    assert "Describe your first group" in page(mei, town, "desk_groups")


def test_every_number_opens_the_people_behind_it(lived: Town, mei: Client) -> None:
    with clock.at(clock.now() + timedelta(minutes=1)):
        text = page(mei, lived, "desk_people")
        assert "Loyal" in text
        loyal = json.dumps({"kind": "stage", "in": ["loyal"]})
        behind = page(mei, lived, "desk_people_behind", definition=loyal)
        assert "Alice" in behind
        assert re.search(r"\bBob\b", behind) is None
        table = list(csv.reader(io.StringIO(page(mei, lived, "desk_figure_csv", "people.stages"))))
    counts = {row[4]: row[2] for row in table[2:]}
    assert counts == {"purchase": "1", "loyal": "1"}


def test_more_people_than_a_page_holds_are_turned_over(
    lived: Town, mei: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("regulars.faces.merchant.people.behind.SHOWN", 1)
    buyers = json.dumps({"kind": "stage", "in": ["purchase", "loyal"]})
    with clock.at(clock.now() + timedelta(minutes=1)):
        first = page(mei, lived, "desk_people_behind", definition=buyers)
        after = re.search(r"after=(\w+)", first)
        assert after
        second = page(mei, lived, "desk_people_behind", definition=buyers, after=after[1])
    assert ("Alice" in first) != ("Bob" in first)
    assert ("Alice" in first, "Bob" in first) == ("Bob" in second, "Alice" in second)


def test_a_group_is_described_counted_explained_and_put_away(lived: Town, mei: Client) -> None:
    with clock.at(clock.now() + timedelta(minutes=1)):
        size = mei.get(reverse("desk_group_size", args=[lived.clay.public_id]), TWICE)
        assert size.json() == {"size": 1, "text": "1 person fits now."}
        answer = sent(mei, lived, "desk_group_new", TWICE | {"do": "save"})
        row = Segment.objects.of(lived.clay).get()
        assert answer.status_code == 303
        text = page(mei, lived, "desk_group", row.public_id)
        assert "Alice" in text
        assert "2 times" in text
        assert re.search(r"\bBob\b", text) is None
        assert "Alice" in page(mei, lived, "desk_group_csv", row.public_id)
        wider = TWICE | {"g0-0-value": "1", "do": "save"}
        sent(mei, lived, "desk_group_edit", wider, row.public_id)
        row.refresh_from_db()
        assert (row.version, row.size) == (2, 2)
        sent(mei, lived, "desk_group_archive", {}, row.public_id)
        assert not Segment.objects.of(lived.clay).filter(archived_at=None).exists()


def test_buttons_add_and_remove_conditions_and_nothing_typed_is_lost(town: Town, mei: Client) -> None:
    more = sent(mei, town, "desk_group_new", TWICE | {"do": "add-0"}).content.decode()
    assert 'name="g0-1-kind"' in more
    assert "Came back" in more
    apart = sent(mei, town, "desk_group_new", TWICE | {"do": "group"}).content.decode()
    assert 'name="g1-0-kind"' in apart
    none = sent(mei, town, "desk_group_new", TWICE | {"do": "drop-0-0"}).content.decode()
    assert 'name="g0-0-kind"' not in none
    assert not Segment.objects.of(town.clay).exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Give the group a name"),
        ({"g0-0-value": "-3"}, "zero or more"),
        ({"g0-0-value": "1.5"}, "zero or more"),
        ({"g0-0-days": "never"}, "number of days"),
        ({"g0-0-what": "danced"}, "cannot be understood"),
        ({"g0-0-kind": "group", "g0-0-id": ""}, "Choose a group"),
    ],
)
def test_what_cannot_stand_is_said_and_kept(
    town: Town, mei: Client, wrong: dict[str, str], words: str
) -> None:
    answer = sent(mei, town, "desk_group_new", TWICE | {"do": "save"} | wrong)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Segment.objects.of(town.clay).exists()


def test_a_list_is_uploaded_and_strangers_are_named(lived: Town, mei: Client) -> None:
    fields = {"name": "Fair in May", "words": "alice@example.com\nnobody@example.com"}
    answer = sent(mei, lived, "desk_group_upload", fields)
    row = Segment.objects.of(lived.clay).get()
    assert (row.kind, row.size) == ("list", 1)
    assert "nobody@example.com" in mei.get(answer["Location"]).content.decode()
    refused = sent(mei, lived, "desk_group_upload", fields)
    assert refused.status_code == 422
    assert "nobody@example.com" in refused.content.decode()


def test_in_chinese_too(lived: Town, mei: Client) -> None:
    mei.cookies["django_language"] = "zh-hans"
    with clock.at(clock.now() + timedelta(minutes=1)):
        text = page(mei, lived, "desk_people")
    assert "忠诚" in text
    assert "各阶段人数" in text
