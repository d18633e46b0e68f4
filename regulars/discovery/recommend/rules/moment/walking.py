"""What is reached in two steps: goods that were never seen together, but with the same others."""

from __future__ import annotations

from typing import Any

from regulars.discovery.recommend.rules.moment.arrays import sparse
from regulars.discovery.recommend.rules.moment.linking import scaled, strongest
from regulars.discovery.recommend.rules.moment.nouns import Links
from regulars.ground.kit.later import np

BROAD, ROWS = 30, 4_000


def walk(near: Links, goods: int, most: int) -> Links:
    """Chances of a walk of two steps along the BROAD strongest links of each item, never back to where it began."""
    step = _steps(near, goods)
    parts = [_two(step, begin, min(begin + ROWS, goods), most) for begin in range(0, goods, ROWS)]
    many = np.concatenate([np.diff(part.starts) for part in parts])
    return Links(
        np.concatenate([[0], np.cumsum(many)]),
        np.concatenate([part.ends for part in parts]),
        np.concatenate([part.weights for part in parts]),
    )


def _steps(near: Links, goods: int) -> Any:
    kept = (np.arange(len(near.ends)) - np.repeat(near.starts[:-1], np.diff(near.starts))) < BROAD
    starts = np.concatenate([[0], np.cumsum(np.minimum(np.diff(near.starts), BROAD))])
    made = sparse.csr_matrix((near.weights[kept], near.ends[kept], starts), shape=(goods, goods))
    whole = np.asarray(made.sum(axis=1)).ravel()
    return scaled(made, 1.0 / np.maximum(whole, 1e-9), None)


def _two(step: Any, begin: int, end: int, most: int) -> Links:
    made = (step[begin:end] @ step).tocsr()
    own = np.repeat(np.arange(begin, end), np.diff(made.indptr)) == made.indices
    made.data[own] = 0.0
    made.eliminate_zeros()
    return strongest(made, most)
