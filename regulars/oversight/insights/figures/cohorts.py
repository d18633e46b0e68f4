"""The cohorts of a store as a figure: what was published of the last full month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from regulars.ground.lake.figures import Answer, Point, figure
from regulars.oversight.insights.models import Release
from regulars.oversight.insights.rules.counts import ANY, BASE, BOUGHT, CAME, LOOKED
from regulars.oversight.insights.rules.months import days, last_full
from regulars.oversight.insights.rules.picture import Picture, read
from regulars.people.merchants.models import Store
from regulars.people.merchants.queries import market

NAME = "insights.cohorts"


@figure(
    NAME,
    unit="people",
    title=_("What each birth decade looks at and buys"),
    definition=_(
        "People who said their birth decade, in the last full calendar month: of those who came to the store, how many"
        " looked at or bought something of a category; of those who bought, how many bought again or used an offer."
        " The index is the own share over the share at all other stores that sell the category, times 100. Only cells of"
        " at least 20 people are shown (elsewhere also of at least 3 stores), rounded, and published once."
    ),
)
def cohorts(store: Store, as_of: datetime) -> Answer:
    """Points: what people did, the category ("" = anything), the decade, whose ("own", "market") or "index"."""
    release = release_before(store, as_of)
    if release is None:
        return Answer(None)
    picture = read(release.body)
    people = sum(picture.people(decade) or 0 for decade in picture.decades())
    windows = {"year": int(release.month[:4]), "month": int(release.month[5:])}
    return Answer(people or None, tuple(_points(picture, release.month)), windows)


OTHERS = _("People of other stores are nobody's to see.")
WORDLESS = _("Groups have no words for this deed.")


def month_at(as_of: datetime) -> str:
    """The month that cohorts speak of at a moment."""
    return last_full(as_of, ZoneInfo(market().zone))


def release_before(store: Store, as_of: datetime) -> Release | None:
    """What was published of the last full month at a moment, or of the last one before it."""
    return Release.objects.of(store).filter(month__lte=month_at(as_of)).order_by("-month").first()


def _points(picture: Picture, month: str) -> Iterator[Point]:
    for (what, topic), decade in sorted(picture.own):
        keys = (what, topic, str(decade))
        behind = group(what, topic, decade, month)
        if what == CAME:
            yield Point((*keys, "people"), picture.own[(what, topic), decade], None, behind)
            continue
        base = picture.own.get((BASE[what], decade))
        yield Point(
            (*keys, "own"),
            picture.share(what, topic, decade),
            base,
            behind,
            "share",
            closed="" if behind else WORDLESS,
        )
        if (others := picture.elsewhere(what, topic, decade)) is not None:
            yield Point((*keys, "market"), others, unit="share", closed=OTHERS)
            index = picture.index(what, topic, decade)
            share = None if index is None else index / 100
            yield Point((*keys, "index"), share, unit="share", closed=OTHERS)


def group(what: str, topic: str, decade: int, month: str) -> dict[str, Any] | None:
    """The store's own people of a cell as a definition; None where the language of groups has no words for it."""
    first, last = (day.isoformat() for day in days(month))
    born = {"kind": "is", "attribute": "birth_decade", "op": "eq", "value": decade}
    window = {"since": first, "until": last}
    about: dict[str, Any] = {"where": {"categories": [topic]}} if topic != ANY else {}
    bought = {"kind": "did", "what": "bought" if topic != ANY else "paid", "window": window, **about}
    looked = {"kind": "did", "what": "view", "window": window, **about}
    deeds: dict[str, dict[str, Any]] = {
        CAME: {"kind": "any", "of": [looked, bought]},
        LOOKED: looked,
        BOUGHT: bought,
    }
    return {"kind": "all", "of": [born, deeds[what]]} if what in deeds else None
