"""A block of its own: when the store is open, and whether it is open now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from regulars.discovery.storefront.hooks import Block, Field, Scene, blocks
from regulars.people.merchants.queries import market

DAYS = (
    ("0", _("Monday")),
    ("1", _("Tuesday")),
    ("2", _("Wednesday")),
    ("3", _("Thursday")),
    ("4", _("Friday")),
    ("5", _("Saturday")),
    ("6", _("Sunday")),
)
HOURS = (
    Field("day", "choice", _("Day"), choices=DAYS),
    Field("opens", "number", _("Opens at (hour)"), most=23, default=9),
    Field("closes", "number", _("Closes at (hour)"), least=1, most=24, default=18),
)
FIELDS = (
    Field("title", "line", _("Title"), required=True, spoken=True, most=80),
    Field("hours", "rows", _("Hours"), most=14, inside=HOURS),
)


def fill(settings: Mapping[str, Any], scene: Scene) -> Mapping[str, Any] | None:
    """The hours of the week, and whether the moment of the page lies inside; nothing without hours."""
    if not settings["hours"]:
        return None
    now = scene.now.astimezone(ZoneInfo(market().zone))
    names = dict(DAYS)
    return {
        "title": settings["title"],
        "open": any(_inside(row, now.weekday(), now.hour) for row in settings["hours"]),
        "hours": [(names[row["day"]], row["opens"], row["closes"]) for row in settings["hours"]],
    }


def _inside(row: Mapping[str, Any], day: int, hour: int) -> bool:
    return row["day"] == str(day) and (row["opens"] or 0) <= hour < (row["closes"] or 0)


@blocks.answer
def opening_hours() -> Block:
    """When the store is open."""
    return Block(
        kind="opening-hours",
        title=_("Opening hours"),
        help=_("The hours of the week, and whether you are open now."),
        fields=FIELDS,
        fill=fill,
        template="block.html",
        style="block.css",
        pages=frozenset({"store"}),
        icon="clock",
        sample={"title": {"en": "Open", "zh-hans": "营业时间"}, "hours": [{"day": "0", "opens": 9, "closes": 18}]},
    )
