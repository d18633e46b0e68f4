"""When shoppers see a list."""

from __future__ import annotations

from datetime import datetime

from regulars.discovery.lists.actions.refusals import NothingOn, TimeTurned
from regulars.discovery.lists.actions.writing import RIGHT, changed
from regulars.discovery.lists.models import List, Showing
from regulars.discovery.lists.queries import entries_of
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor


@action("lists.publish_list")
def publish_list(
    *, by: Actor, row: List, since: datetime | None = None, until: datetime | None = None
) -> Showing:
    """Show the list from a moment (now) until another (no end). A showing that runs or waits ends with it.

    Raises NothingOn for an empty list made by hand, TimeTurned.
    """
    by.require(RIGHT)
    now = clock.now()
    begin = max(since, now) if since else now
    if until is not None and until <= begin:
        raise TimeTurned(param="until")
    if not row.recipe and not entries_of(row).exists():
        raise NothingOn(param="since")
    _end(by, row, now)
    made = Showing.objects.create(list=row, since=begin, until=until, published_by_id=by.person_id)
    changed(row)
    return made


@action("lists.take_down")
def take_down(*, by: Actor, row: List) -> bool:
    """Take the list down, or call its publication off; whether there was one."""
    by.require(RIGHT)
    ended = _end(by, row, clock.now())
    changed(row)
    return ended


def _end(by: Actor, row: List, now: datetime) -> bool:
    rows = Showing.objects.filter(list=row, ended_at=None)
    return rows.update(ended_at=now, ended_by_id=by.person_id) > 0
