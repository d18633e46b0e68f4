"""Clocked work of the guard."""

from __future__ import annotations

from datetime import timedelta

from regulars.ground.bus.clocked import clocked
from regulars.trade.guard import actions


@clocked(every=timedelta(minutes=2))
def look_again() -> None:
    """Stores whose prices, costs or offers changed."""
    actions.recheck_wanted()


@clocked(every=timedelta(seconds=10))
def look_at_markets() -> None:
    """Offers of the market before they are published, in every store."""
    actions.look_at_markets()


@clocked(every=timedelta(hours=6))
def look_every_night() -> None:
    """Every store, once in a day."""
    actions.want_nightly()
