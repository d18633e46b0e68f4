"""Queries a second, CPU a query, and NDCG@10 beside SQLite's FTS5: `python -m bench search [--data AT] [--json]`.

AT is a folder with products, queries and graded labels, or Best Buy's demo catalogue (see `shelf.py`); without it
goods in two languages are made up. Both search the same terms on one core, in turns, each query once a round; CPU is
the process's own. Ours does all that a page's search does (other kinds, what was meant), without facets and with
them. Exit code 1 when our answers fit worse than the peer's.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections.abc import Callable
from math import log2
from pathlib import Path
from statistics import mean, median
from time import process_time
from typing import Any

Finder = Callable[[str], list[int]]
TOP = 10


def main() -> int:
    """Run as a script."""
    parser = argparse.ArgumentParser(prog="bench search")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        _begin(home)
        report = measured(options.data, options.rounds)
    print(json.dumps(report, indent=None if options.json else 2, ensure_ascii=False))
    ours, theirs = report["NDCG@10"]["ours"], report["NDCG@10"]["SQLite FTS5"]
    return 0 if ours >= theirs else 1


def _begin(home: str) -> None:
    os.environ |= {"REGULARS_HOME": home, "DJANGO_SETTINGS_MODULE": "regulars.wiring.settings"}
    os.environ.setdefault("SECRET_KEY", "bench-only-" + "k" * 40)
    import django

    django.setup()


def measured(data: Path | None, rounds: int) -> dict[str, Any]:
    """Everything, as plain values."""
    from bench.search.peer import Fts5
    from bench.search.shelf import shelf
    from regulars.discovery.search.actions.engines.embedded import EmbeddedPress
    from regulars.discovery.search.queries import terms
    from regulars.discovery.search.queries.engines.embedded import embedded
    from regulars.discovery.search.queries.finding import Hunt
    from regulars.discovery.search.rules import Filters

    goods = shelf(data)
    brands = sorted({thing.brand for thing in goods.things if thing.brand})
    terms.proper_names = lambda: brands  # type: ignore[attr-defined]  # as the market's brands would be
    started = process_time()
    with EmbeddedPress().anew() as pen:
        pen.add(_documents(goods.things))
    built = process_time() - started
    engine = embedded()
    assert engine is not None

    def ours(words: str, *, facets: bool = False) -> list[int]:
        found = Hunt(engine, terms.for_query(words), []).found(Filters(), "relevance", 0, TOP, facets=facets)
        return [key - 1 for key in found.product_ids]

    finders: dict[str, Finder] = {
        "ours": ours,
        "ours, with facets": lambda words: ours(words, facets=True),
        "SQLite FTS5": Fts5(goods.things).find,
    }
    answers = {name: [find(one.text) for one in goods.questions] for name, find in finders.items()}
    ids = [thing.id for thing in goods.things]
    scores = {
        name: [ndcg([ids[at] for at in found], one.grades) for found, one in zip(found_all, goods.questions, strict=True)]
        for name, found_all in answers.items()
    }  # fmt: skip
    return {
        "shelf": goods.name,
        "products": len(goods.things),
        "queries": len(goods.questions),
        "CPU seconds to index": round(built, 2),
        "NDCG@10": {name: round(mean(found), 4) for name, found in scores.items() if "facets" not in name},
        "NDCG@10 by group": _by_group(scores, [one.group for one in goods.questions]),
        **timed(finders, [one.text for one in goods.questions], rounds),
    }


def _by_group(scores: dict[str, list[float]], groups: list[str]) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, list[float]]] = {}
    for name, values in scores.items():
        for group, score in zip(groups, values, strict=True):
            if "facets" not in name:
                found.setdefault(group, {}).setdefault(name, []).append(score)
    return {
        group: {name: round(mean(values), 4) for name, values in by_name.items()}
        | {"queries": groups.count(group)}
        for group, by_name in found.items()
    }


def _documents(things: list[Any]) -> list[Any]:
    from regulars.discovery.search.hooks import Document

    names = sorted({part for thing in things for part in thing.path})
    return [
        Document(
            "product", at + 1, thing.titles, thing.others, 1, tuple(names.index(part) + 1 for part in thing.path),
            thing.price, thing.sold, at,
        )
        for at, thing in enumerate(things)
    ]  # fmt: skip


def timed(finders: dict[str, Finder], texts: list[str], rounds: int) -> dict[str, Any]:
    """CPU of each query, the engines in turns."""
    spent: dict[str, list[float]] = {name: [] for name in finders}
    for _round in range(rounds):
        for text in texts:
            for name, find in finders.items():
                started = process_time()
                find(text)
                spent[name].append((process_time() - started) * 1000)
    return {
        "CPU ms p50": {name: round(median(times), 3) for name, times in spent.items()},
        "CPU ms p99": {
            name: round(sorted(times)[int(len(times) * 0.99)], 3) for name, times in spent.items()
        },
        "queries per CPU second": {name: round(1000 / mean(times)) for name, times in spent.items()},
    }


def ndcg(found: list[str], grades: dict[str, int], top: int = TOP) -> float:
    """Normalised discounted cumulative gain (gain 2^grade - 1, discount log2 of the place + 1); 0 when nothing fits."""
    best = sum(_gain(grade, at) for at, grade in enumerate(sorted(grades.values(), reverse=True)[:top]))
    return sum(_gain(grades.get(name, 0), at) for at, name in enumerate(found[:top])) / best if best else 0.0


def _gain(grade: int, at: int) -> float:
    return float((2**grade - 1) / log2(at + 2))
