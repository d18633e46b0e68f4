"""Stores to discover, one's own, and the one of the day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from regulars.ground.kit import clock
from regulars.loyalty.customers.actions import follow
from tests.blocks import drawn, filled, scene
from tests.town import Town, shopper


def names(which: str, person: int | None = None) -> list[str]:
    found = filled("stores", {"which": which}, scene(person=person))
    return [one["store"].name for one in found["shops"]] if found else []


def test_the_store_of_the_day_is_not_among_those_to_discover(town: Town) -> None:
    assert sorted(names("day") + names("discover")) == ["Cashmere to Measure", "Purple Clay House"]


def test_another_day_another_store(town: Town) -> None:
    seen = set()
    for day in range(8):
        with clock.shift(timedelta(days=day)):
            seen |= set(names("day"))
    assert seen == {"Cashmere to Measure", "Purple Clay House"}


def test_ones_own_stores(town: Town) -> None:
    follow(by=shopper(town.alice), store=town.clay)
    assert names("followed", town.alice.pk) == ["Purple Clay House"]
    assert names("followed", town.bob.pk) == names("followed") == []
    assert "follows a store" in drawn("stores", {"which": "followed"}, scene(preview=True))


@pytest.mark.parametrize(("which", "look"), [("discover", "cards"), ("day", "faces"), ("followed", "faces")])
def test_every_look_tells_what_was_seen(town: Town, which: str, look: str) -> None:
    follow(by=shopper(town.alice), store=town.clay)
    at = scene(person=town.alice.pk)
    with CaptureQueriesContext(connection) as asked:
        filled("stores", {"which": which, "look": look}, at)
    assert len(asked) <= 2
    shown = drawn("stores", {"which": which, "look": look}, at)
    assert 'data-source="block:stores:one"' in shown
    assert "data-ref=" in shown
