"""When the deposit is taken and when the balance, and what a moment between means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

UNPAID = ("forfeit", "refund")
OPEN = ("awaiting", "booked", "ordered", "paid")
MOST_DAYS = 180


@dataclass(frozen=True, slots=True)
class Windows:
    """Aware moments; each window includes its beginning and not its end."""

    deposit_from: datetime
    deposit_until: datetime
    balance_from: datetime
    balance_until: datetime
    ship_by: datetime

    def __post_init__(self) -> None:
        order = (self.deposit_from, self.deposit_until, self.balance_from, self.balance_until, self.ship_by)
        if any(moment.tzinfo is None for moment in order):
            raise ValueError("the windows need a zone")
        if not (order[0] < order[1] <= order[2] < order[3] <= order[4]):
            raise ValueError("deposit, balance, shipping: each begins when the one before is over")
        if order[3] - order[0] > timedelta(days=MOST_DAYS):
            raise ValueError(f"from the first deposit to the last balance at most {MOST_DAYS} days")

    def at(self, moment: datetime) -> str:
        """soon, deposit, between, balance or over."""
        if moment < self.deposit_from:
            return "soon"
        if moment < self.deposit_until:
            return "deposit"
        if moment < self.balance_from:
            return "between"
        return "balance" if moment < self.balance_until else "over"


def phase_of(state: str, windows: Windows, moment: datetime) -> str:
    """The phase of a presale: draft, stopped, or where the moment is in its windows."""
    return windows.at(moment) if state == "published" else state


def cancel_gives_back(unpaid: str, phase: str) -> bool:
    """Whether somebody who cancels gets the deposit back: always in the deposit window, later by the rule."""
    return phase in ("soon", "deposit", "stopped") or unpaid == "refund"
