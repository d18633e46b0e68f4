"""Finding out what is good among things seldom shown: Thompson sampling with the chance of every choice.

A thing shown n times and taken k times (clicked, or bought) has a rate that is Beta(a + k, b + n - k). The prior (a, b) is
the market's: mean and spread of the rates of things shown often (moments of the beta-binomial, as J. Kleinman, "Proportions
with extraneous variance", JASA 1973), so a new thing starts from the market's rate. Who is drawn highest gets the place
(W. Thompson, Biometrika 1933). The propensity of a thing is the chance that its rate is the highest,

    P(k) = ∫ f_k(x) Π_(j≠k) F_j(x) dx

an integral over the unit interval, taken here on a grid that is fine where the rates are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from regulars.ground.kit.later import np, special

Array = Any
GRID, TAIL = 512, 1e-6
WEAKEST, STRONGEST = 2.0, 2_000.0


@dataclass(frozen=True, slots=True)
class Rates:
    """Beta distributions, one place per thing."""

    a: Array
    b: Array

    @property
    def mean(self) -> Array:
        """What each thing's rate is expected to be."""
        return self.a / (self.a + self.b)


def rates(taken: Array, shown: Array) -> Rates:
    """What is known of each thing's rate after it was taken so often of so many showings (0 <= taken <= shown)."""
    a, b = prior(taken, shown)
    return Rates(a + taken, b + (shown - taken))


def prior(taken: Array, shown: Array) -> tuple[float, float]:
    """The market's (a, b). Without any showing (1, 1); rates that differ no more than chance give a firm prior."""
    total = float(shown.sum())
    if total <= 0:
        return 1.0, 1.0
    mean = float((taken.sum() + 1) / (total + 2))
    there = shown > 0
    sizes = shown[there].astype(float)
    squares = float((sizes * (taken[there] / sizes - mean) ** 2).sum())
    room = total - float((sizes**2).sum()) / total
    between = squares - mean * (1 - mean) * (len(sizes) - 1)
    spread = between / room / (mean * (1 - mean)) if room > 0 else 0.0
    firm = float(np.clip(1 / spread - 1, WEAKEST, STRONGEST)) if spread > 0 else STRONGEST
    return mean * firm, (1 - mean) * firm


def draw(known: Rates, seed: int) -> Array:
    """One rate per thing, drawn from what is known. The same seed draws the same."""
    return np.random.default_rng(seed).beta(known.a, known.b)


def chances(known: Rates) -> Array:
    """The chance of each thing to be drawn highest; they sum to 1. One thing has 1, none an empty answer."""
    if len(known.a) < 2:
        return np.ones(len(known.a))
    grid = _grid(known)
    below = special.betainc(known.a[:, None], known.b[:, None], grid)
    with np.errstate(divide="ignore"):
        logs = np.log(below)
    all_below = logs.sum(axis=0)
    others = np.where(np.isfinite(logs), all_below - np.where(np.isfinite(logs), logs, 0.0), -np.inf)
    others = np.exp(others)
    steps = np.diff(below, axis=1)
    made = (steps * (others[:, 1:] + others[:, :-1]) / 2).sum(axis=1)
    return made / made.sum()


def _grid(known: Rates) -> Array:
    """Points between which rates matter: quantiles of every thing, and an even net between the outermost."""
    ends = special.betaincinv(known.a[:, None], known.b[:, None], np.array([TAIL, 0.1, 0.5, 0.9, 1 - TAIL]))
    even = np.linspace(ends.min(), ends.max(), GRID)
    best = np.linspace(ends[:, 0].max(), ends.max(), GRID)
    return np.unique(np.concatenate([[0.0], even, best, ends.ravel(), [1.0]]))
