"""The registry of named figures: one name once, and days that mean the same everywhere."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from regulars.ground.kit import clock
from regulars.ground.lake.figures import Answer, NoSuchFigure, ask, figure, members_of, moment, registry

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 3, 31, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2026-03-30", datetime(2026, 3, 30, 16, tzinfo=UTC)),
        ("2026-03-30T18:00", datetime(2026, 3, 30, 10, tzinfo=UTC)),
        ("2026-03-30T18:00+00:00", datetime(2026, 3, 30, 18, tzinfo=UTC)),
        ("2026-03-31", NOON),
        ("2200-01-01", NOON),
    ],
)
def test_a_day_is_its_end_in_the_zone_and_nothing_is_later_than_now(text: str, wanted: datetime) -> None:
    with clock.at(NOON):
        found = moment(text, ZONE)
    assert found == wanted
    assert found.utcoffset() == timedelta(0)


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01", "0001-01-01", "9999-12-31", "2026-03-31'--"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        moment(text, ZONE)


def test_a_name_is_used_once_and_windows_come_from_the_declaration() -> None:
    class Store:
        pk, public_id, currency = 1, "sto_x", "CNY"

    try:
        figure(
            "test.one",
            unit="people",
            title="One",
            definition="One.",
            windows=lambda store: {"days": 3},
            spans=(2,),
        )(lambda store, as_of, span=1: Answer(span))
        assert ask("test.one", Store(), NOON) == Answer(1, windows={"days": 3})
        assert ask("test.one", Store(), NOON, 2).value == 2
        assert ask("test.one", Store(), NOON, 5).value == 1, "no span of this figure"
        with pytest.raises(ValueError, match=r"test\.one"):
            figure("test.one", unit="people", title="", definition="")(lambda store, as_of: Answer())
        with pytest.raises(NoSuchFigure):
            members_of("test.one", Store(), NOON, ())
    finally:
        registry.pop("test.one", None)
    with pytest.raises(NoSuchFigure):
        ask("test.one", Store(), NOON)
