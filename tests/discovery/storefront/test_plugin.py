"""The example plug-in: a block of its own on Mei's home, as anybody would install it."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from regulars.discovery.storefront import hooks
from regulars.discovery.storefront.rules import editing
from regulars.ground.kit import clock
from tests.discovery.storefront.building import published
from tests.town import Town

FOLDER = Path(__file__).resolve().parents[3] / "plugins" / "opening-hours"


@pytest.fixture
def _installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hooks.blocks, "answers", [*hooks.blocks.answers])
    monkeypatch.syspath_prepend(str(FOLDER))
    monkeypatch.delitem(sys.modules, "regulars_opening_hours", raising=False)
    __import__("regulars_opening_hours")


@pytest.mark.usefixtures("_installed")
def test_the_store_says_whether_it_is_open(town: Town) -> None:
    hours = {"title": {"en": "Come by"}, "hours": [{"day": "0", "opens": 9, "closes": 18}]}
    published(town, editing.block("h", "opening-hours", hours))
    seen = {}
    for hour in (4, 12):  # a Monday in 2099, 12:00 and 20:00 in Shanghai
        with clock.at(datetime(2099, 1, 5, hour, tzinfo=UTC)):
            page = Client().get("/s/purple-clay-house/").content.decode()
            assert "Come by" in page
            seen[hour] = "Open now" in page
    assert seen == {4: True, 12: False}
    assert '/static/blocks/opening-hours/block.css"' in page
    assert finders.find("blocks/opening-hours/block.css") == str(
        FOLDER / "regulars_opening_hours" / "block.css"
    )
    assert finders.find("blocks/opening-hours/__init__.py") is None
