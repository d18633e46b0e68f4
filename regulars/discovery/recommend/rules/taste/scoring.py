"""What one person wants, from what he has."""

from __future__ import annotations

from regulars.discovery.recommend.rules.taste.settings import Array, Matrix
from regulars.ground.kit.later import np


def scores(taste: Matrix, items: Array, weights: Array) -> tuple[Array, Array]:
    """Numbers of the items that anything speaks for or against, ascending, and their scores x @ B (float32).

    `taste` is the CSR matrix B, `items` the numbers of what the person has and `weights` how much each counts
    (scaling all of them changes no order). What the person has is scored too; the caller leaves it out.
    """
    total = _total(taste, items, weights)
    reached = np.flatnonzero(total != 0)
    return reached, total[reached].astype(np.float32)


def best(taste: Matrix, items: Array, weights: Array, most: int) -> tuple[Array, Array]:
    """At most `most` items a person has not and for which more speaks than against, with their scores (float32).

    Best first; equal ones by number.
    """
    total = _total(taste, items, weights)
    total[items[items < len(total)]] = 0.0
    reached = np.flatnonzero(total > 0)
    said = total[reached]
    if len(reached) > most:
        top = np.sort(np.argpartition(-said, most - 1)[:most])
        reached, said = reached[top], said[top]
    order = np.argsort(-said, kind="stable")
    return reached[order], said[order].astype(np.float32)


def _total(taste: Matrix, items: Array, weights: Array) -> Array:
    """x @ B up to the last item reached."""
    indptr, indices, data = taste.indptr, taste.indices, taste.data
    spans = [slice(indptr[item], indptr[item + 1]) for item in items]
    if not spans:
        return np.zeros(0)
    found = np.concatenate([indices[span] for span in spans])
    said = np.concatenate([data[span] * weight for span, weight in zip(spans, weights, strict=True)])
    return np.bincount(found, weights=said)
