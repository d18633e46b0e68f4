"""Ways of choosing, asked what they would have shown where the log shows what could be shown.

A way that scores puts the options in order; a draw gives each the same chance. Of the candidates that the log kept by
lot only those kept can rise: see `Option.rate`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from regulars.discovery.decisions.rules.nouns import Decision
from regulars.ground.kit.later import np

Scores = Callable[[Decision], Sequence[float]]


@dataclass(frozen=True, slots=True)
class Chances:
    """[option, place] for the options of a decision: the chance of each there, and of all those it stands for."""

    own: Any
    mass: Any


Policy = Callable[[Decision], Chances]


def as_logged(decision: Decision) -> Chances:
    """The policy that decided: every shown option has the chance it had."""
    shape = len(decision.options), len(decision.shown)
    own, mass = np.zeros(shape), np.zeros(shape)
    for index, one in enumerate(decision.options):
        if one.place is not None and one.place < shape[1]:
            own[index, one.place], mass[index, one.place] = one.propensity, 1.0
    return Chances(own, mass)


def by_lot(decision: Decision) -> Chances:
    """Every candidate has the same chance at every place."""
    stands_for = np.array([1 / one.rate for one in decision.options])
    places = len(decision.shown)
    chance = 1 / float(stands_for.sum()) if places else 0.0
    own = np.full((len(stands_for), places), chance)
    return Chances(own, own * stands_for[:, None])


def by_score(scores: Scores) -> Policy:
    """The best by score, first come first; what is alike stays as the log has it."""

    def chances(decision: Decision) -> Chances:
        given = np.asarray(scores(decision), float)
        order = np.argsort(-given, kind="stable")[: len(decision.shown)]
        own = np.zeros((len(given), len(decision.shown)))
        own[order, np.arange(len(order))] = 1.0
        return Chances(own, own)

    return chances


def reweighed(weights: Mapping[str, float]) -> Scores:
    """The logged parts of each score, times these weights (1 where none is named), times the logged factors."""

    def scores(decision: Decision) -> list[float]:
        return [
            sum(weights.get(name, 1.0) * value for name, value in one.parts.items())
            * prod(one.factors.values())
            for one in decision.options
        ]

    return scores


def by_good(worth: Mapping[str, float]) -> Scores:
    """Goods by a number of their own; those without one are worth 0."""
    return lambda decision: [worth.get(one.product, 0.0) for one in decision.options]
