"""Who comes back, foretold and scored: `python -m bench.forecast [--file FILE [--until DAY]] [--days 90] [--json]`.

Without a file: 4,000 buyers of a simulated store, whose law is known. The law is learnt from what they did until 90 days
before the end; it must expect as many orders of the rest as its makers do, within 8 %. With a table in the shape of UCI's
Online Retail II (CSV or Parquet): learnt from all but the last `--days` of its invoices and scored on those.

Errors are mean absolute differences of orders per person (and roots of mean squares), beside plain guesses: as many as in
as many days before, each one's own pace so far, everybody the mean of the people before, and nobody orders at all.
Calibration: the buyers in ten parts of equal size by the chance they were given, with the mean chance and the share that
came. "First order binds" is the law of the paper, under which nobody leaves before the second order. Exit code 1 when the
forecast is not nearer than the first plain guess, or the simulated law is missed.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from random import Random
from statistics import mean
from time import perf_counter
from typing import Any

from regulars.loyalty.segments.rules.buying import Law, fit, past
from regulars.loyalty.segments.rules.forecast import (
    WEEK,
    Days,
    binned,
    mean_error,
    outlook,
    plainly,
    root_error,
)

TRUTH = Law(r=0.6, alpha=6.0, a=0.9, b=2.5)
PEOPLE, NEWCOMERS_FOR, LENGTH, NEAR = 4_000, 180, 455, 0.08


def simulated(dice: Random, law: Law, people: int) -> list[Days]:
    """Days of orders of people who came on any of the first days and buy and leave under a law."""
    return [_life(dice, law, dice.randrange(NEWCOMERS_FOR)) for _ in range(people)]


def _life(dice: Random, law: Law, first: int) -> Days:
    pace, leaves = dice.gammavariate(law.r, 1 / law.alpha), dice.betavariate(law.a, law.b)
    days, at = [first], float(first)
    stays = not law.from_first or dice.random() >= leaves
    while stays and (at := at + WEEK * dice.expovariate(pace)) < LENGTH:
        if int(at) != days[-1]:
            days.append(int(at))
        stays = dice.random() >= leaves
    return days


def invoices(file: Path, until: date | None = None) -> list[Days]:
    """Days with an invoice up to `until`, per customer. Cancellations, corrections, rows without a customer: left out."""
    import duckdb

    rows = duckdb.sql(f"SELECT * FROM '{str(file).replace(chr(39), chr(39) * 2)}'")
    named = {"".join(filter(str.isalnum, name)).lower(): name for name in rows.columns}
    one = {key: f'"{next(named[name] for name in names if name in named)}"' for key, names in COLUMNS.items()}
    found = rows.filter(
        f"{one['who']} IS NOT NULL AND {one['many']} > 0 AND {one['price']} > 0"
        f" AND CAST({one['invoice']} AS VARCHAR) NOT ILIKE 'C%'"
        f" AND CAST({one['at']} AS DATE) <= DATE '{until or date.max}'"
    ).aggregate(f"list(DISTINCT CAST({one['at']} AS DATE)) AS days, {one['who']} AS who", one["who"])
    return [sorted(day.toordinal() for day in days) for days, _who in found.order("who").fetchall()]


COLUMNS = {
    "who": ("customerid",),
    "invoice": ("invoice", "invoiceno"),
    "at": ("invoicedate",),
    "many": ("quantity",),
    "price": ("price", "unitprice"),
}


def judged(histories: Sequence[Days], today: int, days: int) -> dict[str, Any]:
    """Both laws learnt from the days before the last `days`, scored on these, beside plain guesses."""
    cut = today - days
    were = [each for each in histories if each[0] <= cut]
    known = [[day for day in each if day <= cut] for each in were]
    made = [sum(1 for day in each if day > cut) for each in were]
    paces = [days * len(each) / max(cut - each[0] + 1, WEEK) for each in known]
    before = plainly(known, cut, days)
    guesses = {
        "as many as before": before,
        "own pace": paces,
        "the mean before": [mean(before)] * len(made),
        "nobody": [0.0] * len(made),
    }
    return {
        "people": len(made),
        "orders made": sum(made),
        "forecast": _scored(known, made, cut, days, from_first=True),
        "first order binds": _scored(known, made, cut, days, from_first=False),
        "plain": {name: _errors(guess, made) for name, guess in guesses.items()},
    }


def _scored(
    known: Sequence[Days], made: Sequence[int], cut: int, days: int, *, from_first: bool
) -> dict[str, Any]:
    started = perf_counter()
    weeks = [[day / WEEK for day in each] for each in known]
    said = outlook(known, cut, days, fit(past(weeks, cut / WEEK), from_first=from_first))
    bins = binned(said.back, [one > 0 for one in made])
    law = said.law
    return {
        "law": {name: round(getattr(law, name), 3) for name in ("r", "alpha", "a", "b")},
        "orders expected": round(sum(said.orders), 1),
        **_errors(said.orders, made),
        "calibration": [[one.people, round(one.said, 3), round(one.came, 3)] for one in bins],
        "off by": round(sum(one.people * abs(one.said - one.came) for one in bins) / len(made), 4),
        "seconds": round(perf_counter() - started, 2),
    }


def _errors(said: Sequence[float], made: Sequence[int]) -> dict[str, float]:
    return {"MAE": round(mean_error(said, made), 4), "RMSE": round(root_error(said, made), 4)}


def main() -> int:
    """Foretell, score, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--file", type=Path)
    parser.add_argument("--days", type=int, default=90)
    parser.add_argument("--until", type=date.fromisoformat, help="leave out what came after this day")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if given.file:
        histories = invoices(given.file, given.until)
        result = judged(histories, max(each[-1] for each in histories), given.days)
        right = True
    else:
        result = judged(simulated(Random(given.seed), TRUTH, PEOPLE), LENGTH, given.days)
        right = abs(result["forecast"]["orders expected"] / result["orders made"] - 1) <= NEAR
    result["right"] = right and result["forecast"]["MAE"] < result["plain"]["as many as before"]["MAE"]
    print(json.dumps(result) if given.json else _said(result))
    return 0 if result["right"] else 1


def _said(result: dict[str, Any]) -> str:
    lines = [f"people: {result['people']}, orders made: {result['orders made']}"]
    for name in ("forecast", "first order binds"):
        one = result[name]
        lines.append(
            f"{name}: {one['orders expected']} orders expected, MAE {one['MAE']}, RMSE {one['RMSE']},"
            f" chances off by {one['off by']}, law {one['law']}, {one['seconds']} s"
        )
    lines += [f"plain, {name}: MAE {e['MAE']}, RMSE {e['RMSE']}" for name, e in result["plain"].items()]
    lines.append("calibration of the forecast (people, chance given, share that came):")
    lines += [
        f"  {people:>6}  {said:6.1%}  {came:6.1%}" for people, said, came in result["forecast"]["calibration"]
    ]
    return "\n".join([*lines, f"right: {result['right']}"])


if __name__ == "__main__":
    raise SystemExit(main())
