"""From what one person did in a store to the path of touches that led to an order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from regulars.loyalty.customers.rules.credit.channels import DIRECT, channel_of


class Seen(NamedTuple):
    """One visit or click as it was reported. `session` groups what was done in one go."""

    at: datetime
    session: str
    source: str | None


class Touch(NamedTuple):
    """One contact over a channel, so many seconds before the order."""

    channel: str
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Path:
    """Touches, oldest first, and the amount in minor units they led to; `order` is empty when they led to none.

    `person` is who walked it, where that is known.
    """

    touches: tuple[Touch, ...]
    amount: int = 0
    order: str = ""
    person: str = ""


def touches(seen: Iterable[Seen]) -> list[tuple[datetime, str]]:
    """When one person came by which channel, oldest first.

    Equal channels that follow each other in one session count once. A session that never says where it came from
    is one direct touch; one that does is not.
    """
    sessions: dict[str, list[Seen]] = {}
    for row in sorted(seen, key=lambda row: row.at):
        sessions.setdefault(row.session, []).append(row)
    return sorted(
        (touch for rows in sessions.values() for touch in _of_session(rows)), key=lambda one: one[0]
    )


def path_to(
    came: Sequence[tuple[datetime, str]],
    at: datetime,
    back: timedelta,
    amount: int,
    order: str,
    person: str = "",
) -> Path:
    """The path to an order paid at a moment: touches not older than `back`; direct where nothing is known."""
    found = tuple(
        Touch(channel, (at - when).total_seconds()) for when, channel in came if at - back <= when <= at
    )
    return Path(found or (Touch(DIRECT),), amount, order, person)


def _of_session(rows: Sequence[Seen]) -> Iterator[tuple[datetime, str]]:
    known = [(row.at, channel) for row in rows if (channel := channel_of(row.source))]
    for channel, same in groupby(known or [(rows[0].at, DIRECT)], key=lambda one: one[1]):
        yield next(same)[0], channel
