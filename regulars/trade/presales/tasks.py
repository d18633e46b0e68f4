"""Clocked work of presales. Correctness does not wait for it: windows are asked of the clock."""

from __future__ import annotations

from datetime import timedelta

from regulars.ground.bus.clocked import clocked
from regulars.trade.presales import actions


@clocked(every=timedelta(minutes=1))
def end_unpaid_balances() -> None:
    """Bookings whose balance was not paid end by the published rule."""
    actions.end_unpaid()


@clocked(every=timedelta(minutes=1))
def remind_of_balances() -> None:
    """Who booked hears that the balance can be paid."""
    actions.remind_all()


@clocked(every=timedelta(minutes=1))
def give_back_stopped() -> None:
    """What was paid for presales that stores cancelled goes back."""
    actions.give_all_back()
