"""One personal page of 40 out of a million goods: `python -m bench.decide [--json] [--goods N] [--home DIR]`.

A made-up market (`bench.decide.shelf`) is written down as a trained model, put into use and mapped into memory as any
worker does it; `--home` keeps it for the next run. A reader likes 30 goods, has just looked at 8 to 20 of one visit and
follows 5 stores. Measured in CPU seconds, in interleaved rounds, is the way of a page from the reader to the places:
candidates out of all sources (retrieve), the trees' scores, the parts added up and the best made into candidates
(score), places by lot, the rulebook and chances (re-rank), and the cards as HTML (the goods' rows are made up, no
database is asked for them), once when none of them was drawn before (render) and once more (again). The limit beside
it is one bare product of all vectors with the reader's: what looking at every product would cost before anything is
chosen.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.wiring.settings")

import numpy as np

GOODS, READERS, SIZE, LIKED, FOLLOWED = 1_000_000, 200, 40, 30, 5
SPOT, VERSION = "home.for-you", "made-up-{goods}"
CHOSEN = ("retrieve_ms", "score_ms", "rerank_ms")
RECOMMEND = "regulars.discovery.recommend"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="bench.decide")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--goods", type=int, default=GOODS)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--home", help="a folder in which the made-up market is kept for the next run")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as passing:
        os.environ["REGULARS_HOME"] = asked.home or passing
        Path(os.environ["REGULARS_HOME"]).mkdir(parents=True, exist_ok=True)
        import django

        django.setup()
        result = measure(asked.goods, asked.rounds)
    print(json.dumps(result)) if asked.json else show(result)
    return 0 if result["right"] else 1


@dataclass
class Watch:
    """CPU milliseconds spent in functions of the product that a step contains, read and set to zero by `taken`."""

    spent: float = 0.0
    patched: list[tuple[Any, str]] = field(default_factory=list)

    def on(self, where: str, name: str) -> None:
        """Count a function of a module from now on."""
        module = import_module(where)
        inner = getattr(module, name)

        def counted(*given: Any, **named: Any) -> Any:
            found, took = timed(lambda: inner(*given, **named))
            self.spent += took
            return found

        setattr(module, name, counted)

    def taken(self) -> float:
        """What was spent since the last time."""
        spent, self.spent = self.spent, 0.0
        return spent


def model_in_use(goods: int) -> tuple[Any, Any]:
    """The made-up model as the product maps it into memory, written down first where it is not there; its visits."""
    from django.core.management import call_command

    from bench.decide import shelf
    from regulars.discovery.recommend.actions.swapping import use_model
    from regulars.discovery.recommend.actions.training.folder import written
    from regulars.discovery.recommend.queries.place import model, root
    from regulars.ground.kit.actors import SYSTEM

    call_command("migrate", verbosity=0, interactive=False)
    version, seen = VERSION.format(goods=goods), shelf.visits(goods, goods, 2)
    if not (root() / version).is_dir():
        print("writing the model down", file=sys.stderr)
        card = shelf.card(version, goods, len(seen))
        written(card, shelf.arrays(goods, seen, shelf.lesson()))
        use_model(by=SYSTEM, version=version)
    return model(), seen


def lookers(goods: int, seen: Any) -> list[Any]:
    """Readers in the middle of visits that were made, who like things of the same part of the market."""
    from regulars.discovery.recommend.queries.lookers import Looker

    dice = np.random.default_rng(4)
    long = np.flatnonzero((seen.lengths >= 8) & (seen.lengths <= 20))
    found = []
    for number, one in enumerate(dice.choice(long, READERS, replace=False).tolist()):
        items = seen.items[seen.offsets[one] : seen.offsets[one + 1]][::-1].tolist()
        recent = tuple(dict.fromkeys(item + 1 for item in items))
        near = (items[0] + dice.integers(0, 3_000, LIKED)) % goods + 1
        liked = tuple((int(key), float(dice.integers(1, 4))) for key in dict.fromkeys(near.tolist()))
        ages = tuple(60.0 * at for at in range(len(recent)))
        follows = tuple(dice.integers(1, 20_000, FOLLOWED).tolist())
        found.append(
            Looker(f"per_{number}", None, None, recent=recent, ages=ages, liked=liked, follows=follows)
        )
    return found


def measure(goods: int, rounds: int) -> dict[str, Any]:
    """Medians over the rounds, each of all readers, and the page of each."""
    known, seen = model_in_use(goods)
    trees = known.shelf.moment.trees.num_trees()
    many, watch = lookers(goods, seen), Watch()
    # The database holds no goods: all that may be given a place by lot count as being there.
    import_module(f"{RECOMMEND}.queries.pools").in_stock = set  # type: ignore[attr-defined]
    watch.on(f"{RECOMMEND}.queries.candidates", "best_of")
    watch.on(f"{RECOMMEND}.rules.moment", "scored")
    # What is worked out once for a model is worked out before the first reader comes.
    one_round(known, many[:5], watch)
    runs = [one_round(known, many, watch) for _ in range(rounds)]
    parts = {name: median(run[name] for run in runs) for name in runs[0] if name.endswith("_ms")}
    each = np.sort(np.concatenate([run["each"] for run in runs]))
    chosen = sum(parts[name] for name in CHOSEN)
    return {
        "benchmark": "decide",
        "goods": goods,
        "places": SIZE,
        "rounds": rounds,
        "trees": trees,
        "cpu_ms": {name: round(value, 3) for name, value in parts.items()},
        "chosen_ms": {
            "mean": round(chosen, 3),
            "p50": round(float(np.quantile(each, 0.5)), 3),
            "p99": round(float(np.quantile(each, 0.99)), 3),
        },
        "decisions_per_second_and_core": round(1000 / chosen),
        "of_limit": round(chosen / parts["matrix_ms"], 3),
        "personal": round(float(np.mean([run["personal"] for run in runs])), 3),
        "right": all(run["places"] == SIZE for run in runs),
    }


def one_round(known: Any, many: list[Any], watch: Watch) -> dict[str, Any]:
    """Mean CPU milliseconds of each step for these readers, and of the bare product in between."""
    names = (*CHOSEN, "render_ms", "again_ms", "matrix_ms")
    spent: dict[str, list[float]] = {name: [] for name in names}
    places, own, vectors = SIZE, 0, known.shelf.vectors
    for number, looker in enumerate(many):
        placed, took = steps(known, looker, f"reader {number}", watch)
        places = min(places, len(placed))
        own += sum(one.candidate.source in ("moment", "taste") for one in placed)
        for name, value in took.items():
            spent[name].append(value)
        if number % 20 == 0:
            wanted = np.array(vectors[looker.recent[0] - 1])
            spent["matrix_ms"].append(timed(lambda wanted=wanted: vectors @ wanted)[1])
    each = np.sum([spent[name] for name in CHOSEN], axis=0)
    told = {name: float(np.mean(values)) for name, values in spent.items()}
    return told | {"each": each, "places": places, "personal": own / SIZE / len(many)}


def steps(known: Any, looker: Any, seed: str, watch: Watch) -> tuple[list[Any], dict[str, float]]:
    """The places, and CPU milliseconds of each step."""
    from regulars.discovery.ranking.queries import arrange
    from regulars.discovery.ranking.rules import STANDARD
    from regulars.discovery.recommend.queries.candidates import Ask, candidates, known_already
    from regulars.discovery.recommend.queries.explored import with_lots
    from regulars.faces.look.cards import forget

    ask = Ask(SPOT, SIZE)
    # A visit that was asked for before is remembered; here each is new.
    known.shelf.proposed.clear()
    watch.taken()
    best, found = timed(lambda: candidates(known, looker, ask))
    score = watch.taken()

    def rerank() -> Any:
        made = arrange(best, spot=SPOT, size=SIZE, seed=seed, book=STANDARD).placed
        return with_lots(known, made, best, ask, known_already(looker), seed, STANDARD)

    placed, ordered = timed(rerank)
    forget()
    page, render = timed(lambda: rendered(placed))
    same, again = timed(lambda: rendered(placed))
    assert len(page) == len(same) > 0
    took = {"retrieve_ms": found - score, "score_ms": score, "rerank_ms": ordered}
    return placed, took | {"render_ms": render, "again_ms": again}


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
    given = {"products": products, "decision": "dec_x", "source": SPOT, "title": "For you", "many": True,
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
        f"{result['goods']:,} goods, a page of {result['places']}, {result['rounds']} rounds of {READERS} readers,"
        f" {result['trees']} trees; {result['personal']:.0%} of the places by what the reader did"
    )
    for name, value in result["cpu_ms"].items():
        print(f"{name:14} {value:8.3f}")
    print("retrieve + score + re-rank:", result["chosen_ms"])
    print(f"{result['decisions_per_second_and_core']:,} decisions a second on one core")
    print(f"{result['of_limit']} of one bare product of all vectors")


if __name__ == "__main__":
    raise SystemExit(main())
