"""One small ridge regression per item: what an item's neighbours say about who will want it.

With the person-item matrix X (rows scaled by degree^(-u/2)), G = XᵀX, and N the neighbours of item j, the weights w of
column j solve

    (G_NN + lambda * diag(G_NN)^p) w = G_Nj

the closed form of EASE (H. Steck, "Embarrassingly Shallow Autoencoders for Sparse Data", WWW 2019, eq. 8: there with
all items for N and p = 0) kept to a neighbourhood, as the sparse approximation of the same author does (H. Steck,
"Markov Random Fields for Collaborative Filtering", NeurIPS 2019, section 3). The matrix is positive definite whenever
lambda > 0; one Cholesky factorisation per item.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from regulars.discovery.recommend.rules.taste.counts import Counts
from regulars.discovery.recommend.rules.taste.groups import groups
from regulars.discovery.recommend.rules.taste.near import NOBODY
from regulars.discovery.recommend.rules.taste.settings import Array, Progress
from regulars.ground.kit.later import lapack, np

FLOAT = 4
LEAST_SIDE = 512
Ridge = tuple[float, float]


def solved(
    counts: Counts,
    targets: Array,
    hoods: Array,
    ridges: Sequence[Ridge],
    block_mb: int,
    progress: Progress | None = None,
) -> tuple[Array, Array]:
    """Weights (ridges x targets x neighbours) and co-counts with the target (targets x neighbours) in the order of
    `hoods` (rows as of `near`); empty places are 0. Several ridges (lambda, p) cost one gathering of co-counts."""
    weights = np.zeros((len(ridges), *hoods.shape), dtype=np.float32)
    together = np.zeros(hoods.shape, dtype=np.float32)
    done = 0
    for rows, block, inside in _blocks(counts, targets, hoods, block_mb):
        _solve_block(block, inside, hoods, targets, rows, counts.own, ridges, weights, together)
        done += len(rows)
        if progress is not None:
            progress(done, len(targets))
    return weights, together


def _blocks(
    counts: Counts, targets: Array, hoods: Array, block_mb: int
) -> Iterator[tuple[Array, Array, Array]]:
    """Groups of rows, with the dense co-counts of the items they need and the place of each item in them."""
    items = counts.items.shape[0]
    side = max(int((block_mb * 2**20 / FLOAT) ** 0.5), LEAST_SIDE, 2 * hoods.shape[1])
    inside = np.zeros(items, dtype=np.int64)
    for rows, union in groups(hoods, targets, items, side):
        some = counts.items[union]
        inside[union] = np.arange(len(union))
        yield rows, (some @ some.T).toarray(), inside


def _solve_block(
    block: Array,
    inside: Array,
    hoods: Array,
    targets: Array,
    rows: Array,
    own: Array,
    ridges: Sequence[Ridge],
    weights: Array,
    together: Array,
) -> None:
    side, flat = len(block), block.reshape(-1)
    space = _Space(hoods.shape[1])
    for row in rows:
        hood = hoods[row][hoods[row] != NOBODY]
        size = len(hood)
        if not size:
            continue
        at = inside[hood]
        where = np.add.outer(at * side, at, out=space.places(size))
        goal = flat.take(at + inside[targets[row]] * side)
        together[row, :size] = goal
        for n, (ridge, power) in enumerate(ridges):
            normal = flat.take(where, out=space.square(size), mode="clip")
            normal.reshape(-1)[:: size + 1] += (ridge * own[hood] ** power).astype(np.float32)
            weights[n, row, :size] = solution(normal, goal)


class _Space:
    """Memory that is used again for every item."""

    def __init__(self, most: int):
        self._places = np.empty(most * most, dtype=np.int64)
        self._square = np.empty(most * most, dtype=np.float32)

    def places(self, size: int) -> Array:
        """A square of places."""
        return self._places[: size * size].reshape(size, size)

    def square(self, size: int) -> Array:
        """A square of numbers."""
        return self._square[: size * size].reshape(size, size)


def solution(normal: Array, goal: Array) -> Array:
    """w of normal @ w = goal for a symmetric positive definite matrix in singles, whose lower half is overwritten.

    Where singles are not exact enough for the factorisation it is done again in doubles, by least squares.
    """
    own = normal.reshape(-1)[:: len(normal) + 1].copy()
    _factor, found, failed = lapack.sposv(normal.T, goal, lower=0, overwrite_a=1)
    if not failed:
        return found
    upper = np.triu(normal, 1).astype(np.float64)
    return np.linalg.lstsq(upper + upper.T + np.diag(own.astype(np.float64)), goal, rcond=None)[0]
