"""Worker for the peer's own environment: ALS of `implicit`, on matrices saved as arrays.

Usage: recommend_peer.py FOLDER. Chooses its settings on a validation cut of the training part, learns, saves the first 20
unseen items of every asked person, and answers one line of JSON.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

for name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np  # noqa: E402
from implicit.als import AlternatingLeastSquares  # type: ignore[import-not-found]  # noqa: E402
from scipy import sparse  # noqa: E402

FACTORS, ROUNDS, FIRST, SEED = 128, 15, 20, 1
SET_ASIDE, MOST_ASKED = 0.2, 2_000
ALPHAS, RIDGES = (0.3, 1.0, 3.0, 10.0, 30.0, 100.0), (0.01, 0.1, 1.0, 10.0, 100.0, 1000.0)
BEGIN = (3, 2)


def learnt(matrix: Any, alpha: float, ridge: float) -> Any:
    """A model of these settings."""
    model = AlternatingLeastSquares(
        FACTORS, regularization=ridge, alpha=alpha, iterations=ROUNDS, num_threads=1, random_state=SEED
    )
    model.fit(matrix, show_progress=False)
    return model


def chosen(matrix: Any) -> tuple[tuple[float, float], dict[str, float]]:
    """The settings that find most of a fifth of the training part, by discounted gain over some people; and what
    was tried. From the middle of the grid it goes to the best neighbour until none is better."""
    dice = np.random.default_rng(SEED)
    rows, luck = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr)), dice.random(matrix.nnz)
    kept, aside = (
        sparse.csr_matrix((matrix.data[part], (rows[part], matrix.indices[part])), shape=matrix.shape)
        for part in (luck >= SET_ASIDE, luck < SET_ASIDE)
    )
    asked = dice.permutation(np.flatnonzero(np.diff(aside.indptr)))[:MOST_ASKED]
    wanted, discount = aside[asked].toarray() > 0, 1 / np.log2(np.arange(FIRST) + 2)
    tried: dict[tuple[int, int], float] = {}

    def worth(place: tuple[int, int]) -> float:
        if place not in tried:
            model = learnt(kept, ALPHAS[place[0]], RIDGES[place[1]])
            made, _scores = model.recommend(asked, kept[asked], N=FIRST)
            tried[place] = float((np.take_along_axis(wanted, made, axis=1) * discount).sum()) / len(asked)
        return tried[place]

    best, at = None, BEGIN
    while best != at:
        best = at
        at = max([best, *_beside(best)], key=worth)
    named = {f"alpha {ALPHAS[a]:g}, ridge {RIDGES[r]:g}": round(value, 5) for (a, r), value in tried.items()}
    return (ALPHAS[best[0]], RIDGES[best[1]]), named


def _beside(place: tuple[int, int]) -> list[tuple[int, int]]:
    alpha, ridge = place
    around = [(alpha - 1, ridge), (alpha + 1, ridge), (alpha, ridge - 1), (alpha, ridge + 1)]
    return [(a, r) for a, r in around if 0 <= a < len(ALPHAS) and 0 <= r < len(RIDGES)]


def main() -> None:
    """Read, choose, learn, save, answer."""
    home = Path(sys.argv[1])
    matrix, people = sparse.load_npz(home / "train.npz").tocsr(), np.load(home / "people.npy")
    began = time.process_time()
    (alpha, ridge), tried = chosen(matrix)
    middle = time.process_time()
    model = learnt(matrix, alpha, ridge)
    trained = time.process_time()
    found, _scores = model.recommend(people, matrix[people], N=FIRST)
    asked = time.process_time()
    np.save(home / "lists.npy", np.asarray(found, dtype=np.int64))
    said = {
        "train_cpu_s": round(trained - began, 1),
        "settled_cpu_s": round(trained - middle, 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "ms_per_person": round((asked - trained) / max(len(people), 1) * 1e3, 3),
        "settings": {"factors": FACTORS, "alpha": alpha, "regularization": ridge, "iterations": ROUNDS},
        "tried": tried,
    }
    print(json.dumps(said))


if __name__ == "__main__":
    main()
