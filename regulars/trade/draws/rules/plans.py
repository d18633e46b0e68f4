"""What a lottery and a trial may look like before they are published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from regulars.trade.draws.rules.lots import Stake, chances_fit

TIMED, INSTANT = "timed", "instant"
WAYS = (TIMED, INSTANT)
EVERYBODY, FOLLOWERS, MEMBERS, BUYERS = "everybody", "followers", "members", "buyers"
WHO = (EVERYBODY, FOLLOWERS, MEMBERS, BUYERS)
ENTER = "enter"
# What earns one entry more, each once.
FOLLOW, MEMBER, ORDER = "follow", "member", "order"
ACTS = (FOLLOW, MEMBER, ORDER)
GOODS, COUPON, POINTS = "goods", "coupon", "points"
KINDS = (GOODS, COUPON, POINTS)
LOT, CHOICE = "lot", "choice"
CHOOSING = (LOT, CHOICE)
MOST_PRIZES = 12
MOST_PIECES = 500
MOST_POINTS = 1_000_000
LONGEST = timedelta(days=90)
MOST_QUESTIONS = 3


@dataclass(frozen=True, slots=True)
class PrizePlan:
    """A prize as it is planned; `one_in` only for scratch tickets."""

    kind: str
    count: int
    one_in: int = 0
    points: int = 0


@dataclass(frozen=True, slots=True)
class Times:
    """When a lottery or trial opens, closes and is drawn (equal to the close for scratch tickets)."""

    opens_at: datetime
    closes_at: datetime
    draw_at: datetime


def wrong_times(times: Times, now: datetime) -> str:
    """Which field of the times cannot stand; empty when all can."""
    if times.closes_at <= max(times.opens_at, now) or times.closes_at - times.opens_at > LONGEST:
        return "closes_at"
    if not times.closes_at <= times.draw_at <= times.closes_at + timedelta(days=14):
        return "draw_at"
    return ""


def wrong_prize(prize: PrizePlan, way: str) -> str:
    """Which field of a prize cannot stand; empty when all can."""
    if prize.kind not in KINDS:
        return "kind"
    if not 1 <= prize.count <= MOST_PIECES:
        return "count"
    if prize.kind == POINTS and not 1 <= prize.points <= MOST_POINTS:
        return "points"
    return "one_in" if way == INSTANT and not 1 <= prize.one_in <= 1_000_000 else ""


def prizes_fit(prizes: Sequence[PrizePlan], way: str) -> bool:
    """Whether the prizes can be published together."""
    if not 1 <= len(prizes) <= MOST_PRIZES or any(wrong_prize(one, way) for one in prizes):
        return False
    return way == TIMED or chances_fit([Stake("", one.count, one.one_in) for one in prizes])


NEXT, BACK, AGAIN = "next", "back", "again"


def not_taken(way: str, round: int, rounds: int) -> str:
    """What becomes of a prize or a place that is not taken in its round (from 1), of so many.

    "next": the next in the drawn order gets it; "back": the store does; "again": the store may give it once more.
    """
    if way == CHOICE:
        return AGAIN
    return NEXT if way in (TIMED, LOT) and round < rounds else BACK


def consequence(due_at: datetime, days: int) -> datetime:
    """Until when somebody who owes a report since `due_at` cannot apply for trials of the store."""
    return due_at + timedelta(days=days)
