"""Taste learnt: a sparse matrix B, so that what a person wants is x @ B."""

from __future__ import annotations

from dataclasses import dataclass

from regulars.discovery.recommend.rules.taste.counts import Counts, counted
from regulars.discovery.recommend.rules.taste.near import NOBODY, near
from regulars.discovery.recommend.rules.taste.settings import Array, Matrix, Progress, TasteSettings
from regulars.discovery.recommend.rules.taste.solving import solved
from regulars.ground.kit.later import np, sparse


@dataclass(frozen=True, slots=True)
class _Columns:
    """Columns of B: the items they are of, each one's neighbours (ascending, filled up with -1) and their weights."""

    targets: Array
    hoods: Array
    weights: Array


def fit(matrix: Matrix, settings: TasteSettings, progress: Progress | None = None) -> Matrix:
    """B (items x items, CSR float32) learnt from who has what (CSR, people x items, float32, no negative numbers).

    Column j holds what each of j's neighbours says about j (`solving.py`). Items nobody has get an empty column.
    `progress(done, all)` is called as columns are made. The same matrix and settings make the same B, bit by bit.
    """
    counts = counted(matrix, settings.person_power)
    targets = np.flatnonzero(counts.own > 0)
    hoods = near(counts, targets, settings.neighbours, settings.neighbour_power)
    made = _solved(counts, targets, hoods, settings, progress)
    return _joined([made], matrix.shape[1])


def refit(
    before: Matrix, matrix: Matrix, settings: TasteSettings, touched: Array, progress: Progress | None = None
) -> Matrix:
    """B after some people changed, equal to a new `fit`: only columns whose neighbourhood changed are solved again.

    `before` is the B of the same settings, `matrix` holds everything as it is now (items may have been added at the
    end), `touched` are the numbers of all items that the changed people have now or had then.
    """
    items = matrix.shape[1]
    counts = counted(matrix, settings.person_power)
    targets = np.flatnonzero(counts.own > 0)
    hoods = near(counts, targets, settings.neighbours, settings.neighbour_power)
    old = _columns(before, targets, settings.neighbours, items)
    mark = np.zeros(items + 1, dtype=bool)
    mark[touched] = True
    stale = (old.hoods != hoods).any(axis=1) | mark[hoods].any(axis=1) | mark[targets]
    kept = _Columns(targets[~stale], hoods[~stale], old.weights[~stale])
    made = _solved(counts, targets[stale], hoods[stale], settings, progress)
    return _joined([kept, made], items)


def _solved(
    counts: Counts, targets: Array, hoods: Array, settings: TasteSettings, progress: Progress | None
) -> _Columns:
    ridges = [(settings.ridge, settings.ridge_power)]
    weights, together = solved(counts, targets, hoods, ridges, settings.block_mb, progress)
    return _Columns(targets, hoods, finished(weights[0], together, hoods, targets, counts, settings))


def finished(
    weights: Array, together: Array, hoods: Array, targets: Array, counts: Counts, settings: TasteSettings
) -> Array:
    """Weights with the walk mixed in and popular targets held back."""
    return weights


def _columns(before: Matrix, targets: Array, most: int, items: int) -> _Columns:
    """The columns that a B is made of, as rows for the given targets."""
    columns = before.tocsc()
    columns.sort_indices()
    hoods = np.full((items, most), NOBODY, dtype=np.int32)
    weights = np.zeros((items, most), dtype=np.float32)
    sizes = np.diff(columns.indptr)
    column = np.repeat(np.arange(len(sizes)), sizes)
    place = np.arange(len(column)) - np.repeat(columns.indptr[:-1], sizes)
    fits = place < most
    hoods[column[fits], place[fits]] = columns.indices[fits]
    weights[column[fits], place[fits]] = columns.data[fits]
    return _Columns(targets, hoods[targets], weights[targets])


def _joined(parts: list[_Columns], items: int) -> Matrix:
    """B of columns; the neighbourhood stays readable from its places, so zeros are kept."""
    hoods = np.concatenate([part.hoods for part in parts])
    there = hoods != NOBODY
    targets = np.concatenate([part.targets for part in parts])
    columns = np.broadcast_to(targets[:, None], hoods.shape)[there].astype(np.int32)
    weights = np.concatenate([part.weights for part in parts])[there]
    return sparse.csr_matrix((weights, (hoods[there], columns)), shape=(items, items), dtype=np.float32)
