"""Taste learnt: a sparse matrix B, so that what a person wants is x @ B."""

from __future__ import annotations

from regulars.discovery.recommend.rules.taste.counts import counted
from regulars.discovery.recommend.rules.taste.near import NOBODY, near
from regulars.discovery.recommend.rules.taste.settings import Array, Matrix, Progress, TasteSettings
from regulars.discovery.recommend.rules.taste.solving import solved
from regulars.ground.kit.later import np, sparse


def fit(matrix: Matrix, settings: TasteSettings, progress: Progress | None = None) -> Matrix:
    """B (items x items, CSR float32) learnt from who has what (CSR, people x items, float32, no negative numbers).

    Column j holds what each of j's neighbours says about j (`solving.py`). Items nobody has get an empty column.
    `progress(done, all)` is called as columns are made. The same matrix and settings make the same B, bit by bit.
    """
    counts = counted(matrix, settings.person_power)
    targets = np.flatnonzero(counts.own > 0)
    hoods = near(counts, targets, settings.neighbours, settings.neighbour_power)
    ridges = [(settings.ridge, settings.ridge_power)]
    weights = solved(counts, targets, hoods, ridges, settings.block_mb, progress)[0]
    return _joined(targets, hoods, weights, matrix.shape[1])


def _joined(targets: Array, hoods: Array, weights: Array, items: int) -> Matrix:
    """B of the columns of these targets; the neighbourhood stays readable from its places, so zeros are kept."""
    there = hoods != NOBODY
    columns = np.broadcast_to(targets[:, None], hoods.shape)[there].astype(np.int32)
    return sparse.csr_matrix(
        (weights[there], (hoods[there], columns)), shape=(items, items), dtype=np.float32
    )
