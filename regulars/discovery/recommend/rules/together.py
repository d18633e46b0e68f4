"""What is met together: bought by the same people, looked at one after the other in the same visit."""

from __future__ import annotations

from typing import Any

from regulars.discovery.recommend.rules.neighbours import Neighbours, nearest
from regulars.ground.kit.later import np, sparse

MOST = 100
# Common goods stand beside everything; this power of their popularity is taken off.
DAMPING = 0.5


def met_together(session: Any, item: Any, at: Any, weight: Any, items: int, most: int = MOST) -> Neighbours:
    """What follows an item in a visit, soon and lately counting more; rows in the order of `session`, then `at`.

    `weight` is what a visit counts for, by how long ago it was. Pairs are counted up to 5 steps apart, forwards fully
    and backwards by half.
    """
    rows, columns, values = [], [], []
    for step in range(1, 6):
        same = session[step:] == session[:-step]
        same &= item[step:] != item[:-step]
        first, second = item[:-step][same], item[step:][same]
        value = weight[step:][same] / step
        rows += [first, second]
        columns += [second, first]
        values += [value, value * 0.5]
    shape = (items, items)
    every = (np.concatenate(values), (np.concatenate(rows), np.concatenate(columns)))
    return _off_diagonal(sparse.csr_matrix(every, shape=shape, dtype=np.float32), most)


def bought_together(who: Any, item: Any, items: int, most: int = MOST) -> Neighbours:
    """What the same people bought or put into their baskets; `who` and `item` are indices, a pair once is enough."""
    people = int(who.max()) + 1 if len(who) else 0
    had = sparse.csr_matrix((np.ones(len(who), np.float32), (who, item)), shape=(people, items))
    had.data[:] = 1
    # Who buys everything says little of each.
    kinds = np.maximum(np.diff(had.indptr), 1)
    had = sparse.diags(1 / np.sqrt(kinds).astype(np.float32)) @ had
    return _off_diagonal(had.T @ had, most)


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
