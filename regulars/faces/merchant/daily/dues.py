"""Deadlines as people say them: today, tomorrow, on Monday; and how pressing they are."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from babel.dates import format_date, format_time
from django.utils.translation import gettext as _

from regulars.faces.look.moments import local, local_date
from regulars.ground.kit import clock
from regulars.ground.kit.moments import reading_locale

WEEK = 7


class Due(NamedTuple):
    """A deadline in words; `kind` is "bad" when it is over, "warn" on its day, else empty."""

    text: str
    kind: str = ""


def to_ship(at: datetime) -> Due:
    """By when a parcel should leave."""
    days = _days_until(at)
    if at < clock.now():
        return Due(_("Late since %(day)s") % {"day": _day(at)}, "bad")
    if days == 0:
        return Due(_("Ship today by %(time)s") % {"time": time_of(at)}, "warn")
    return Due(_("Ship by %(day)s") % {"day": _day(at)})


def to_decide(at: datetime) -> Due:
    """By when somebody waits for an answer."""
    if at - clock.now() < timedelta(days=1):
        return Due(_("Answer by %(when)s") % {"when": moment(at)}, "bad")
    return Due(_("Answer by %(when)s") % {"when": moment(at)})


def moment(at: datetime) -> str:
    """A moment near now: "tomorrow, 12:04 PM"; far ones by their date."""
    if abs(_days_until(at)) >= WEEK:
        return local_date(at)
    return _("%(day)s, %(time)s") % {"day": _day(at), "time": time_of(at)}


def _days_until(at: datetime) -> int:
    return (local(at).date() - local(clock.now()).date()).days


def _day(at: datetime) -> str:
    days = _days_until(at)
    near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    if days in near:
        return near[days]
    return (
        format_date(local(at).date(), "EEEE", locale=reading_locale()) if 0 < days < WEEK else local_date(at)
    )


def time_of(at: datetime) -> str:
    """The time of day: "12:04 PM"."""
    return format_time(local(at).time(), "short", locale=reading_locale())


def greeting(name: str) -> str:
    """How the workbench says hello at this hour of the market's day."""
    hour = local(clock.now()).hour
    words = {"name": name}
    if hour < 5 or hour >= 18:
        return _("Good evening, %(name)s") % words
    return (_("Good morning, %(name)s") if hour < 12 else _("Good afternoon, %(name)s")) % words


def weekday() -> str:
    """Today with its weekday: "Sunday, November 22"."""
    pattern = "M月d日 EEEE" if reading_locale().startswith("zh") else "EEEE, MMMM d"
    return format_date(local(clock.now()).date(), pattern, locale=reading_locale())
