"""Clocked work. Correctness does not wait for it: readings and payments reckon the same."""

from __future__ import annotations

from datetime import timedelta

from regulars.ground.bus.clocked import clocked
from regulars.trade.agreements import actions


@clocked(every=timedelta(minutes=10))
def accept_by_silence() -> None:
    """Silence that has lasted is written down as acceptance."""
    actions.accept_silent()


@clocked(every=timedelta(minutes=10))
def watch_days() -> None:
    """Proofs that nobody answered are approved, and whose turn it is, is reminded."""
    actions.watch()


@clocked(every=timedelta(minutes=10))
def credit_lateness() -> None:
    """Late deliveries give their credits."""
    actions.post_due_credits()
