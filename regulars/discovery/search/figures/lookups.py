"""What people look for and don't find: words, hits and clicks, from what browsers reported.

A search beacon holds the words and how many were found. A click counts for the last search of its visit within half an
hour before it. Words are told only when at least FLOOR people searched for them; people are told apart by account,
else by visitor. Whoever has neither counts as nobody: what is sent without a name can be sent as often as one likes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from regulars.ground import lake
from regulars.ground.kit.later import ibis

FLOOR = 5
MOST = 10_000
PATIENCE = timedelta(minutes=30)
# Nobody looks for more in a day.
MOST_A_DAY = 200


@dataclass(frozen=True, slots=True)
class Looked:
    """Words with how often and by how many people they were searched for, the last number of hits, and how many of
    the searches led to a click.
    """

    words: str
    times: int
    people: int
    hits: int
    empty: int
    clicked: int


@dataclass(frozen=True, slots=True)
class LookedFor:
    """Words that enough people searched for, the most first; `times` of all searches, and those that found nothing or led
    nowhere; `withheld` are searches for words of too few people.
    """

    words: tuple[Looked, ...]
    times: int
    empty: int
    clicked: int
    withheld: int

    @property
    def not_found(self) -> list[Looked]:
        """Words that found nothing most of the time."""
        return [one for one in self.words if one.empty * 2 > one.times]

    @property
    def unclicked(self) -> list[Looked]:
        """Words that found something and led to no click."""
        return [one for one in self.words if one.empty * 2 <= one.times and not one.clicked]


def looked_for(since: datetime, until: datetime, *, floor: int = FLOOR) -> LookedFor:
    """What was searched for between two moments (UTC)."""
    return counted(lake.read("beacons"), since, until, floor)


def counted(beacons: Any, since: datetime, until: datetime, floor: int = FLOOR) -> LookedFor:
    """The same of any table with the columns of `beacons`."""
    seen = beacons.filter(beacons.at >= _moment(since), beacons.at < _moment(until))
    seen = _human(seen.filter(ibis.coalesce(seen.agent, "") != "bot"))
    rows = _by_words(_led(_searches(seen), _clicks(seen))).order_by(
        ibis.desc("people"), ibis.desc("times"), "words"
    )
    every = [Looked(**row) for row in rows.to_pyarrow().to_pylist()]
    told = tuple(one for one in every if one.people >= floor)[:MOST]
    return LookedFor(
        told,
        sum(one.times for one in every),
        sum(one.empty for one in every),
        sum(one.clicked for one in every),
        sum(one.times for one in every if one.people < floor),
    )


def _human(seen: Any) -> Any:
    """Without whoever searched more often in a day than a human being does: machines that do not say so."""
    rows = seen.filter(seen.name == "search").mutate(who=ibis.coalesce(seen.person, seen.visitor))
    busy = rows.group_by("who", day=rows.at.date()).aggregate(asked=rows.count())
    busy = busy.filter(busy.asked > MOST_A_DAY, busy.who.notnull()).select("who").distinct()
    named = seen.mutate(who=ibis.coalesce(seen.person, seen.visitor))
    return named.anti_join(busy, "who").drop("who")


def _searches(seen: Any) -> Any:
    rows = seen.filter(seen.name == "search")
    words = lake.prop(rows.props, "q").lower().strip().re_replace(r"\s+", " ").substr(0, 100)
    hits = rows.props.cast("json")["hits"].unwrap_as("int64").fill_null(0)
    who = ibis.coalesce(rows.person, rows.visitor)
    found = rows.select("id", "at", "session", words=words, hits=hits, who=who)
    return found.filter(found.words != "")


def _clicks(seen: Any) -> Any:
    rows = seen.filter(seen.name == "click", seen.source == "search", seen.session.notnull())
    return rows.select("session", clicked_at=rows.at)


def _led(searches: Any, clicks: Any) -> Any:
    """Each search with whether the next click of its visit came before the next search, and within the half hour."""
    window = ibis.window(group_by="session", order_by="at")
    following = searches.mutate(next_at=searches.at.lead().over(window))
    met = following.left_join(
        clicks,
        [
            following.session == clicks.session,
            clicks.clicked_at >= following.at,
            clicks.clicked_at <= following.at + ibis.interval(minutes=int(PATIENCE.total_seconds() // 60)),
            following.next_at.isnull() | (clicks.clicked_at < following.next_at),
        ],
    )
    return met.group_by("id", "at", "words", "hits", "who").agg(led=met.clicked_at.notnull().any())


def _by_words(led: Any) -> Any:
    return led.group_by("words").agg(
        times=led.count(),
        people=led.who.nunique(),
        hits=led.hits.argmax(led.at),
        empty=(led.hits == 0).sum(),
        clicked=led.led.sum(),
    )


def _moment(at: datetime) -> Any:
    return ibis.literal(at.replace(tzinfo=None), type="timestamp")
