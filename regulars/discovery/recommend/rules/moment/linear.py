"""A linear model of sessions in closed form, solved for each item over the items nearest to it.

SLIST (Choi, Kim, Lee, Shim, Lee: Session-aware linear item-item models, 2021) solves one system over all items. For an
item j only the items N that stand near it matter: (A_NN + c D^1/2) w = b_N, where A counts which clicks came together
before a moment, b which came before j, both fading with distance, and D is the diagonal of A.
"""

from __future__ import annotations

from typing import Any

from regulars.discovery.recommend.rules.moment.arrays import sparse
from regulars.discovery.recommend.rules.moment.linking import Pairs, scaled, strongest
from regulars.discovery.recommend.rules.moment.nouns import Links, Sessions
from regulars.ground.kit.later import np

FADING, WHOLE, RIDGE = 4.0, 0.4, 4.0
AROUND, BATCH = 40, 500_000


def linear(sessions: Sessions, pairs: Pairs, fresh: Any, most: int) -> Links:
    """Weights from an item clicked (fading by exp(-age / FADING)) to the item to come."""
    goods = pairs.goods
    together = _together(pairs, fresh)
    diagonal = _diagonal(sessions, fresh, goods)
    before = _before(pairs, fresh)
    turned = (1.0 / np.sqrt(diagonal + 1.0)).astype(np.float32)
    nearest = strongest(scaled(before.T.tocsr(), turned, turned), AROUND)
    full = (together + sparse.diags(diagonal)).tocsr()
    full.sort_indices()
    before.sort_indices()
    blocks = _blocks(nearest)
    if not blocks:
        return strongest(sparse.csr_matrix((goods, goods), dtype=np.float32), most)
    solved = [_solved(full, before, nearest, diagonal, block) for block in blocks]
    rows, columns, weights = (np.concatenate(part) for part in zip(*solved, strict=True))
    return strongest(sparse.csr_matrix((weights, (rows, columns)), shape=(goods, goods)), most)


def _together(pairs: Pairs, fresh: Any) -> Any:
    """Pairs of clicks that were both known at some moment of a session."""
    worth = np.exp(-pairs.gap / FADING) * _moments(pairs.rest)
    counted = pairs.counted((WHOLE + (1 - WHOLE) * worth) * fresh[pairs.session])
    return (counted + counted.T).tocsr()


def _moments(rest: Any) -> Any:
    """The sum of exp(-2u / FADING) over the `rest` moments after a click."""
    return (1 - np.exp(-2 * rest / FADING)) / (1 - np.exp(-2 / FADING))


def _diagonal(sessions: Sessions, fresh: Any, goods: int) -> Any:
    rest = sessions.lengths[sessions.session] - 1 - sessions.place
    worth = (WHOLE + (1 - WHOLE) * _moments(rest)) * fresh[sessions.session]
    return np.bincount(sessions.items, worth, goods).astype(np.float32)


def _before(pairs: Pairs, fresh: Any) -> Any:
    """What was clicked before each item (rows: before, columns: the item), and a share of what came after it."""
    weight = fresh[pairs.session]
    ahead = pairs.counted((1 - WHOLE) * pairs.gap * np.exp(-(pairs.gap - 1) / FADING) * weight)
    whole = pairs.counted(WHOLE * weight)
    return (ahead + whole + whole.T).tocsr()


def _blocks(nearest: Links) -> list[Any]:
    """Items with about as many neighbours, in blocks whose systems fit into memory."""
    many = np.diff(nearest.starts)
    found = []
    for low, high in ((0, 4), (4, 8), (8, 16), (16, 28), (28, AROUND)):
        items = np.flatnonzero((many > low) & (many <= high))
        each = max(1, BATCH // high**2)
        found += [(items[at : at + each], high) for at in range(0, len(items), each)]
    return found


def _solved(full: Any, before: Any, nearest: Links, diagonal: Any, block: Any) -> tuple[Any, Any, Any]:
    """The systems of a block of items; missing neighbours become rows of the identity."""
    items, size = block
    column = np.arange(size)
    many = np.diff(nearest.starts)[items]
    there = column < many[:, None]
    around = nearest.ends[np.where(there, nearest.starts[items][:, None] + column, 0)]
    shape = (len(items), size, size)
    rows = np.broadcast_to(around[:, :, None], shape).ravel()
    columns = np.broadcast_to(around[:, None, :], shape).ravel()
    system = np.asarray(full[rows, columns], np.float32).reshape(shape)
    system *= there[:, :, None] & there[:, None, :]
    wanted = np.asarray(before[around.ravel(), np.repeat(items, size)], np.float32).reshape(len(items), size)
    ridge = np.where(there, RIDGE * np.sqrt(diagonal[around]), 1.0)
    system[:, column, column] += ridge
    weights = np.linalg.solve(system, (wanted * there)[:, :, None])[:, :, 0]
    return around[there], np.repeat(items, many), weights[there]
