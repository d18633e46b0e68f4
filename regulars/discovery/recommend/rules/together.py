"""What goes with what: bought, or put into the basket, by the same people."""

from __future__ import annotations

from typing import Any

from regulars.discovery.recommend.rules.neighbours import Neighbours, nearest
from regulars.ground.kit.later import np, sparse

MOST = 100
# Common goods stand beside everything; this power of their popularity is taken off.
DAMPING = 0.5


def bought_together(who: Any, item: Any, items: int, most: int = MOST, least: int = 1) -> Neighbours:
    """What the same people bought or put into their baskets; `who` and `item` are indices, a pair once is enough.

    What fewer than `least` people had together is left out: it would tell of them.
    """
    people = int(who.max()) + 1 if len(who) else 0
    had = sparse.csr_matrix((np.ones(len(who), np.float32), (who, item)), shape=(people, items))
    had.data[:] = 1
    people_of = (had.T @ had).tocsr()
    # Who buys everything says little of each.
    kinds = np.maximum(np.diff(had.indptr), 1)
    had = sparse.diags(1 / np.sqrt(kinds).astype(np.float32)) @ had
    return _off_diagonal((had.T @ had).multiply(people_of >= least), most)


def _off_diagonal(matrix: Any, most: int) -> Neighbours:
    """The matrix without what an item is to itself, common goods damped, each row's greatest being 1."""
    found = sparse.coo_matrix(matrix)
    keep = (found.row != found.col) & (found.data > 0)
    row, column, value = found.row[keep], found.col[keep], found.data[keep]
    popular = np.bincount(column, weights=value, minlength=matrix.shape[0])
    value = value / np.maximum(popular[column], 1e-9) ** DAMPING
    top = np.zeros(matrix.shape[0], np.float32)
    np.maximum.at(top, row, value)
    value = value / np.maximum(top[row], 1e-9)
    return nearest(sparse.csr_matrix((value, (row, column)), shape=matrix.shape, dtype=np.float32), most)
