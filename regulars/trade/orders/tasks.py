"""Clocked work of orders. Correctness does not wait for it: holds and deadlines end by time."""

from __future__ import annotations

from datetime import timedelta

from regulars.ground.bus.clocked import clocked
from regulars.trade.orders import actions


@clocked(every=timedelta(minutes=1))
def expire_unpaid() -> None:
    """Groups whose time to pay is over end."""
    actions.expire_groups()


@clocked(every=timedelta(minutes=10))
def confirm_delivered() -> None:
    """Delivered orders complete after the market's days."""
    actions.confirm_due()


@clocked(every=timedelta(hours=1))
def expire_points() -> None:
    """Points whose time is over leave the books."""
    actions.expire_points()


@clocked(every=timedelta(hours=1))
def earn_plans() -> None:
    """What the days of service plans earned becomes the stores'."""
    actions.earn_plans()


@clocked(every=timedelta(minutes=10))
def accept_overdue_returns() -> None:
    """Returns a store did not answer in time are accepted."""
    actions.accept_overdue()
