"""Item vectors: the leading singular vectors of sessions by items."""

from __future__ import annotations

from typing import Any

from regulars.discovery.recommend.rules.moment.arrays import sparse
from regulars.discovery.recommend.rules.moment.nouns import Sessions
from regulars.ground.kit.later import np

ROUNDS, SPARE = 6, 8


def vectors(sessions: Sessions, goods: int, dims: int, seed: int) -> Any:
    """Unit vectors of the items (float32, goods x dims) by subspace iteration (Halko, Martinsson, Tropp, 2011).

    Sessions and items are scaled by the root of their size, so that the long and the popular do not lead.
    """
    if not len(sessions.items) or goods < 2:
        return np.zeros((goods, dims), np.float32)
    turned = _scaled(sessions, goods)
    many = min(dims + SPARE, goods, len(sessions))
    basis = np.random.default_rng(seed).standard_normal((goods, many)).astype(np.float32)
    back = turned.T.tocsr()
    for _round in range(ROUNDS):
        basis, _rest = np.linalg.qr(back @ (turned @ basis))
    small = turned @ basis
    values, inner = np.linalg.eigh(small.T @ small)
    order = np.argsort(-values)[:dims]
    found = (basis @ inner[:, order]) * np.sqrt(np.maximum(values[order], 0.0)) ** 0.5
    made = np.zeros((goods, dims), np.float32)
    made[:, : len(order)] = found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)
    return made


def _scaled(sessions: Sessions, goods: int) -> Any:
    ones = np.ones(len(sessions.items), np.float32)
    held = sparse.csr_matrix(
        (ones, sessions.items, sessions.offsets), shape=(len(sessions), goods), copy=True
    )
    held.sum_duplicates()
    held.data[:] = 1.0
    across, down = np.asarray(held.sum(axis=1)).ravel(), np.asarray(held.sum(axis=0)).ravel()
    by = sparse.diags((1.0 / np.sqrt(np.maximum(across, 1.0))).astype(np.float32))
    return (by @ held @ sparse.diags((1.0 / np.sqrt(np.maximum(down, 1.0))).astype(np.float32))).tocsr()
