"""The rulebook in force, the one announced, and those that were."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from django.core.cache import cache
from django.db.models import QuerySet

from regulars.discovery.ranking.models import Edition
from regulars.discovery.ranking.queries.pins import as_pins, stamp
from regulars.discovery.ranking.rules import Pin, Rulebook, read
from regulars.ground.kit import clock
from regulars.ground.kit.refusals import NotFound

STAMP, SECONDS = "ranking.stamp", 1


def editions() -> QuerySet[Edition]:
    """Every rulebook that was ever published, newest first."""
    return Edition.objects.order_by("-number")


def edition(public_id: str) -> Edition:
    """A rulebook by its id. Raises NotFound."""
    row = Edition.objects.filter(public_id=public_id).first()
    if row is None:
        raise NotFound()
    return row


def numbered(text: str) -> Edition | None:
    """The rulebook of a number that somebody wrote; None for what is none."""
    known = text.isascii() and text.isdecimal() and len(text) < 10
    return Edition.objects.filter(number=int(text)).first() if known else None


def in_force(at: datetime | None = None) -> Edition | None:
    """The rulebook in force at `at` (now); None before the first."""
    rows = Edition.objects.filter(withdrawn_at=None, starts_at__lte=at or clock.now())
    return rows.order_by("-starts_at", "-number").first()


def announced() -> Edition | None:
    """The rulebook that was announced and has not started."""
    rows = Edition.objects.filter(withdrawn_at=None, starts_at__gt=clock.now())
    return rows.order_by("starts_at").first()


def current() -> Rulebook:
    """The rulebook in force with its pins; version "" and no rules before the first was published.

    Which one it is is asked at most once a second; what it says is read once per process.
    """
    known: tuple[str, str] | None = cache.get(STAMP)
    if known is None:
        row = in_force()
        known = (row.public_id if row else "", stamp())
        cache.set(STAMP, known, SECONDS)
    return _loaded(*known)


@lru_cache(maxsize=4)
def _loaded(edition_id: str, pins: str) -> Rulebook:
    standing: tuple[Pin, ...] = as_pins() if pins else ()
    if not edition_id:
        return Rulebook(windows={}, floor=0.0, tie=0.0, pins=standing)
    row = edition(edition_id)
    return read(str(row.number), row.body, standing)


def book_of(row: Edition) -> Rulebook:
    """What an edition says, without pins."""
    return read(str(row.number), row.body)
