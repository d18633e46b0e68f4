"""Mei asks where her buyers come from, and six ways of counting answer side by side."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from regulars.ground import lake
from regulars.ground.bus import shore
from regulars.ground.kit import clock
from regulars.ground.kit.ids import new_id
from regulars.ground.lake.figures import Answer, ask
from regulars.loyalty.customers.rules.credit import MODELS
from regulars.people.accounts.models import Person
from tests.town import Town, shopper
from tests.trade.orders.shopping import bought


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


def came(town: Town, person: Person, days: float, session: str, *sources: str | None) -> None:
    """The person looked at the store so many days ago, once per source."""
    first = clock.now() - timedelta(days=days, minutes=10)
    rows = [
        {
            "id": new_id("bea"), "at": first + timedelta(minutes=n), "name": "view", "source": source,
            "session": session, "store": town.clay.public_id, "person": person.public_id,
        }
        for n, source in enumerate(sources)
    ]  # fmt: skip
    lake.append("beacons", rows)


def landed() -> None:
    while shore.to_lake():
        pass


def answer(town: Town, name: str = "sales.credit") -> Answer:
    return ask(name, town.clay, clock.now() + timedelta(minutes=1))


def worth(found: Answer, model: str) -> dict[str, int]:
    points = (point for point in found.points if point.keys[0] == model)
    return {point.keys[1]: int(point.value or 0) for point in points if point.value}


@pytest.fixture
def lived(town: Town) -> Town:
    """Alice came by search, then over the QR code, and bought; Bob came by search only and bought nothing."""
    came(town, town.alice, 8, "a1", "search", None, "search:tea")
    came(town, town.alice, 1, "a2", "qr")
    came(town, town.bob, 2, "b1", "search")
    bought(shopper(town.alice), {town.variant(town.cup).public_id: 1})
    landed()
    return town


def page(browser: Client, town: Town) -> str:
    with clock.at(clock.now() + timedelta(minutes=1)):
        return browser.get(reverse("desk_sources", args=[town.clay.public_id])).content.decode()


def test_before_anybody_bought_the_page_teaches_links_that_say_where_they_stand(
    town: Town, mei: Client
) -> None:
    text = page(mei, town)
    assert "No order to look back from yet" in text
    assert f"{reverse('store', args=[town.clay.slug])}?from=offline" in text


def test_one_order_is_shared_over_what_led_to_it(lived: Town) -> None:
    found = answer(lived)
    paid = int(found.value or 0)
    assert paid == ask("sales.kept", lived.clay, clock.now() + timedelta(minutes=1)).value
    assert worth(found, "first") == {"search": paid}
    assert worth(found, "last") == {"offline": paid}
    for model in MODELS:
        assert sum(worth(found, model).values()) == paid
    assert worth(found, "decay")["offline"] > worth(found, "decay")["search"]
    assert found.windows == {"orders": 90, "before": 30, "half_life": 7}


def test_touches_that_led_to_nothing_teach_the_chain_but_earn_nothing(lived: Town) -> None:
    came(lived, lived.bob, 1, "b2", "ad")
    landed()
    assert "ad" not in worth(answer(lived), "markov")
    assert [(one.keys, one.value) for one in answer(lived, "sales.paths").points] == [
        (("search", "offline"), 1)
    ]


def test_an_order_nothing_is_known_about_came_directly_and_one_refunded_whole_does_not_count(
    town: Town,
) -> None:
    came(town, town.alice, 31, "old", "ad")
    bought(shopper(town.alice), {town.variant(town.cup).public_id: 1})
    landed()
    found = answer(town)
    assert worth(found, "markov") == {"direct": found.value}
    assert ask("sales.credit", town.clay, clock.now() - timedelta(days=1)).points == ()


def test_another_store_sees_nothing_of_it(lived: Town) -> None:
    assert ask("sales.credit", lived.cashmere, clock.now() + timedelta(minutes=1)).points == ()


def test_mei_compares_the_six_ways_and_takes_the_numbers_away(lived: Town, mei: Client) -> None:
    text = page(mei, lived)
    for words in ("First touch", "Last touch", "Evenly", "By position", "By time", "From data"):
        assert words in text
    assert "Search → On the spot" in text
    assert all(f"Search, {model}: " in text for model in ("First touch", "From data"))
    with clock.at(clock.now() + timedelta(minutes=1)):
        table = mei.get(reverse("desk_figure_csv", args=[lived.clay.public_id, "sales.credit"]))
    rows = list(csv.reader(io.StringIO(b"".join(table.streaming_content).decode("utf-8-sig"))))  # type: ignore[attr-defined]
    last = {row[5]: int(row[2]) for row in rows[2:] if row[4] == "last"}
    assert last == worth(answer(lived), "last") | {"search": 0}
    assert rows[1][4] in text


def test_when_all_came_directly_the_page_says_what_to_do(town: Town, mei: Client) -> None:
    bought(shopper(town.alice), {town.variant(town.cup).public_id: 1})
    landed()
    assert "Nothing to compare yet" in page(mei, town)


def test_in_chinese_too(lived: Town, mei: Client) -> None:
    mei.cookies["django_language"] = "zh-hans"
    text = page(mei, lived)
    assert "首次触点" in text
    assert "搜索 → 到店" in text
