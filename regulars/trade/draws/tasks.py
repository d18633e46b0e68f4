"""The clock of draws: lots fall, promises end, reports are reminded of. Nothing is lost when it runs late."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import TypeVar

from regulars.ground.bus.clocked import clocked, one_by_one
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.trade.draws import actions
from regulars.trade.draws.queries import (
    due,
    lapsed_places,
    late_wins,
    lotteries_to_settle,
    reports_to_remind,
    trials_due,
    trials_to_settle,
)

T = TypeVar("T")
MOST = 200
BEFORE = timedelta(days=3)


@clocked(every=timedelta(seconds=30))
def draw_lots() -> int:
    """Draw what is due; returns how many."""
    now = clock.now()
    drawn = _each(due(now)[:MOST], lambda row: actions.draw_lottery(by=SYSTEM, lottery_id=row.public_id))
    return drawn + _each(
        trials_due(now)[:MOST], lambda row: actions.draw_trial(by=SYSTEM, trial_id=row.public_id)
    )


@clocked(every=timedelta(minutes=5))
def end_promises() -> int:
    """Pass prizes on that were not taken, free places not ordered, close what is over; returns how many."""
    now = clock.now()
    done = _each(late_wins(now)[:MOST], lambda win: actions.pass_on(by=SYSTEM, win_pk=win.pk))
    done += _each(lapsed_places(now)[:MOST], lambda one: actions.lapse(by=SYSTEM, application_pk=one.pk))
    done += _each(lotteries_to_settle()[:MOST], lambda row: actions.settle(by=SYSTEM, lottery_pk=row.pk))
    return done + _each(
        trials_to_settle(now)[:MOST], lambda row: actions.settle_trial(by=SYSTEM, trial_pk=row.pk)
    )


@clocked(every=timedelta(hours=1))
def remind_of_reports() -> int:
    """Remind of reports due within three days; returns how many."""
    now = clock.now()
    waiting = reports_to_remind(now, now + BEFORE)[:MOST]
    return _each(waiting, lambda one: actions.remind(by=SYSTEM, application_pk=one.pk))


def _each(rows: Iterable[T], doing: Callable[[T], object]) -> int:
    """How many of them were carried on."""
    return sum(map(bool, one_by_one(rows, doing)))
