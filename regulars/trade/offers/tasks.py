"""Clocked work of offers."""

from __future__ import annotations

from datetime import timedelta

from regulars.ground.bus.clocked import clocked
from regulars.trade.offers import actions


@clocked(every=timedelta(hours=1))
def give_birthday_coupons() -> None:
    """Birthday coupons come by themselves."""
    actions.give_birthday_coupons()
