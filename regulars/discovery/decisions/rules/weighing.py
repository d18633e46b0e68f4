"""Logged decisions beside a policy, as numbers for the estimators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from regulars.discovery.decisions.rules.nouns import Decision
from regulars.discovery.decisions.rules.policies import Policy
from regulars.discovery.decisions.rules.rewarding import Rewards, fitted, halves
from regulars.discovery.decisions.rules.trial import Trial
from regulars.ground.kit.later import np

Rewarded = Mapping[tuple[str, str], float]


def weighed(decisions: Sequence[Decision], rewards: Rewarded, policy: Policy) -> Trial:
    """The trial of a policy. `rewards` by (decision id, product); what is missing brought nothing.

    Decisions that showed nothing are left out. Options of chance 0 in the log weigh nothing.
    """
    made = [one for one in decisions if one.shown]
    goods = _numbered(option.product for one in made for option in one.options)
    readers = _numbered(one.reader for one in made)
    rows: list[tuple[int, int, int, float, float]] = []
    masses = []
    for index, one in enumerate(made):
        chances = policy(one)
        masses.append(chances.mass)
        for number, option in enumerate(one.options):
            if option.place is None or option.place >= chances.own.shape[1]:
                continue
            weight = (
                float(chances.own[number, option.place]) / option.propensity if option.propensity else 0.0
            )
            reward = rewards.get((one.id, option.product), 0.0)
            rows.append((index, option.place, goods[option.product], weight, reward))
    columns = np.array(rows, float).reshape(-1, 5).T
    decision, place, good = (column.astype(int) for column in columns[:3])
    counts = np.array([1 / one.rate for one in made])
    reader = np.array([readers[one.reader] for one in made], int)
    seen = (decision, place, good, columns[4], counts, reader)
    guess, direct = _guessed(made, goods, masses, *seen)
    return Trial(decision, place, columns[3], columns[4], guess, direct, counts, reader)


def _guessed(
    made: Sequence[Decision],
    goods: Mapping[str, int],
    masses: Sequence[Any],
    decision: Any,
    place: Any,
    good: Any,
    reward: Any,
    counts: Any,
    reader: Any,
) -> tuple[Any, Any]:
    """What models of the other half expect of each shown place, and of all the policy would show."""
    guess, direct = np.zeros(len(reward)), np.zeros(len(made))
    sizes = {"goods": len(goods), "places": max((mass.shape[1] for mass in masses), default=1)}
    held = counts[decision] if len(decision) else counts
    side = halves(reader)
    for half in (0, 1):
        other = side[decision] != half
        model = fitted(good[other], place[other], reward[other], held[other], **sizes)
        guess[~other] = model.at(good[~other], place[~other])
        for index in np.flatnonzero(side == half):
            direct[index] = _expected(made[index], masses[index], goods, model)
    return guess, direct


def _expected(decision: Decision, mass: Any, goods: Mapping[str, int], model: Rewards) -> float:
    numbers = [goods[option.product] for option in decision.options]
    return float(model.goods[numbers] @ mass @ model.places[: mass.shape[1]])


def _numbered(names: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    for name in names:
        found.setdefault(name, len(found))
    return found
