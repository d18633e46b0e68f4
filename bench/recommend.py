"""Lists for people, as published works judge them: `python -m bench.recommend --data DIR [--json] [--no-peers]`.

DIR holds `train.parquet` and `test.parquet`, or is how the names of two such files begin; columns `user` and `items`
(a list). The settings are chosen on a part of the training lists, taste is learnt from all of them, and every item a
person has not in his training list is ranked for everyone with a test list. Recall@20 is the share of the test list
among the first 20; NDCG@20 has the ideal of a list of min(20, length of the test list); both are means over people.
Beside it, in the same run: popularity, item-kNN (cosine, neighbours chosen the same way) and ALS of `implicit`
(settings chosen on a validation cut of its own), in an environment of its own under `.venv-bench`.
CPU seconds are of one thread; "settled" is without choosing the settings.
"""

from __future__ import annotations

import os

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

import argparse  # noqa: E402
import json  # noqa: E402
import resource  # noqa: E402
import subprocess  # noqa: E402
import sys  # noqa: E402
import tempfile  # noqa: E402
import time  # noqa: E402
from collections.abc import Callable  # noqa: E402
from dataclasses import asdict  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

import numpy as np  # noqa: E402
from scipy import sparse  # noqa: E402

from bench.lists import FIRST, Lists, read, scored  # noqa: E402
from regulars.discovery.recommend.rules.taste import best, choose_settings, fit  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
PEER_HOME, PEER = ROOT / ".venv-bench" / "implicit", "implicit==0.7.2"
KNN_CHOICES, KNN_AT_A_TIME, KNN_ASKED = (50, 200, 800), 1_000, 5_000
Array = Any
Matrix = Any


def main() -> int:
    """Learn, rank, print; the exit code says nothing of quality."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--data", type=Path, required=True, help="a folder, or how two names begin")
    parser.add_argument("--no-peers", action="store_true", help="ours only")
    given = parser.parse_args()
    lists = read(given.data)
    result, told = ours(lists)
    result["peers"] = {} if given.no_peers else peers(lists)
    print(_said(lists, told), file=sys.stderr if given.json else sys.stdout)
    print(json.dumps(result) if given.json else "\n".join(_line(*one) for one in _rows(result)))
    return 0


def ours(lists: Lists) -> tuple[dict[str, Any], dict[str, Any]]:
    """Figures of the product, and what it settled on."""
    began = time.process_time()
    settings = choose_settings(lists.train)
    middle = time.process_time()
    taste = fit(lists.train, settings)
    trained = time.process_time()
    popular = _popular(lists)
    ranked, spent = _clocked(lambda person: filled(lists, popular, person, _own(lists, taste, person)))
    figures = scored(lists, ranked)
    result = {
        **figures,
        "train_cpu_s": round(trained - began, 1),
        "peak_mb": _peak_mb(),
        "ms_per_person": _per_person(lists, spent),
    }
    return result, {"settings": asdict(settings), "settled_cpu_s": round(trained - middle, 1)}


def _own(lists: Lists, taste: Matrix, person: int) -> Array:
    items = _items(lists, person)
    return best(taste, items, np.ones(len(items), dtype=np.float32), FIRST)[0]


def filled(lists: Lists, popular: Array, person: int, made: Array) -> Array:
    """A list made full with the most popular items that are neither on it nor the person's own."""
    if len(made) >= FIRST:
        return made
    own = _items(lists, person)
    more = popular[: len(own) + FIRST]
    more = more[~np.isin(more, own) & ~np.isin(more, made)]
    return np.concatenate([made, more])[:FIRST]


def _items(lists: Lists, person: int) -> Array:
    return lists.train.indices[lists.train.indptr[person] : lists.train.indptr[person + 1]]


def _popular(lists: Lists) -> Array:
    counts = np.bincount(lists.train.indices, minlength=lists.items)
    return np.argsort(-counts, kind="stable")


def _clocked(work: Callable[[int], Array]) -> tuple[Callable[[int], Array], list[float]]:
    """The same work, and the CPU seconds of its calls so far."""
    spent = [0.0]

    def timed(person: int) -> Array:
        began = time.process_time()
        made = work(person)
        spent[0] += time.process_time() - began
        return made

    return timed, spent


def _per_person(lists: Lists, spent: list[float]) -> float:
    return round(spent[0] / max(len(lists.asked), 1) * 1e3, 3)


def _peak_mb() -> int:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def peers(lists: Lists) -> dict[str, Any]:
    """Popularity, item-kNN and ALS; a peer that cannot run says why."""
    popular = _popular(lists)
    nothing = np.zeros(0, dtype=np.int64)
    return {
        "popularity": scored(lists, lambda person: filled(lists, popular, person, nothing)),
        "item-kNN": item_knn(lists, popular),
        "implicit ALS": implicit(lists, popular),
    }


def item_knn(lists: Lists, popular: Array) -> dict[str, Any]:
    """Cosine of items, kept to the nearest; how many is chosen on a fifth of everybody's training list."""
    began = time.process_time()
    kept, aside = _fifth(lists.train)
    few = np.sort(np.random.default_rng(2).permutation(kept.shape[0])[:KNN_ASKED])
    trial = Lists(kept[few], aside[few], lists.items)
    wide = cosine(kept, max(KNN_CHOICES))
    worth = {most: _knn_figures(trial, popular, nearest(wide, most))["ndcg@20"] for most in KNN_CHOICES}
    most = max(worth, key=lambda one: worth[one])
    middle = time.process_time()
    taste = cosine(lists.train, most)
    trained = time.process_time()
    return _knn_figures(lists, popular, taste) | {
        "train_cpu_s": round(trained - began, 1),
        "settled_cpu_s": round(trained - middle, 1),
        "settings": {"neighbours": most},
    }


def _knn_figures(lists: Lists, popular: Array, taste: Matrix) -> dict[str, float]:
    ranked, spent = _clocked(lambda person: filled(lists, popular, person, _own(lists, taste, person)))
    return scored(lists, ranked) | {"ms_per_person": _per_person(lists, spent)}


def cosine(matrix: Matrix, most: int) -> Matrix:
    """Cosines of columns, the `most` greatest per column (items x items)."""
    lengths = np.sqrt(np.maximum(np.asarray(matrix.sum(axis=0)).ravel(), 1.0))
    scaled = (matrix @ sparse.diags(1 / lengths)).astype(np.float32).tocsr()
    across = scaled.T.tocsr()
    parts = []
    for start in range(0, across.shape[0], KNN_AT_A_TIME):
        some = (across[start : start + KNN_AT_A_TIME] @ scaled).tocoo()
        part = sparse.csr_matrix(
            (some.data * (some.row + start != some.col), (some.row, some.col)), some.shape
        )
        parts.append(nearest(part.T.tocsc(), most).T)
    return sparse.vstack(parts).T.tocsr()


def nearest(columns: Matrix, most: int) -> Matrix:
    """The greatest entries of every column."""
    columns = columns.tocsc()
    kept = np.zeros(columns.nnz, dtype=bool)
    for start, end in zip(columns.indptr[:-1], columns.indptr[1:], strict=True):
        values = columns.data[start:end]
        kept[start + np.argpartition(-values, most)[:most] if len(values) > most else slice(start, end)] = (
            True
        )
    column = np.repeat(np.arange(columns.shape[1]), np.diff(columns.indptr))[kept]
    return sparse.csr_matrix((columns.data[kept], (columns.indices[kept], column)), shape=columns.shape)


def _fifth(matrix: Matrix) -> tuple[Matrix, Matrix]:
    aside = np.random.default_rng(1).random(matrix.nnz) < 1 / 5
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    return tuple(
        sparse.csr_matrix((matrix.data[part], (rows[part], matrix.indices[part])), shape=matrix.shape)
        for part in (~aside, aside)
    )


def implicit(lists: Lists, popular: Array) -> dict[str, Any]:
    """ALS in the peer's own environment; when that cannot be made, the reason."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        sparse.save_npz(home / "train.npz", lists.train)
        np.save(home / "people.npy", lists.asked)
        try:
            command = [str(_prepared()), str(ROOT / "bench" / "recommend_peer.py"), folder]
            said = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
        except (subprocess.CalledProcessError, OSError) as wrong:
            return {"unavailable": f"{PEER} could not be installed or run here: {wrong}"}
        made = dict(zip(lists.asked.tolist(), np.load(home / "lists.npy"), strict=True))
    ranked = scored(lists, lambda person: filled(lists, popular, person, made[person][made[person] >= 0]))
    return ranked | said


def _prepared() -> Path:
    """Create the peer's environment if it is missing; returns its interpreter."""
    python = PEER_HOME / "bin" / "python"
    if not (PEER_HOME / "ready").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(PEER_HOME)], check=True)
        command = [str(python), "-m", "pip", "install", "-q", "--only-binary", ":all:", PEER]
        subprocess.run(command, check=True, stdout=sys.stderr)
        (PEER_HOME / "ready").touch()
    return python


def _said(lists: Lists, told: dict[str, Any]) -> str:
    people, things = lists.train.shape[0], lists.items
    return (
        f"{people} people, {things} items, {lists.train.nnz} in the training lists, {len(lists.asked)} asked;"
        f" without choosing settings {told['settled_cpu_s']} CPU s; settings {told['settings']}"
    )


def _rows(result: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [("local EASE", result), *result["peers"].items()]


def _line(name: str, figures: dict[str, Any]) -> str:
    return f"{name}: " + ", ".join(f"{key} {value}" for key, value in figures.items() if key != "peers")


if __name__ == "__main__":
    raise SystemExit(main())
