"""What is known of each item by itself."""

from __future__ import annotations

from typing import Any

from regulars.discovery.recommend.rules.moment.nouns import Sessions
from regulars.ground.kit.later import np

COLUMNS = ("clicks", "recent", "trend", "last_seen", "first_seen", "returns", "ends")
LATELY, SHRUNK = 0.05, 10.0


def table(sessions: Sessions, goods: int, *, ageing: bool) -> Any:
    """A row of COLUMNS per item (float32).

    `clicks`: logarithm of how often; `recent`: the same with clicks of LATELY ago (share of the time told of) counting
    half; `trend`: recent less clicks; `last_seen`, `first_seen`: ages; `returns`, `ends`: how often a click on it is
    followed by another on it in the same session, and by nothing, shrunk to what is usual. Without `ageing` all is
    as of now.
    """
    items, age = sessions.items, sessions.age[sessions.session] * np.float32(ageing)
    clicks = np.bincount(items, minlength=goods)
    recent = np.bincount(items, 0.5 ** (age / LATELY), goods)
    last, first = np.full(goods, 1.0, np.float32), np.zeros(goods, np.float32)
    np.minimum.at(last, items, age)
    np.maximum.at(first, items, age)
    seen_again, ended = _again(sessions), sessions.place == (sessions.lengths[sessions.session] - 1)
    columns = (
        np.log1p(clicks), np.log1p(recent), np.log1p(recent) - np.log1p(clicks), last, first,
        _rate(items, seen_again, clicks), _rate(items, ended, clicks),
    )  # fmt: skip
    return np.stack(columns, axis=1).astype(np.float32)


def again_rate(sessions: Sessions) -> float:
    """The share of clicks, from the second of a session on, on something the session had seen."""
    later = int((sessions.lengths - 1).clip(0).sum())
    return float(_again(sessions).sum()) / later if later else 0.0


def _again(sessions: Sessions) -> Any:
    """Whether each click is followed by one on the same item in its session."""
    order = np.lexsort((sessions.place, sessions.items, sessions.session))
    items, session = sessions.items[order], sessions.session[order]
    found = np.zeros(len(items), bool)
    found[order[:-1]] = (items[1:] == items[:-1]) & (session[1:] == session[:-1])
    return found


def _rate(items: Any, hit: Any, clicks: Any) -> Any:
    usual = float(hit.mean()) if len(hit) else 0.0
    return (np.bincount(items, hit, len(clicks)) + SHRUNK * usual) / (clicks + SHRUNK)
