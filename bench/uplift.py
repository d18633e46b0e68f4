"""Verdicts on simulated messages whose truth is known: `python -m bench.uplift [--json] [--campaigns 500]`.

One in ten is held out. Half of the people buy in each of two periods with a chance of 90 %, the others of 40 %; each
pays a log-normal amount around a lasting taste (log-normal too). That is a store of regulars: one person's sums vary by
about their mean, and the time before takes away about an eighth of the noise. Where fewer buy, effects of this size
need more people or a larger share held out, and the page says how small an effect could have been seen. With no effect
at least 94 of 100 verdicts must be "no effect"; with 8 % more per order among 20,000 people at least 80 of 100 "gain".
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from math import exp
from random import Random
from time import perf_counter

from regulars.loyalty.outreach.rules.verdict import Side, verdict

OFTEN, SELDOM, TASTE, CHANCE, AROUND, HELD = 0.90, 0.40, 0.40, 0.35, 20_000, 0.10
RIGHT, FOUND = 0.94, 0.80


def drawn(dice: Random, people: int, effect: float) -> Iterator[tuple[float, float, bool]]:
    """People as (before, after, whether written to); amounts in minor units."""
    for _ in range(people):
        sent = dice.random() >= HELD
        buys, taste = OFTEN if dice.random() < 0.5 else SELDOM, dice.gauss(0.0, TASTE)
        before = _pays(dice, buys, taste)
        after = _pays(dice, buys, taste) * (1 + effect * sent)
        yield before, after, sent


def campaign(dice: Random, *, people: int, effect: float) -> tuple[Side, Side]:
    """The two sides of one simulated message."""
    sent, held = Side(), Side()
    for before, after, treated in drawn(dice, people, effect):
        (sent if treated else held).add(before, after)
    return sent, held


def _pays(dice: Random, buys: float, taste: float) -> float:
    if dice.random() >= buys:
        return 0.0
    return float(round(AROUND * exp(taste + dice.gauss(0.0, CHANCE))))


def main() -> int:
    """Simulate and print; exit code 1 when verdicts are wrong too often."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--campaigns", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    started = perf_counter()
    dice = Random(given.seed)
    none = _said(dice, given.campaigns, 4_000, 0.0)
    more = _said(dice, max(1, given.campaigns // 5), 20_000, 0.08)
    right, found = none["no-effect"] / none.total(), more["gain"] / more.total()
    result = {
        "no effect, 4,000 people": dict(none),
        "said no effect": round(right, 4),
        "8 % more, 20,000 people": dict(more),
        "found": round(found, 4),
        "seconds": round(perf_counter() - started, 1),
        "right": right >= RIGHT and found >= FOUND,
    }
    print(json.dumps(result) if given.json else "\n".join(f"{key}: {value}" for key, value in result.items()))
    return 0 if result["right"] else 1


def _said(dice: Random, campaigns: int, people: int, effect: float) -> Counter[str]:
    return Counter(verdict(*campaign(dice, people=people, effect=effect)).kind for _ in range(campaigns))


if __name__ == "__main__":
    raise SystemExit(main())
