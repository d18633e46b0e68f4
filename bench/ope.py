"""Off-policy estimates of simulated policies whose true value is known: `bin/bench ope [--json] [--policies 200]`.

Each policy gets a world, a logging policy and a log of its own. In a world there are kinds of readers, each reader
with a mood (so decisions of one reader are alike), goods with a worth for each kind, and places that are looked at less
and less. Both policies draw lists of 4 out of 7 goods one after the other (Plackett-Luce); the logging one gives a
twentieth of its lists to chance. Every list and its chance can be counted out, so the true value is exact. The reward
is a click, and money in a second run. Half of the policies are near the logging one, half are far; a third of all
show always the same list to a kind. Named `clipped` are weights cut off at the square root of the number of
decisions, as `regulars evaluate` does it.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations
from time import process_time
from typing import Any

import numpy as np

from regulars.discovery.decisions.rules.estimates import ESTIMATORS, Estimate
from regulars.discovery.decisions.rules.rewarding import fitted, halves
from regulars.discovery.decisions.rules.trial import Trial

KINDS, GOODS, PLACES, READERS = 4, 7, 4, 800
CHANCE, MOOD, WANTED = 1 / 20, 0.35, 0.93
LISTS = np.array(list(permutations(range(GOODS), PLACES)))


@dataclass(frozen=True)
class World:
    """Chance of each kind, worth[kind, good], looked[place], and what a click is worth on average by good."""

    kinds: Any
    worth: Any
    looked: Any
    price: Any


def world(dice: Any) -> World:
    """A world: one click in twenty places or so."""
    worth = dice.beta(1.2, 8.0, (KINDS, GOODS)) * np.exp(dice.normal(0, 0.3, GOODS))
    looked = 1 / np.log2(np.arange(PLACES) + 2)
    return World(
        dice.dirichlet([3.0] * KINDS), np.minimum(worth, 0.6), looked, np.exp(dice.normal(4, 0.6, GOODS))
    )


def lists(scores: Any) -> Any:
    """Chances of every list for each kind, from scores[kind, good] (Plackett-Luce)."""
    strength = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances = np.ones((KINDS, len(LISTS)))
    left = strength.sum(axis=1, keepdims=True)
    for place in range(PLACES):
        taken = strength[:, LISTS[:, place]]
        chances *= taken / left
        left = left - taken
    return chances / chances.sum(axis=1, keepdims=True)


def marginals(chances: Any) -> Any:
    """[kind, good, place]: the chance of the good at the place."""
    found = np.zeros((KINDS, GOODS, PLACES))
    for place in range(PLACES):
        for good in range(GOODS):
            found[:, good, place] = chances[:, LISTS[:, place] == good].sum(axis=1)
    return found


def policies(dice: Any, number: int) -> tuple[Any, Any]:
    """The chances of lists under the logging policy, and under the one to judge."""
    taste = dice.normal(0, 1.0, (KINDS, GOODS))
    logged = (1 - CHANCE) * lists(taste) + CHANCE / len(LISTS)
    far = 0.4 if number % 2 else 1.2
    other = taste + dice.normal(0, far, (KINDS, GOODS))
    if number % 3:
        return logged, lists(other * dice.uniform(0.6, 1.6))
    best = np.argmax(lists(other), axis=1)
    return logged, np.eye(len(LISTS))[best]


def truth(here: World, shown: Any, money: bool) -> float:
    """What the policy brings per decision."""
    each = here.worth * (here.price if money else 1.0)
    return float(np.einsum("x,xak,xa,k->", here.kinds, shown, each, here.looked))


def logged(dice: Any, here: World, log: Any, policy: Any, money: bool) -> Trial:
    """A log beside a policy, as numbers; the guesses are those of a model that does not know the kinds."""
    mood = np.clip(dice.gamma(1 / MOOD**2, MOOD**2, READERS), 0, 1.6)
    mood /= np.clip(np.random.default_rng(0).gamma(1 / MOOD**2, MOOD**2, 200_000), 0, 1.6).mean()
    many = dice.integers(1, 6, READERS)
    reader = np.repeat(np.arange(READERS), many)
    kind = np.repeat(dice.choice(KINDS, READERS, p=here.kinds), many)
    order = np.empty(len(reader), int)
    for one in range(KINDS):
        mine = np.flatnonzero(kind == one)
        order[mine] = dice.choice(len(LISTS), len(mine), p=log[one])
    good = LISTS[order].ravel()
    decision, place = np.repeat(np.arange(len(reader)), PLACES), np.tile(np.arange(PLACES), len(reader))
    chance = here.worth[kind[decision], good] * here.looked[place] * mood[reader[decision]]
    reward = (dice.random(len(good)) < chance).astype(float)
    if money:
        reward *= here.price[good] * dice.lognormal(-0.125, 0.5, len(good))
    theirs, ours = marginals(log), marginals(policy)
    weight = ours[kind[decision], good, place] / theirs[kind[decision], good, place]
    counts = np.ones(len(reader))
    guess, direct = np.zeros(len(good)), np.zeros(len(reader))
    for half in (0, 1):
        seen = halves(reader[decision]) != half
        model = fitted(good[seen], place[seen], reward[seen], np.ones(seen.sum()), goods=GOODS, places=PLACES)
        guess[~seen] = model.at(good[~seen], place[~seen])
        expected = np.einsum("xak,a,k->x", ours, model.goods, model.places)
        mine = halves(reader) == half
        direct[mine] = expected[kind[mine]]
    return Trial(decision, place, weight, reward, guess, direct, counts, reader)


def runs(policies_: int, seed: int, money: bool) -> Iterator[tuple[str, float, float, Estimate]]:
    """(estimator, true value, value under the logging policy, estimate) for each policy."""
    for number in range(policies_):
        dice = np.random.default_rng([seed, number, money])
        here = world(dice)
        log, policy = policies(dice, number)
        true = truth(here, marginals(policy), money)
        base = truth(here, marginals(log), money)
        trial = logged(dice, here, log, policy, money)
        cut = trial.clipped(trial.size**0.5)
        for name, estimate in ESTIMATORS.items():
            yield name, true, base, estimate(trial)
            yield f"{name} clipped", true, base, estimate(cut)


def judged(found: list[tuple[float, float, Estimate]]) -> dict[str, float]:
    """How often the interval held the truth, and bias, error and width as shares of the true value."""
    held = [one.low <= true <= one.high for true, _base, one in found]
    off = np.array([one.value / true - 1 for true, _base, one in found])
    wide = np.array([one.width / true for true, _base, one in found])
    right = [
        (one.value > base) == (true > base) for true, base, one in found if not one.low <= base <= one.high
    ]
    return {
        "holds": round(float(np.mean(held)), 4),
        "bias": round(float(off.mean()), 4),
        "error": round(float(np.sqrt((off**2).mean())), 4),
        "width": round(float(np.median(wide)), 4),
        "effective": round(float(np.median([one.effective for _t, _b, one in found])), 1),
        "called": len(right),
        "called right": round(float(np.mean(right)), 4) if right else 1.0,
    }


def main() -> int:
    """Simulate and print; exit code 1 when an interval fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--policies", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    started, told = process_time(), {}
    for money in (False, True):
        found: dict[str, list[tuple[float, float, Estimate]]] = defaultdict(list)
        for name, true, base, one in runs(given.policies, given.seed, money):
            found[name].append((true, base, one))
        told["money" if money else "clicks"] = {name: judged(rows) for name, rows in found.items()}
    least = min(row["holds"] for kind in told.values() for row in kind.values())
    result = {"policies": given.policies, **told, "least": least, "wanted": WANTED, "right": least >= WANTED}
    result["cpu_seconds"] = round(process_time() - started, 1)
    print(json.dumps(result) if given.json else _table(result))
    return 0 if result["right"] else 1


def _table(result: dict[str, Any]) -> str:
    lines = [
        f"{'':14}{'holds':>8}{'bias':>8}{'error':>8}{'width':>8}{'effective':>11}{'called':>8}{'right':>7}"
    ]
    for kind in ("clicks", "money"):
        lines.append(kind)
        for name, row in result[kind].items():
            cells = "".join(f"{value:>8}" for value in list(row.values())[:4])
            lines.append(
                f"  {name:12}{cells}{row['effective']:>11}{row['called']:>8}{row['called right']:>7}"
            )
    return "\n".join([*lines, f"least {result['least']}, wanted {result['wanted']}: {result['right']}"])


if __name__ == "__main__":
    raise SystemExit(main())
