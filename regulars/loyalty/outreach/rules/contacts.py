"""Whether a person is written to: a stable share is held out, the rest must want it and have a place left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Literal

PARTS = 10_000
SOON, LATELY = timedelta(days=30), timedelta(days=90)
MOST_ORDERS, MOST_READ = 5, 5

Outcome = Literal["send", "held_out", "no_consent", "no_address", "budget", "closed"]
OUTCOMES: tuple[Outcome, ...] = ("send", "held_out", "no_consent", "no_address", "budget", "closed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What decides about one person and one message. `left`: places left in the person's week for it."""

    consents: bool
    reachable: bool
    left: int
    held_out: bool
    closed: bool = False


def judge(standing: Standing) -> Outcome:
    """What becomes of the message.

    Held out are only people who would have received it: so both sides of the comparison were chosen alike.
    """
    if standing.closed:
        return "closed"
    if not standing.consents:
        return "no_consent"
    if not standing.reachable:
        return "no_address"
    if standing.left <= 0:
        return "budget"
    return "held_out" if standing.held_out else "send"


def held_out(campaign: str, person: str, percent: int) -> bool:
    """Whether a person (public id) is among the `percent` of a campaign (public id) that gets nothing.

    The same answer every time, and for two campaigns independent of one another.
    """
    return _number("holdout", campaign, person) % PARTS < percent * PARTS // 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearness:
    """How a person deals with a store. `read`: messages of it opened in the last 90 days."""

    orders: int = 0
    follows: bool = False
    last_seen_at: datetime | None = None
    read: int = 0


def engagement(near: Nearness, now: datetime) -> int:
    """Points for what the person does with the store: 3 an order (at most 5), 2 for following, 2 or 1 for a visit in
    the last 30 or 90 days, 2 for each message read (at most 5).
    """
    seen = now - near.last_seen_at if near.last_seen_at else None
    visit = 0 if seen is None or seen > LATELY else 2 if seen <= SOON else 1
    return 3 * min(near.orders, MOST_ORDERS) + 2 * near.follows + visit + 2 * min(near.read, MOST_READ)


@dataclass(frozen=True, slots=True)
class Wish:
    """A message that wants a place with a person: the campaign's public id, the engagement with its store."""

    campaign: str
    points: int


def allot(person: str, wishes: Iterable[Wish], keep_out: Iterable[str], left: int) -> dict[str, bool]:
    """Which messages there is a place for, by campaign, when all want one at the same time.

    Nearest store first; ties are broken by a hash of person and campaign, so no store is always first. Messages in
    `keep_out` (the person is held out) are judged in their turn but take no place.
    """
    out, found = set(keep_out), {}
    for wish in ranked(person, wishes):
        found[wish.campaign] = left > 0
        if left > 0 and wish.campaign not in out:
            left -= 1
    return found


def ranked(person: str, wishes: Iterable[Wish]) -> Sequence[Wish]:
    """The wishes in the order in which they get places."""
    return sorted(
        wishes, key=lambda wish: (-wish.points, _number("turn", wish.campaign, person), wish.campaign)
    )


def _number(*words: str) -> int:
    return int.from_bytes(blake2b("\0".join(words).encode(), digest_size=8).digest(), "big")
