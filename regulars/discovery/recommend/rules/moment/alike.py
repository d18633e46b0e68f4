"""Visits like this one, and what they looked at (after STAN: Garg, Gupta, Malhotra, Vig, Shroff, 2019)."""

from __future__ import annotations

from typing import Any

from regulars.discovery.recommend.rules.moment.arrays import edges, grouped, ranks, share_of_most, spread
from regulars.discovery.recommend.rules.moment.clicks import Clicks
from regulars.discovery.recommend.rules.moment.nouns import Links, Sessions, Sources
from regulars.ground.kit.later import np

KEPT = 400
NEWEST = (300, 200, 150, 100, *(60,) * 8, *(20,) * 8, 0)
NEIGHBOURS, LONGEST = 120, 40
FADING, DISTANCE = 2.5, 3.0


def index(sessions: Sessions, goods: int) -> tuple[Links, Links]:
    """From an item to the newest KEPT sessions that held it (with its last place there), and from a session to its
    items. `sessions` are in order of time.
    """
    order = np.lexsort((-sessions.place, -sessions.session, sessions.items))
    items, session = sessions.items[order], sessions.session[order]
    fresh = np.ones(len(items), bool)
    fresh[1:] = (items[1:] != items[:-1]) | (session[1:] != session[:-1])
    order, items, session = order[fresh], items[fresh], session[fresh]
    begins = edges(items, goods)
    kept = (np.arange(len(items)) - begins[items]) < KEPT
    starts = np.concatenate([[0], np.cumsum(np.minimum(np.diff(begins), KEPT))])
    visits = Links(starts, session[kept], sessions.place[order[kept]].astype(np.float32))
    seen = Links(sessions.offsets.astype(np.int64), sessions.items.astype(np.int32), np.zeros(0, np.float32))
    return visits, seen


def propose(sources: Sources, clicks: Clicks) -> tuple[Any, Any, Any, Any]:
    """What the visits most like each row looked at: (row, item, score, score of what they did after the shared click)."""
    row, session, likeness, place = _neighbours(sources, clicks)
    which, where = spread(sources.seen.starts, session, LONGEST)
    apart = (where - sources.seen.starts[session][which]) - place[which]
    score = likeness[which] * np.exp(-np.abs(apart) / DISTANCE)
    return row[which], sources.seen.ends[where].astype(np.int64), score, score * (apart > 0)


def _neighbours(sources: Sources, clicks: Clicks) -> tuple[Any, Any, Any, Any]:
    """The NEIGHBOURS most like visits of each row: (row, session, likeness, place of the newest shared click)."""
    most = np.asarray(NEWEST)[np.minimum(clicks.age, len(NEWEST) - 1)]
    which, where = spread(sources.visits.starts, clicks.item, most)
    sessions = max(len(sources.fresh), 1)
    keys, group, first = grouped(clicks.row[which] * sessions + sources.visits.ends[where])
    row, session = keys // sessions, keys % sessions
    length = sources.seen.starts[session + 1] - sources.seen.starts[session]
    shared = np.bincount(group, np.exp(-clicks.age / FADING)[which], len(keys))
    likeness = shared / np.sqrt(length) * sources.fresh[session]
    begins = edges(row, clicks.count)
    kept = ranks(row, begins, share_of_most(likeness, row, begins)) < NEIGHBOURS
    return row[kept], session[kept], likeness[kept], sources.visits.weights[where[first]][kept]
