"""Buying that may end unseen: BG/NBD of Fader, Hardie and Lee (2005), "Counting Your Customers" the Easy Way.

While people are buyers they order at a rate of their own (gamma: `r`, `alpha`); after an order they may leave for good
with a chance of their own (beta: `a`, `b`). In the paper nobody leaves before the second order, so somebody who came
once two years ago still counts as a buyer; with `from_first` people may leave after the first order too (MBG/NBD of
Batislam, Denizel and Filiztekin, 2007). Times are in any one unit; arrays are of NumPy, one place per person.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from regulars.ground.kit.later import np, optimize, special

Array = Any
LOWEST, HIGHEST = -8.0, 8.0
NEAR_ONE = 1e-7
FAR, MOST_TERMS = 20.0, 5_000


@dataclass(frozen=True, slots=True)
class Past:
    """What counts of each person's past: orders after the first, and the times from the first order to the last
    one and to the moment of asking."""

    again: Array
    last: Array
    age: Array

    def thinned(self, most: int) -> Past:
        """Every nth person, so that at most `most` are left."""
        step = -(-len(self.again) // most) or 1
        return Past(self.again[::step], self.last[::step], self.age[::step])


@dataclass(frozen=True, slots=True)
class Law:
    """How a store's people buy and leave."""

    r: float
    alpha: float
    a: float
    b: float
    from_first: bool = True

    def chances(self, past: Past) -> Array:
        """How often each person could have left."""
        return past.again + 1 if self.from_first else past.again


def past(histories: Iterable[Sequence[float]], until: float) -> Past:
    """The pasts of people from the moments of their orders, oldest first, none after `until`, none empty."""
    rows = [(len(each) - 1, each[-1] - each[0], until - each[0]) for each in histories]
    again, last, age = np.asarray(rows, dtype=float).reshape(-1, 3).T
    return Past(again, last, age)


def fit(known: Past, *, from_first: bool = True) -> Law:
    """The law under which these pasts are likeliest, found by L-BFGS-B over the logarithms of its numbers."""

    def cost(logs: Array) -> tuple[float, Array]:
        law = _law(logs, from_first)
        value, slope = likelihood(law, known)
        return -value, -slope * np.exp(logs)

    start = np.asarray([0.0, np.log(max(float(np.mean(known.age)), 1e-3)), 0.0, 0.0])
    limits = [(LOWEST, HIGHEST + (4.0 if name == "alpha" else 0.0)) for name in ("r", "alpha", "a", "b")]
    found = optimize.minimize(cost, start, jac=True, method="L-BFGS-B", bounds=limits)
    return _law(found.x, from_first)


def _law(logs: Array, from_first: bool) -> Law:
    r, alpha, a, b = (float(one) for one in np.exp(logs))
    return Law(r, alpha, a, b, from_first)


def likelihood(law: Law, known: Past) -> tuple[float, Array]:
    """Mean logarithm of each past's likelihood (equation 6 of the paper), and its slope by r, alpha, a, b."""
    psi, r, alpha, a, b = special.digamma, law.r, law.alpha, law.a, law.b
    orders, chances = r + known.again, law.chances(known)
    stayed, left = _sides(law, known)
    both = np.logaddexp(stayed, left)
    gone = np.exp(left - both)
    value = (
        special.gammaln(orders) - special.gammaln(r) + r * np.log(alpha)
        + special.betaln(a, b + chances) - special.betaln(a, b) + both
    )  # fmt: skip
    here, then = alpha + known.age, alpha + known.last
    slopes = (
        psi(orders) - psi(r) + np.log(alpha) - (1 - gone) * np.log(here) - gone * np.log(then),
        r / alpha - orders * ((1 - gone) / here + gone / then),
        psi(a + b) - psi(a + b + chances) + gone / a,
        psi(a + b) + psi(b + chances) - psi(b) - psi(a + b + chances) - gone / _before_last(law, chances),
    )
    return float(np.mean(value)), np.asarray([float(np.mean(slope)) for slope in slopes])


def alive(law: Law, known: Past) -> Array:
    """The probability that each person has not left."""
    stayed, left = _sides(law, known)
    return special.expit(stayed - left)


def comes_back(law: Law, known: Past, within: float) -> Array:
    """The probability of at least one order in the time `within` from now: who has not left, leaves only after one."""
    quiet = (law.r + known.again) * np.log1p(-_gone_by(law, known, within))
    return alive(law, known) * -np.expm1(quiet)


def expected(law: Law, known: Past, within: float) -> Array:
    """Orders to be expected of each person in the time `within` from now (equation 10 of the paper).

    Euler's transformation of the hypergeometric function keeps its arguments small for people with many orders.
    """
    a = law.a if abs(law.a - 1) > NEAR_ONE else 1 + NEAR_ONE
    chances = law.chances(known)
    share, top = _gone_by(law, known, within), a + law.b + chances - 1
    first = a + law.b - 1 - law.r + (chances - known.again)
    rest = (1 - share) ** (a - 1) * _gauss(first, a - 1, top, share)
    return alive(law, known) * top / (a - 1) * (1 - rest)


def _sides(law: Law, known: Past) -> tuple[Array, Array]:
    """Logarithms of the two ways to this past, up to a common factor: still a buyer, or left with the last order."""
    orders, chances = law.r + known.again, law.chances(known)
    stayed = -orders * np.log(law.alpha + known.age)
    left = np.log(law.a) - np.log(_before_last(law, chances)) - orders * np.log(law.alpha + known.last)
    return stayed, np.where(chances > 0, left, -np.inf)


def _before_last(law: Law, chances: Array) -> Array:
    return np.where(chances > 0, law.b + chances - 1, 1.0)


def _gauss(first: Array, second: float, third: Array, at: Array) -> Array:
    """The hypergeometric function of arguments in [0, 1). SciPy's overflows where `third` is far the largest; there
    the plain series ends soon."""
    found = np.asarray(special.hyp2f1(first, second, third, at))
    hard = (third - first - second > FAR) | ~np.isfinite(found)
    if hard.any():
        found[hard] = _series(*(np.broadcast_to(one, hard.shape)[hard] for one in (first, second, third, at)))
    return found


def _series(first: Array, second: Array, third: Array, at: Array) -> Array:
    term = total = np.ones_like(third)
    for n in range(MOST_TERMS):
        term = term * (first + n) * (second + n) / ((third + n) * (n + 1)) * at
        total = total + term
        if np.all(np.abs(term) <= 1e-13 * np.abs(total)):
            break
    return total


def _gone_by(law: Law, known: Past, within: float) -> Array:
    return within / (law.alpha + known.age + within)
