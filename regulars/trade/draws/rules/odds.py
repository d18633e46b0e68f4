"""Chances as they are told: never better than they are."""

from __future__ import annotations

from math import gcd


def one_in(prizes: int, entries: int) -> int | None:
    """The n of "1 in n" for one entry among `entries`; None while there is nothing to win.

    n is rounded up to a whole number, so that the chance told is never above the true one; 1 means every entry wins.
    An entry whose holder has won already steps aside, which only raises the chance of the others.
    """
    if prizes <= 0:
        return None
    return max(1, -(-entries // prizes))


def at_least(one_ins: list[int]) -> tuple[int, int]:
    """The chance that a scratch ticket wins any of the prizes left, as a reduced fraction (wins, tickets)."""
    wins, tickets = 0, 1
    for number in one_ins:
        wins, tickets = wins * number + tickets, tickets * number
    shared = gcd(wins, tickets) or 1
    return wins // shared, tickets // shared
