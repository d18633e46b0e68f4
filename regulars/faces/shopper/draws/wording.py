"""Prizes and chances in words."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.trade.draws.queries import Lottery, Prize, Trial, chance
from regulars.trade.draws.rules.plans import COUPON, FOLLOW, GOODS, INSTANT, MEMBER


def kind(row: Prize) -> str:
    """What sort of prize it is."""
    words = {GOODS: _("Goods, free of charge"), COUPON: _("Coupon")}
    return words.get(row.kind, _("Points of the store"))


def one_in(number: int | None) -> str:
    """A chance in words; never better than it is."""
    if number is None:
        return _("Nothing left")
    return _("Every lot wins") if number == 1 else _("1 in %(n)s") % {"n": f"{number:,}"}


def chance_now(row: Lottery, mine: int) -> str:
    """The chance of one lot now; of the lot one would put in, when one has none."""
    if mine:
        return _("Chance of each lot now: %(chance)s") % {"chance": one_in(chance(row))}
    return _("Your chance with a lot put in now: %(chance)s") % {"chance": one_in(chance(row, 1))}


def chance_of(row: Prize, way: str) -> str:
    """The chance of a scratch ticket for a prize; empty for what is drawn at a time."""
    if way != INSTANT:
        return ""
    return _("1 ticket in %(n)s") % {"n": f"{row.one_in:,}"} if row.given < row.count else _("All found")


def act(name: str) -> str:
    """What one does for one lot more."""
    words = {FOLLOW: _("You follow the store"), MEMBER: _("You are a member of the store")}
    return words.get(name, _("You paid an order here since it opened"))


def href(row: Lottery | Trial) -> str:
    """The page of a lottery or trial."""
    name = "lottery" if isinstance(row, Lottery) else "trial"
    return reverse(name, args=[row.public_id])
