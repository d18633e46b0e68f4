"""What one person wants, from what he has."""

from __future__ import annotations

from regulars.discovery.recommend.rules.taste.settings import Array, Matrix
from regulars.ground.kit.later import np


def scores(taste: Matrix, items: Array, weights: Array) -> tuple[Array, Array]:
    """Numbers of the items that anything speaks for or against, ascending, and their scores x @ B (float32).

    `taste` is the CSR matrix B, `items` the numbers of what the person has and `weights` how much each counts
    (scaling all of them changes no order). What the person has is scored too; the caller leaves it out.
    """
    indptr, indices, data = taste.indptr, taste.indices, taste.data
    spans = [slice(indptr[item], indptr[item + 1]) for item in items]
    if not spans:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
    found = np.concatenate([indices[span] for span in spans])
    said = np.concatenate([data[span] * weight for span, weight in zip(spans, weights, strict=True)])
    total = np.bincount(found, weights=said, minlength=1)
    reached = np.flatnonzero(total)
    return reached, total[reached].astype(np.float32)


def best(taste: Matrix, items: Array, weights: Array, most: int) -> tuple[Array, Array]:
    """The `most` items a person has not, with their scores, best first; equal ones by number."""
    reached, said = scores(taste, items, weights)
    if len(reached):
        places = np.minimum(np.searchsorted(reached, items), len(reached) - 1)
        said[places[reached[places] == items]] = -np.inf
    if len(reached) > most:
        top = np.argpartition(-said, most - 1)[:most]
        top.sort()
        reached, said = reached[top], said[top]
    order = np.argsort(-said, kind="stable")
    order = order[np.isfinite(said[order])]
    return reached[order], said[order]
