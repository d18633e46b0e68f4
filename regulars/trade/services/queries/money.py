"""What service plans of a store have earned and what they still owe: from the contracts alone, at any moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Prefetch

from regulars.ground.kit import clock
from regulars.people.merchants.models import Store
from regulars.trade.services.models import Contract
from regulars.trade.services.models import Stretch as Row
from regulars.trade.services.queries.days import today, zone
from regulars.trade.services.rules import Stretch, Sums, day_of, days_gone


@dataclass(frozen=True, slots=True)
class Unearned:
    """Of contracts whose order is complete, in minor units: what was set aside, what went back out of it, what the
    days earned and what is still to be earned. aside = released + earned + unearned."""

    aside_minor: int = 0
    released_minor: int = 0
    earned_minor: int = 0
    unearned_minor: int = 0


@dataclass(frozen=True, slots=True)
class Movement:
    """An amount that `store_payable` gets (negative: gives) for service plans: aside, earned, released."""

    at: datetime
    kind: str
    ref: str
    amount_minor: int


def unearned_of(store: Store, currency: str, at: datetime | None = None) -> Unearned:
    """The earned and the unearned part at a moment (now), however long ago anything was booked. Two queries."""
    moment = at or clock.now()
    day = today(moment)
    aside = released = left = 0
    for row in completed(store, currency):
        known = [each for each in row.stretches.all() if each.at <= moment]
        if known:
            aside += _sums(known[0]).net_minor
            released += sum(each.released_minor for each in known)
            left += left_on(row, known[-1], day)
    return Unearned(aside, released, aside - released - left, left)


def completed(store: Store, currency: str) -> Iterator[Contract]:
    """Contracts whose order is complete, with their stretches in order."""
    rows = Contract.objects.of(store).filter(currency=currency, aside_at__isnull=False).order_by("pk")
    ordered = Prefetch("stretches", queryset=Row.objects.order_by("number"))
    yield from rows.prefetch_related(ordered).iterator(chunk_size=2000)


def left_on(row: Contract, stretch: Row, day: date) -> int:
    """What of a contract (minor units, the store's) is not earned when `day` begins."""
    return stretch_in(row, stretch).left(days_gone(row.starts_on, row.days, day)).net_minor


def stretch_in(row: Contract, stretch: Row) -> Stretch:
    """A stored stretch as rules read it."""
    return Stretch(_sums(stretch), stretch.start, row.days)


def _sums(row: Row) -> Sums:
    return Sums(row.paid_minor, row.market_minor, row.commission_minor)


def movements(store: Store, currency: str, until: datetime | None = None) -> list[Movement]:
    """What the contracts say about `store_payable` up to a moment (now), oldest first: days of all contracts
    together. Equals what the ledger booked, once it has booked the day."""
    end = until or clock.now()
    rows = list(completed(store, currency))
    found = [one for row in rows for one in _own(row, end)]
    by_day: dict[date, int] = {}
    for row in rows:
        for day, minor in _days(row, end):
            by_day[day] = by_day.get(day, 0) + minor
    found += [
        Movement(clock.midnight(day, zone()), "earned", day.isoformat(), minor)
        for day, minor in by_day.items()
        if minor
    ]
    return sorted(found, key=lambda one: (one.at, one.kind, one.ref))


def _own(row: Contract, end: datetime) -> Iterator[Movement]:
    for each in row.stretches.all():
        if each.at > end:
            continue
        if each.number == 1:
            yield Movement(each.at, "aside", row.public_id, -_sums(each).net_minor)
        elif each.released_minor:
            yield Movement(each.at, "released", row.public_id, each.released_minor)
    yield from _caught_up(row, end)


def _caught_up(row: Contract, end: datetime) -> Iterator[Movement]:
    """Days that were over before the order was complete, when money went back before the next day began."""
    for each, last in _with_ends(row, end):
        if last is end or row.starts_on is None:
            continue
        day, ended = day_of(each.at, zone()), day_of(last, zone())
        before = _sums(each).net_minor if day == ended else left_on(row, each, ended)
        if before != left_on(row, each, ended):
            yield Movement(last, "earned", row.public_id, before - left_on(row, each, ended))


def _days(row: Contract, end: datetime) -> Iterator[tuple[date, int]]:
    """What each day's beginning earned: stretch by stretch."""
    if row.starts_on is None:
        return
    for each, last in _with_ends(row, end):
        yield from _days_in(row, each, day_of(each.at, zone()), day_of(last, zone()))


def _with_ends(row: Contract, end: datetime) -> Iterator[tuple[Row, datetime]]:
    known = [each for each in row.stretches.all() if each.at <= end]
    ends = [*(each.at for each in known[1:]), end]
    yield from zip(known, ends, strict=True)


def _days_in(row: Contract, each: Row, first: date, last: date) -> Iterator[tuple[date, int]]:
    """Between two days: the first beginning after the stretch also earns the days that were over before."""
    before = _sums(each).net_minor
    day = first + timedelta(days=1)
    while day <= last and before:
        left = left_on(row, each, day)
        if left != before:
            yield day, before - left
        before = left
        day += timedelta(days=1)
