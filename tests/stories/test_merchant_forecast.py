"""Mei asks who will come back, sees how true the last forecast came, and keeps the likely ones as a group."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bench.forecast import TRUTH, simulated
from regulars.ground.kit import clock
from regulars.ground.kit.ids import new_id
from regulars.ground.lake import journal
from regulars.loyalty.segments.models import Segment
from tests.loyalty.segments.test_forecast import told
from tests.town import Town


@pytest.fixture(autouse=True)
def _plain(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.LAKE_URL = f"file://{tmp_path}/lake"
    yield
    journal.close_all()


@pytest.fixture
def mei(town: Town) -> Client:
    browser = Client()
    browser.force_login(town.mei)
    return browser


def page(browser: Client, town: Town) -> str:
    answer = browser.get(reverse("desk_forecast", args=[town.clay.public_id]))
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_before_there_is_enough_the_page_says_what_is_missing(town: Town, mei: Client) -> None:
    told(town, simulated(Random(2), TRUTH, 20), clock.now() - timedelta(hours=1))
    text = page(mei, town)
    assert "Too little to foretell from yet" in text
    assert "20 / 100" in text
    assert "80 still missing" in text
    assert text.count("need-met") == 1, "only the days are enough"


def test_mei_keeps_those_who_are_likely_to_come_back(town: Town, mei: Client) -> None:
    told(town, simulated(Random(2), TRUTH, 300), clock.now() - timedelta(hours=1))
    text = page(mei, town)
    assert "How true the last forecast came" in text
    assert '"kind": "calibration"' in text
    assert "Do not lean on it" not in text
    link = re.search(r'href="([^"]*groups/new/[^"]*)"', text)
    assert link is not None
    builder = unescape(mei.get(link[1]).content.decode())
    assert "Very likely: 75 to 100 %" in builder
    assert re.search(r'<option value="likely_back>=75" selected', builder)
    fields = {
        "name": "Very likely", "join": "all", "g0-join": "all", "g0-0-kind": "is", "g0-0-is": "likely_back>=75",
        "do": "save", "idempotency_key": new_id("key"),
    }  # fmt: skip
    mei.post(reverse("desk_group_new", args=[town.clay.public_id]), fields)
    row = Segment.objects.of(town.clay).get(name="Very likely")
    leaf = {"kind": "is", "attribute": "likely_back", "op": "ge", "value": 75}
    assert row.definition == {"kind": "all", "of": [leaf]}
    said = int(re.search(r'Very likely: 75 to 100 %</th><td class="number"><a href="[^"]*">(\d+)', text)[1])  # type: ignore[index]
    assert row.size == said > 0
    behind = mei.get(
        reverse("desk_people_behind", args=[town.clay.public_id]), {"definition": json.dumps(leaf)}
    )
    assert f"{said} people" in unescape(behind.content.decode())


def test_the_page_speaks_chinese(town: Town, mei: Client) -> None:
    told(town, simulated(Random(2), TRUTH, 300), clock.now() - timedelta(hours=1))
    mei.cookies["django_language"] = "zh-hans"
    text = page(mei, town)
    assert "上一次预测有多准" in text
    assert "How true" not in text
