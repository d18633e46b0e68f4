"""Which of several variants of a block somebody is shown: learnt from what came of each, given by known chances.

For every variant a Bayesian linear regression foretells what comes of showing it (0 to 1) from a few features of the
reader. A variant's chance to be shown is the chance that it is the best one as far as is known (Thompson 1933; linear
payoffs: Agrawal, Goyal 2013), worked out and not drawn, so that it can be written down; a share EVEN goes to all alike.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import erf, exp, sqrt
from typing import Any

from regulars.discovery.decisions.rules.nouns import BLOCKS
from regulars.ground.kit.later import np

EVEN = 0.05
LEAST, MOST_FEATURES, RARE = 50, 12, 20
STEPS, REACH = 160, 5.0
SQRT_2 = sqrt(2.0)


def spot_of(page: str, block: str) -> str:
    """The spot of a block's decisions; `page` is a public id."""
    return f"{BLOCKS}{page}:{block}"


@dataclass(frozen=True, slots=True)
class Shown:
    """One variant put before one reader, and what came of it: `worth` from 0 (nothing) to 1; `weight` fades by age."""

    variant: str
    features: Mapping[str, float]
    worth: float
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Belief:
    """What is known of one variant: the mean of its coefficients, and how far each may be off (a covariance)."""

    mean: tuple[float, ...]
    spread: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Learnt:
    """What is known of the variants of one block. `names` are the features after the constant; `prior` is the belief
    about a variant that nobody has seen; `shown` says how often each was."""

    names: tuple[str, ...]
    prior: Belief
    beliefs: Mapping[str, Belief]
    shown: Mapping[str, int]


def learn(rows: Sequence[Shown]) -> Learnt | None:
    """What these showings say; None while they are fewer than LEAST, or nothing came of any."""
    usual = sum(one.worth * one.weight for one in rows) / max(sum(one.weight for one in rows), 1e-9)
    if len(rows) < LEAST or usual <= 0:
        return None
    names = _named(rows)
    noise = max(
        sum(one.weight * (one.worth - usual) ** 2 for one in rows) / sum(r.weight for r in rows), 1e-4
    )
    start = np.zeros(len(names) + 1)
    start[0] = usual
    # A variant may well be worth twice the usual or nothing, to everybody or to a kind of reader.
    sure = np.eye(len(start)) / usual**2
    counts = Counter(one.variant for one in rows)
    beliefs = {
        name: _belief([one for one in rows if one.variant == name], names, start, sure, noise)
        for name in sorted(counts)
    }
    return Learnt(names, _told(start, np.linalg.inv(sure)), beliefs, dict(counts))


def _named(rows: Sequence[Shown]) -> tuple[str, ...]:
    """The features that are seen most; what hardly anybody has says nothing."""
    held = Counter(name for one in rows for name, value in one.features.items() if value)
    often = [(count, name) for name, count in held.items() if count >= RARE]
    return tuple(sorted(name for _count, name in sorted(often, key=lambda o: (-o[0], o[1]))[:MOST_FEATURES]))


def _belief(rows: Sequence[Shown], names: Sequence[str], start: Any, sure: Any, noise: float) -> Belief:
    seen = np.array([_row(one.features, names) for one in rows])
    weight = np.array([one.weight for one in rows]) / noise
    worth = np.array([one.worth for one in rows])
    known = sure + (seen * weight[:, None]).T @ seen
    spread = np.linalg.inv(known)
    return _told(spread @ (sure @ start + seen.T @ (weight * worth)), spread)


def _told(mean: Any, spread: Any) -> Belief:
    return Belief(tuple(mean.tolist()), tuple(tuple(row) for row in spread.tolist()))


def _row(features: Mapping[str, float], names: Sequence[str]) -> list[float]:
    return [1.0, *(float(features.get(name, 0.0)) for name in names)]


def foretold(learnt: Learnt, variant: str, features: Mapping[str, float]) -> tuple[float, float]:
    """What is likely to come of showing the variant to such a reader, and how far that may be off (mean, deviation)."""
    row = np.array(_row(features, learnt.names))
    belief = learnt.beliefs.get(variant, learnt.prior)
    spread = float(row @ np.array(belief.spread) @ row)
    return float(row @ np.array(belief.mean)), sqrt(max(spread, 1e-12))


def chances(learnt: Learnt | None, variants: Sequence[str], features: Mapping[str, float]) -> list[float]:
    """The chance of each variant to be shown; they sum to 1 and none is below EVEN / number. Unknown: all alike."""
    if learnt is None or len(variants) < 2:
        return [1 / len(variants)] * len(variants)
    best = _best([foretold(learnt, name, features) for name in variants])
    return [(1 - EVEN) * chance + EVEN / len(variants) for chance in best]


def _best(beliefs: Sequence[tuple[float, float]]) -> list[float]:
    """The chance of each of several independent normals (mean, deviation) to be the greatest, by the midpoint rule."""
    found = [0.0] * len(beliefs)
    for mine, (mean, deviation) in enumerate(beliefs):
        others = [one for at, one in enumerate(beliefs) if at != mine]
        for step in range(STEPS):
            z = REACH * (2 * (step + 0.5) / STEPS - 1)
            worth = mean + z * deviation
            below = 1.0
            for middle, width in others:
                below *= 0.5 * (1 + erf((worth - middle) / (width * SQRT_2)))
            found[mine] += below * exp(-0.5 * z * z)
    whole = sum(found) or 1.0
    return [one / whole for one in found]


def drawn(chance: Sequence[float], seed: str) -> int:
    """Which one the lot falls on; the same seed gives the same."""
    return random.Random(seed).choices(range(len(chance)), weights=chance)[0]
