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
from dataclasses import dataclass

from regulars.discovery.recommend.rules.taste.counts import Counts
from regulars.discovery.recommend.rules.taste.groups import groups
from regulars.discovery.recommend.rules.taste.near import NOBODY
from regulars.discovery.recommend.rules.taste.settings import Array, Progress
from regulars.ground.kit.later import lapack, np

FLOAT = 4
LEAST_SIDE = 1_000
HOODS = 5
Ridge = tuple[float, float]


def solved(
    counts: Counts,
    targets: Array,
    hoods: Array,
    ridges: Sequence[Ridge],
    block_mb: int,
    progress: Progress | None = None,
) -> Array:
    """Weights (ridges x targets x neighbours, float32) in the order of `hoods` (rows as of `near`); empty places are 0.

    Several ridges (lambda, p) share the making of co-counts. `progress(done, all)` is called after every group."""
    weights = np.zeros((len(ridges), *hoods.shape), dtype=np.float32)
    space, done = _Space(hoods.shape[1]), 0
    for rows, block, inside in _blocks(counts, targets, hoods, block_mb):
        for row in rows:
            hood = hoods[row][hoods[row] != NOBODY]
            gathered = _Gathered(block, inside[hood], inside[targets[row]], space)
            for n, (ridge, power) in enumerate(ridges):
                weights[n, row, : len(hood)] = gathered.solved(ridge * counts.own[hood] ** power)
        done += len(rows)
        if progress is not None:
            progress(done, len(targets))
    return weights


def _blocks(
    counts: Counts, targets: Array, hoods: Array, block_mb: int
) -> Iterator[tuple[Array, Array, Array]]:
    """Groups of rows, with the dense co-counts of the items they need and the place of each item in them."""
    items = counts.items.shape[0]
    least, roomy = hoods.shape[1] + 1, int((block_mb * 2**20 / FLOAT) ** 0.5)
    side = max(least, min(roomy, max(LEAST_SIDE, HOODS * least)))
    inside, memory = np.zeros(items, dtype=np.int64), np.empty(side * side, dtype=np.float32)
    for rows, union in groups(hoods, targets, items, side):
        some = counts.items[union]
        size = len(union)
        inside[union] = np.arange(size)
        yield rows, (some @ some.T).toarray(out=memory[: size * size].reshape(size, size)), inside


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


@dataclass(frozen=True, slots=True)
class _Gathered:
    """The co-counts of one item's neighbours: where they are in a dense block, and those with the item itself."""

    block: Array
    at: Array
    target: int
    space: _Space

    def solved(self, ridge: Array) -> Array:
        """The weights of the neighbours under this ridge (one number per neighbour)."""
        side, size, flat = len(self.block), len(self.at), self.block.reshape(-1)
        where = np.add.outer(self.at * side, self.at, out=self.space.places(size))
        normal = flat.take(where, out=self.space.square(size), mode="clip")
        normal.reshape(-1)[:: size + 1] += ridge.astype(np.float32)
        return solution(normal, flat.take(self.at + self.target * side))


def solution(normal: Array, goal: Array) -> Array:
    """w of normal @ w = goal for a symmetric positive definite matrix in singles, whose lower half is overwritten.

    Where singles are not exact enough for the factorisation it is done again in doubles, by least squares.
    """
    if not len(goal):
        return goal
    own = normal.reshape(-1)[:: len(normal) + 1].copy()
    _factor, found, failed = lapack.sposv(normal.T, goal, lower=0, overwrite_a=1)
    if not failed:
        return found
    upper = np.triu(normal, 1).astype(np.float64)
    return np.linalg.lstsq(upper + upper.T + np.diag(own.astype(np.float64)), goal, rcond=None)[0]
