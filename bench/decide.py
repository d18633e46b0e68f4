"""One personal page of 40 out of a million goods: `python -m bench.decide [--json] [--goods N]`.

Made-up goods: a hundred neighbours each for taste, co-visits and what was bought, vectors of 64 numbers, and
20,000 visits. A reader likes 30 things and has touched 8. Measured in CPU seconds, in interleaved rounds: candidates
out of all sources (retrieve), their parts added up and the best made into candidates (score), the rulebook and the
places by lot (re-rank), and the cards as HTML (render). The limit beside it is one bare product of all vectors with the
reader's: what looking at every product would cost before anything is chosen.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from statistics import median
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.wiring.settings")

import numpy as np

GOODS, BESIDE, WIDTH, STORES, LEAVES = 1_000_000, 100, 64, 20_000, 2_000
VISITS = 20_000
SIZE, LIKED, TOUCHED, READERS = 40, 30, 8, 200


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="bench.decide")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--goods", type=int, default=GOODS)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["REGULARS_HOME"] = home
        import django

        django.setup()
        result = measure(asked.goods, asked.rounds)
    print(json.dumps(result)) if asked.json else show(result)
    return 0 if result["right"] else 1


def market(goods: int, seed: int = 1) -> Any:
    """A shelf of made-up goods, with a model of made-up visits."""
    from regulars.discovery.recommend.rules import moment
    from regulars.discovery.recommend.rules.shelf import Shelf

    dice = np.random.default_rng(seed)
    vectors = dice.standard_normal((goods, WIDTH), dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    shown = dice.integers(0, 5_000, goods).astype(np.float32)
    return Shelf(
        keys=np.arange(1, goods + 1, dtype=np.int64),
        store=dice.integers(1, STORES, goods),
        leaf=dice.integers(1, LEAVES, goods),
        brand=dice.integers(0, 500, goods),
        price=dice.random(goods, dtype=np.float32),
        born=time.time() - dice.random(goods) * 300 * 86_400,
        sheltered=dice.random(goods) < 0.1,
        popular=(dice.pareto(2, goods) / 100).astype(np.float32),
        shown=shown,
        clicked=np.floor(shown * dice.random(goods) * 0.05).astype(np.float32),
        looks=vectors,
        names=np.array([b"pro_%020d" % one for one in range(goods)]),
        store_names=np.array([b"sto_%020d" % one for one in range(goods)]),
        tables={name: beside(dice, goods) for name in ("taste", "after", "bought")},
        vectors=vectors,
        moment=moment.fit(visits(dice, goods), moment.Settings(goods=goods)),
    )


def beside(dice: Any, goods: int) -> Any:
    """A hundred neighbours for each product, the nearest first, most of them among its like."""
    from regulars.discovery.recommend.rules.neighbours import Neighbours

    steps = dice.integers(1, 2_000, (goods, BESIDE), dtype=np.int32)
    near = (np.arange(goods, dtype=np.int32)[:, None] + steps) % goods
    weight = np.sort(dice.random((goods, BESIDE), dtype=np.float32), axis=1)[:, ::-1]
    return Neighbours(np.arange(goods + 1, dtype=np.int64) * BESIDE, near.ravel(), weight.ravel().copy())


def visits(dice: Any, goods: int) -> Any:
    """Visits that wander about one part of the market."""
    from regulars.discovery.recommend.rules import moment

    lengths = np.minimum(2 + dice.geometric(0.3, VISITS), 20)
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    home = np.repeat(dice.integers(0, goods, VISITS), lengths)
    items = (home + dice.geometric(0.05, offsets[-1])) % goods
    return moment.Sessions(items.astype(np.int32), offsets, np.arange(VISITS, dtype=np.float64))


def readers(shelf: Any) -> list[Any]:
    """Readers who like and touched things of one part of the market."""
    from regulars.discovery.recommend.rules.retrieving import Reader

    dice = np.random.default_rng(2)
    found = []
    for _ in range(READERS):
        liked, touched = (
            ((int(dice.integers(shelf.size)) + dice.integers(0, 3_000, many)) % shelf.size).tolist()
            for many in (LIKED, TOUCHED)
        )
        stores = dice.integers(1, STORES, 5).tolist()
        found.append(
            Reader(liked, [1.0] * LIKED, touched, [60.0 * n for n in range(TOUCHED)], (), stores, time.time())
        )
    return found


def measure(goods: int, rounds: int) -> dict[str, Any]:
    """Medians over the rounds, each of all readers, and the page of each."""
    shelf = market(goods)
    # What is worked out once for a model is worked out before the first reader comes.
    _ = shelf.best, shelf.newcomers, shelf.of_store, shelf.of_leaf
    many = readers(shelf)
    one_round(shelf, many[:3])
    runs = [one_round(shelf, many) for _ in range(rounds)]
    parts = {name: median(run[name] for run in runs) for name in runs[0] if name.endswith("_ms")}
    each = np.sort(np.concatenate([run["each"] for run in runs]))
    chosen = parts["retrieve_ms"] + parts["score_ms"] + parts["rerank_ms"]
    return {
        "benchmark": "decide",
        "goods": goods,
        "places": SIZE,
        "rounds": rounds,
        "cpu_ms": {name: round(value, 3) for name, value in parts.items()},
        "chosen_ms": {
            "mean": round(chosen, 3),
            "p50": round(float(np.quantile(each, 0.5)), 3),
            "p99": round(float(np.quantile(each, 0.99)), 3),
        },
        "decisions_per_second_and_core": round(1000 / chosen),
        "of_limit": round(chosen / parts["matrix_ms"], 3),
        "right": all(run["places"] == SIZE for run in runs),
    }


def one_round(shelf: Any, many: list[Any]) -> dict[str, Any]:
    """Mean CPU milliseconds of each step for these readers, and of the bare product in between."""
    names = ("retrieve_ms", "score_ms", "rerank_ms", "render_ms", "matrix_ms")
    spent: dict[str, list[float]] = {name: [] for name in names}
    places = SIZE
    for number, reader in enumerate(many):
        found, took = steps(shelf, reader, f"reader {number}")
        places = min(places, found)
        for name, value in took.items():
            spent[name].append(value)
        if number % 20 == 0:
            wanted = shelf.vectors[reader.touched[0]]
            spent["matrix_ms"].append(timed(lambda wanted=wanted: shelf.vectors @ wanted)[1])
    each = np.sum([spent["retrieve_ms"], spent["score_ms"], spent["rerank_ms"]], axis=0)
    return {name: float(np.mean(values)) for name, values in spent.items()} | {"each": each, "places": places}


def steps(shelf: Any, reader: Any, seed: str) -> tuple[int, dict[str, float]]:
    """How many places were filled, and CPU milliseconds of each step."""
    from regulars.discovery.ranking.rules import STANDARD, place
    from regulars.discovery.recommend.queries.candidates import best_of
    from regulars.discovery.recommend.rules.blends import blend_of
    from regulars.discovery.recommend.rules.exploring import drawn, hopes
    from regulars.discovery.recommend.rules.retrieving import Wanted, retrieved

    blend = blend_of("home.for-you")
    parts, retrieve = timed(lambda: retrieved(shelf, reader, Wanted(), blend))
    best, score = timed(lambda: best_of(shelf, parts, blend, 3 * SIZE))

    def rerank() -> Any:
        pool = shelf.newcomers[:100]
        drawn(hopes(shelf.shown[pool], shelf.clicked[pool], 0.02), SIZE, seed)
        at = datetime.now(UTC)
        return place(best, STANDARD, SIZE, seed, spot="home.for-you", at=at, shelter=frozenset())

    made, ordered = timed(rerank)
    page, render = timed(lambda: rendered(made))
    assert page
    took = {"retrieve_ms": retrieve, "score_ms": score, "rerank_ms": ordered, "render_ms": render}
    return len(made), took


def rendered(placed: Any) -> str:
    """The cards of the page."""
    from django.template.loader import render_to_string

    products = [
        {"ref": f"pro_{one.candidate.key}", "store_ref": f"sto_{one.candidate.store}",
         "name": f"Thing {one.candidate.key}",
         "href": f"/p/pro_{one.candidate.key}/", "image": None, "minor": 12_300, "currency": "CNY",
         "why": "Because you looked at Thing 7."}
        for one in placed
    ]  # fmt: skip
    given = {"products": products, "decision": "dec_x", "source": "home.for-you", "title": "For you", "many": True,
             "switch": "/me/faces", "csrf_input": ""}  # fmt: skip
    return str(render_to_string("shopper/personal/for_you.html", given, using="jinja2"))


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """The result, and CPU milliseconds."""
    began = time.process_time_ns()
    found = work()
    return found, (time.process_time_ns() - began) / 1e6


def show(result: dict[str, Any]) -> None:
    """The result for people."""
    print(
        f"{result['goods']:,} goods, a page of {result['places']}, {result['rounds']} rounds of {READERS} readers"
    )
    for name, value in result["cpu_ms"].items():
        print(f"{name:14} {value:8.3f}")
    print("retrieve + score + re-rank:", result["chosen_ms"])
    print(f"{result['decisions_per_second_and_core']:,} decisions a second on one core")
    print(f"{result['of_limit']} of one bare product of all vectors")


if __name__ == "__main__":
    raise SystemExit(main())
