"""The keys of points in words."""

from __future__ import annotations

from datetime import date

from babel.dates import format_skeleton
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from regulars.faces.look.moments import short_day
from regulars.faces.look.speech import listed
from regulars.faces.merchant.people import wording
from regulars.ground.kit.moments import reading_locale
from regulars.loyalty.segments.rules.stages import STAGES

MODELS = ("first", "last", "linear", "position", "decay", "markov")


def rhythm(kind: str) -> tuple[str, str]:
    """A group of the rhythm: its name and who is in it."""
    return {
        "new": (pgettext("people", "New"), _("Bought for the first time in the last 30 days.")),
        "returning": (_("Returning"), _("Bought in the last 30 days and in the 30 before.")),
        "resurrecting": (_("Back again"), _("Bought now and once, but not in the 30 days between.")),
        "dormant": (_("Gone quiet"), _("Bought in the 30 days before the last 30, not since.")),
    }[kind]


def month(text: str) -> str:
    """ "2026-03" as people write it on an axis."""
    return format_skeleton("yyMM", date(int(text[:4]), int(text[5:7]), 1), locale=reading_locale())


def day(text: str) -> str:
    """ "2026-03-31" as people write it on an axis."""
    return short_day(date.fromisoformat(text))


def cell(bits: str) -> str:
    """A cell of recency, frequency and money."""
    recent, often, much = tuple(bits)
    return listed(
        (
            _("recent") if recent == "1" else _("not recent"),
            _("often") if often == "1" else _("seldom"),
            _("much") if much == "1" else _("little"),
        )
    )


def waited(low: int, after: int | None) -> str:
    """A step of days between two orders, as it stands on an axis."""
    return f"{low}+" if after is None else f"{low}–{after - 1}"


def chance(low: str) -> str:
    """A group of buyers by their chance of an order."""
    return {
        "75": _("Very likely: 75 to 100 %"),
        "50": _("Likely: 50 to 74 %"),
        "25": _("Less likely: 25 to 49 %"),
        "0": _("Unlikely: under 25 %"),
    }[low]


def model(name: str) -> str:
    """A way to share sales over channels."""
    return {
        "first": _("First touch"),
        "last": _("Last touch"),
        "linear": _("Evenly"),
        "position": _("By position"),
        "decay": _("By time"),
        "markov": _("From data"),
    }[name]


def window(name: str, days: int) -> str:
    """A window of a figure with its length."""
    stage = _("%(stage)s lasts %(days)s days")
    if name in STAGES:
        return stage % {"stage": wording.stage(name), "days": days}
    words = {
        "days": _("%(days)s days"),
        "between": _("%(days)s days between the two moments"),
        "period": _("periods of %(days)s days"),
        "recent": _("recent: %(days)s days"),
        "over": _("orders of %(days)s days"),
        "orders": _("orders of the last %(days)s days"),
        "before": _("what lies %(days)s days before counts"),
        "year": _("year %(days)s"),
        "month": _("month %(days)s"),
        "half_life": _("half the weight every %(days)s days"),
    }
    return words.get(name, f"{name}: %(days)s") % {"days": days}


def unit(name: str, currency: str) -> str:
    """A unit as people call it."""
    return {
        "people": _("People"),
        "orders": _("Orders"),
        "share": _("Share"),
        "days": _("Days"),
        "minor": currency,
    }[name]
