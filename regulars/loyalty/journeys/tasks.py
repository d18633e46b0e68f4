"""The clock lets people in and moves those who are due; whatever stops a round, the next goes on from there."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from datetime import timedelta
from time import monotonic

from regulars.ground.bus.clocked import clocked
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.loyalty.journeys import actions
from regulars.loyalty.journeys.models import Journey, Traveller, Version
from regulars.loyalty.journeys.queries import live_of, said, versions_of
from regulars.loyalty.journeys.queries.running import due, newcomers, running, segments_named
from regulars.loyalty.journeys.rules.definition import groups_in, waited_for
from regulars.loyalty.segments.actions import refresh

log = logging.getLogger("regulars.journeys")
PEOPLE, CROWD = 50, 500
# Short rounds: the worker has other work between them.
SECONDS = 5.0
# A group counted so lately is not counted again for the next batch.
FRESH = timedelta(minutes=1)


@clocked(every=timedelta(minutes=5))
def let_in() -> int:
    """Count the groups anew, let people in, and wake those who reached something; returns how many came in."""
    return sum(_guarded(journey, _let_in) for journey in running())


@clocked(every=timedelta(seconds=20))
def move_due() -> int:
    """Move everybody who is due; returns how many moved. A round ends after SECONDS, the next goes on."""
    stop_at = monotonic() + SECONDS
    return sum(_guarded(journey, lambda one: _move(one, stop_at)) for journey in running())


def _guarded(journey: Journey, work: Callable[[Journey], int]) -> int:
    """One journey that fails does not stop the others."""
    try:
        return work(journey)
    except Exception:
        log.exception("journey %s could not go on", journey.public_id)
        return 0


def _let_in(journey: Journey) -> int:
    live = live_of(journey)
    if live is None:
        return 0
    walked = _walked(journey)
    count(journey, {said(live).entry.group}.union(*(waited_for(said(one)) for one in [live, *walked])))
    came = 0
    while people := list(newcomers(live)[:CROWD]):
        entered = actions.enter(by=SYSTEM, version=live, people=people)
        came += entered
        if not entered:
            break
    for version in walked:
        actions.wake(by=SYSTEM, version=version)
    return came


def _walked(journey: Journey) -> list[Version]:
    """The versions that people are on."""
    under_way = Traveller.objects.of(journey.store_id).filter(journey=journey, left_at=None)
    return list(versions_of(journey).filter(pk__in=under_way.values("version_id")).select_related("journey"))


def _move(journey: Journey, stop_at: float) -> int:
    moved, last = 0, 0
    while monotonic() < stop_at:
        rows = list(due(journey).filter(pk__gt=last).select_related("version")[:PEOPLE])
        if not rows:
            break
        last = rows[-1].pk
        versions = {row.version_id: row.version for row in rows}
        count(journey, set().union(*(groups_in(said(one)) for one in versions.values())))
        moved += _batch(journey, [row.pk for row in rows])
    return moved


def _batch(journey: Journey, keys: list[int]) -> int:
    try:
        return actions.move(by=SYSTEM, journey=journey, travellers=keys)
    except Exception:
        if len(keys) == 1:
            log.exception("somebody on journey %s could not be moved", journey.public_id)
            return 0
        # One who cannot be moved does not hold up the others.
        return sum(_batch(journey, [key]) for key in keys)


def count(journey: Journey, groups: Collection[str]) -> None:
    """Ask anew who is in these groups, each once for everybody, unless that was done just now."""
    since = clock.now() - FRESH
    for segment in segments_named(journey, groups):
        if segment.definition is not None and (segment.refreshed_at is None or segment.refreshed_at <= since):
            refresh(by=SYSTEM, segment=segment)
