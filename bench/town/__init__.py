"""The engine in the demo town, whose shoppers' tastes are known: `bin/bench town [--json] [--days 20] [--people 1500]`.

Every day some shoppers come (the keen ones more often), find two goods by themselves as the demo's people do, and see
a page of 12. Places further down are looked at less; a good that is looked at is clicked with the chance its shopper's
taste gives it, and a part of the clicks ends at the till. Three markets live the same days: one where the engine's own
parts choose (local EASE trained every night, Thompson's draw for one place, the rulebook), one that shows what was
taken most, one that knows every taste. Compared is the value their pages can be expected to have (clicks and purchases
alike are in proportion to it), not what the dice made of it.

In the end the same trained engine fills the same pages with and without the floor for small stores (the third of the
stores with the least traffic): what the floor gives them and what it costs.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from time import process_time
from typing import Any

import numpy as np

from bench.town.choosing import BUY, CLICK, FOUND, LOOKED, Engine, Oracle, Popular, Seen
from bench.town.truth import Truth, truth
from regulars.discovery.ranking.rules.rulebook import STANDARD

VISITS, FINDS = 400, 2
PANEL = 400
DEAREST = 0.02


def lived(here: Truth, chooser: Any, days: int, seed: int) -> tuple[list[float], Seen]:
    """Expected clicks per page, day by day, and everything seen."""
    dice, seen, told = np.random.default_rng(seed), Seen.nothing(here), []
    often = here.often / here.often.sum()
    for _day in range(days):
        chooser.learn(seen)
        came = dice.choice(len(often), VISITS, p=often)
        value = 0.0
        fresh = seen.weight.copy()
        for number, person in enumerate(came):
            for good in dice.choice(here.drawn.shape[1], FINDS, p=here.drawn[person]):
                fresh[person, good] += FOUND
            page = chooser.choose(int(person), f"{seed}:{_day}:{number}")
            chance = here.takes[person, page] * LOOKED[: len(page)]
            value += float(chance.sum())
            clicked = page[dice.random(len(page)) < chance]
            bought = dice.random(len(clicked)) < here.buys[person]
            fresh[person, clicked] += CLICK + (BUY - CLICK) * bought
            np.add.at(seen.shown, page, LOOKED[: len(page)])
            np.add.at(seen.taken, clicked, 1)
        seen.weight = fresh
        told.append(value / VISITS)
    return told, seen


def floors(here: Truth, engine: Engine, seed: int) -> list[dict[str, float]]:
    """The same pages under one rulebook after another that differ in the floor alone, the first without one."""
    dice = np.random.default_rng([seed, 1])
    panel = dice.choice(len(here.often), PANEL, p=here.often / here.often.sum())
    wanted = [engine.wanted(int(person)) for person in panel]
    small = np.isin(here.store, list(here.small))
    plain, told = 0.0, []
    for floor in (0.0, STANDARD.floor, 0.2, 0.3):
        rules = replace(STANDARD, floor=floor)
        pages = [engine.arranged(each, f"{seed}:{row}", rules) for row, each in enumerate(wanted)]
        value = sum(
            float((here.takes[person, page] * LOOKED[: len(page)]).sum())
            for person, page in zip(panel, pages, strict=True)
        )
        looks = sum(float(LOOKED[: len(page)].sum()) for page in pages)
        theirs = sum(float((small[page] * LOOKED[: len(page)]).sum()) for page in pages)
        places = float(np.mean([small[page].mean() for page in pages]))
        plain = plain or value
        told.append(
            {
                "floor": floor,
                "share of places": round(places, 4),
                "share of looks": round(theirs / looks, 4),
                "value per 1,000 pages": round(1000 * value / PANEL, 1),
                "cost": round(1 - value / plain, 4),
            }
        )
    return told


def main() -> int:
    """Live the days and print; exit code 1 when the engine is no better than popularity or the floor too dear."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--days", type=int, default=20)
    parser.add_argument("--people", type=int, default=1_500)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    started, here = process_time(), truth(given.seed, given.people)
    engine = Engine(here, STANDARD)
    markets: dict[str, Any] = {"engine": engine, "popular": Popular(), "oracle": Oracle(here)}
    days: dict[str, list[float]] = {}
    for name, chooser in markets.items():
        days[name], seen = lived(here, chooser, given.days, given.seed)
        if name == "engine":
            engine.learn(seen)
    told = floors(here, replace(engine, explores=False), given.seed)
    result = _result(here, days, told) | {"cpu_seconds": round(process_time() - started, 1)}
    print(json.dumps(result) if given.json else _table(result))
    return 0 if result["right"] else 1


def _result(here: Truth, days: dict[str, list[float]], told: list[dict[str, float]]) -> dict[str, Any]:
    week = {name: float(np.mean(values[-7:])) for name, values in days.items()}
    regret = {name: float(np.sum(np.subtract(days["oracle"], days[name]))) for name in ("engine", "popular")}
    standard = next(row for row in told if row["floor"] == STANDARD.floor)
    right = week["engine"] > week["popular"] and standard["cost"] < DEAREST
    return {
        "people": here.takes.shape[0],
        "goods": here.takes.shape[1],
        "clicks per 1,000 pages, by day": {
            name: [round(1000 * one, 1) for one in values] for name, values in days.items()
        },
        "last week": {name: round(1000 * value, 1) for name, value in week.items()},
        "share of the oracle": {name: round(value / week["oracle"], 4) for name, value in week.items()},
        "regret in clicks": {name: round(value * VISITS) for name, value in regret.items()},
        "small stores": round(float(np.isin(here.store, list(here.small)).mean()), 4),
        "floors": told,
        "right": right,
    }


def _table(result: dict[str, Any]) -> str:
    lines = [f"{result['people']} shoppers, {result['goods']} goods, expected clicks per 1,000 pages", ""]
    lines.append(f"{'day':>4}" + "".join(f"{name:>10}" for name in result["last week"]))
    by_day = result["clicks per 1,000 pages, by day"]
    for number, row in enumerate(zip(*by_day.values(), strict=True), 1):
        lines.append(f"{number:>4}" + "".join(f"{value:>10}" for value in row))
    lines.append("")
    lines += [
        f"{key}: {result[key]}"
        for key in ("last week", "share of the oracle", "regret in clicks", "small stores")
    ]
    lines += [
        "floor: " + ", ".join(f"{key} {value}" for key, value in row.items()) for row in result["floors"]
    ]
    return "\n".join([*lines, f"right: {result['right']}, {result['cpu_seconds']} CPU s"])
