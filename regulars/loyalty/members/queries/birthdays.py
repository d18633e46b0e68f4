"""Whose birthday is near."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.db.models import Q

from regulars.ground.kit import clock
from regulars.loyalty.members.models import Member
from regulars.loyalty.members.queries.programmes import programme_of
from regulars.loyalty.members.queries.standings import standings
from regulars.loyalty.members.rules import Around, Standing, around, days_near, place

AT_ONCE = 500


def birthdays_near(
    store_id: int, today: date, before: int, after: int, from_tier: int = 1
) -> Iterator[tuple[int, Around]]:
    """Members (keys of persons) from a tier on who have `today` among the days around their birthday."""
    running = programme_of(store_id)
    if running is None:
        return
    near = _near(days_near(today, before, after))
    rows = Member.objects.of(store_id).filter(near, left_at=None).order_by("pk")
    for start in range(0, rows.count(), AT_ONCE):
        members = list(rows[start : start + AT_ONCE])
        stood = standings(members, running.rules, clock.now())
        for row in members:
            found = around(row.birth_month or 0, row.birth_day or 0, today, before, after)
            reached = place(running.rules, stood.get(row.pk, Standing())).position + 1
            if found is not None and reached >= from_tier:
                yield row.person_id, found


def _near(days: set[tuple[int, int]]) -> Q:
    months: dict[int, list[int]] = {}
    for month, day in sorted(days):
        months.setdefault(month, []).append(day)
    return reduce(or_, (Q(birth_month=month, birth_day__in=own) for month, own in months.items()))


def day_after(found: Around) -> date:
    """The first day that is no longer around the birthday."""
    return found.last + timedelta(days=1)
