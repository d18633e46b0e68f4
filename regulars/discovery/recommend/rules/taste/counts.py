"""Who has what, as a matrix, and what a thing counts of whom."""

from __future__ import annotations

from dataclasses import dataclass

from regulars.discovery.recommend.rules.taste.settings import Array, Matrix
from regulars.ground.kit.later import np


@dataclass(frozen=True, slots=True)
class Counts:
    """The person-item matrix scaled for co-counts: `items` has a row per item, `people` a row per person.

    The co-counts of everything, G = XᵀX, are `items @ people`; they are never held as a whole. `own` is their diagonal
    and `popularity` the sum of each item's column before scaling.
    """

    items: Matrix
    people: Matrix
    own: Array
    popularity: Array


def counted(matrix: Matrix, person_power: float) -> Counts:
    """Scale the rows of a CSR matrix (people x items, float32) by the row's sum to the power of -u/2."""
    sums = np.asarray(matrix.sum(axis=1)).ravel()
    scale = np.where(sums > 0, np.maximum(sums, 1e-12) ** (-person_power / 2), 0.0).astype(np.float32)
    people = matrix.astype(np.float32, copy=True).tocsr()
    people.data *= np.repeat(scale, np.diff(people.indptr))
    items = people.T.tocsr()
    items.sort_indices()
    own = np.zeros(matrix.shape[1])
    np.add.at(own, people.indices, people.data.astype(np.float64) ** 2)
    popularity = np.asarray(matrix.sum(axis=0)).ravel()
    return Counts(items, people, own.astype(np.float32), popularity)
