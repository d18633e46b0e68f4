"""Calendar windows as of the end of a day are those of that day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from regulars.ground.kit.clock import midnight
from regulars.ground.lake.figures import moment
from regulars.loyalty.segments.rules.definition import Window
from regulars.loyalty.segments.rules.rfm import RfmBounds, cell
from regulars.loyalty.segments.rules.windows import span

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("name", "first", "after"),
    [
        ("today", date(2010, 5, 31), date(2010, 6, 1)),
        ("yesterday", date(2010, 5, 30), date(2010, 5, 31)),
        ("this_week", date(2010, 5, 31), date(2010, 6, 1)),
        ("last_week", date(2010, 5, 24), date(2010, 5, 31)),
        ("this_month", date(2010, 5, 1), date(2010, 6, 1)),
        ("last_month", date(2010, 4, 1), date(2010, 5, 1)),
        ("this_year", date(2010, 1, 1), date(2010, 6, 1)),
    ],
)
def test_a_day_asked_about_is_its_own_today(name: str, first: date, after: date) -> None:
    as_of = moment("2010-05-31", ZONE)
    assert span(Window(calendar=name), as_of, ZONE) == (midnight(first, ZONE), midnight(after, ZONE))  # type: ignore[arg-type]


def test_within_a_day_today_ends_now() -> None:
    noon = datetime(2010, 5, 31, 4, tzinfo=UTC)
    assert span(Window(calendar="today"), noon, ZONE) == (midnight(date(2010, 5, 31), ZONE), noon)


def test_the_first_moment_of_the_last_sixty_days_is_recent() -> None:
    assert [cell(RfmBounds(), days, 1, 0) for days in (59.9, 60.0, 60.1)] == ["100", "100", "000"]
