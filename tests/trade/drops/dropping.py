"""Drops in tests: planned, published, and the moments around them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from regulars.ground.kit import clock
from regulars.people.accounts.models import Person
from regulars.trade.drops import actions
from regulars.trade.drops.models import Drop
from tests.town import Town

HOUR = timedelta(hours=1)


def fields(town: Town, **changes: Any) -> actions.Fields:
    """Ten cups in an hour, for an hour."""
    opens = changes.pop("opens_at", clock.now() + HOUR)
    usual: dict[str, Any] = {
        "variant": town.variant(town.cup).public_id, "title": "Ten cups", "units": 10, "opens_at": opens,
        "ends_at": opens + HOUR,
    }  # fmt: skip
    return actions.Fields(**usual | changes)


def announced(town: Town, **changes: Any) -> Drop:
    """A published drop of Mei's."""
    by, store = town.mei_at_work(), town.clay
    row = actions.plan_drop(by=by, store=store, fields=fields(town, **changes))
    return actions.publish_drop(by=by, store=store, drop=row.public_id)


def crowd(count: int) -> list[Person]:
    """People who want something."""
    return Person.objects.bulk_create([Person(name=f"P{number}") for number in range(count)])
