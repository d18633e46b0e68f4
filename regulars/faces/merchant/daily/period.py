"""A period as the address names it: a number of days, or two days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils.translation import gettext as _

from regulars.ground.kit import clock
from regulars.people.merchants.queries import market

DAYS = {"today": 1, "7": 7, "30": 30, "90": 90}


@dataclass(frozen=True, slots=True)
class Period:
    """Days in the market's zone, both ends included; None is open."""

    key: str = ""
    first: date | None = None
    last: date | None = None

    @property
    def since(self) -> datetime | None:
        """The moment it begins."""
        return midnight(self.first) if self.first else None

    @property
    def until(self) -> datetime | None:
        """The moment after its end."""
        return midnight(self.last + timedelta(days=1)) if self.last else None


def today() -> date:
    """The present day in the market's zone."""
    return clock.now().astimezone(ZoneInfo(market().zone)).date()


def midnight(day: date) -> datetime:
    """The start of a day in the market's zone."""
    return datetime.combine(day, time(), ZoneInfo(market().zone))


def period_of(get: QueryDict) -> Period:
    """The period asked for: `period` names one, or `since` and `until` are days."""
    key = get.get("period", "")
    if key in DAYS:
        return Period(key, today() - timedelta(days=DAYS[key] - 1))
    return Period("", _day(get.get("since", "")), _day(get.get("until", "")))


def choices() -> list[tuple[str, str]]:
    """Named periods for a list to choose from."""
    return [
        ("", _("Any time")),
        ("today", _("Today")),
        ("7", _("Last 7 days")),
        ("30", _("Last 30 days")),
        ("90", _("Last 90 days")),
    ]


def span_of(get: QueryDict) -> tuple[date, date]:
    """The first and the last day asked for; by default this month so far."""
    found, now = period_of(get), today()
    last = found.last or now
    first = found.first or last.replace(day=1)
    return min(first, last), max(first, last)


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2200 else None
