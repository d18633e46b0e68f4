"""Arrows between items, counted from sessions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from regulars.discovery.recommend.rules.moment.arrays import sparse
from regulars.discovery.recommend.rules.moment.nouns import Links, Sessions
from regulars.ground.kit.later import np

SHRUNK = 3.0


@dataclass(frozen=True)
class Pairs:
    """Clicks of one session on two different items, at most `reach` apart, the earlier one `left`.

    `gap` is their distance in clicks, `rest` how many clicks came after the later one.
    """

    left: Any
    right: Any
    gap: Any
    rest: Any
    session: Any
    goods: int

    @classmethod
    def of(cls, sessions: Sessions, reach: int, goods: int) -> Pairs:
        """All pairs of these sessions."""
        parts = [_apart(sessions, gap) for gap in range(1, reach + 1)]
        left, right, gap, rest, session = (np.concatenate(column) for column in zip(*parts, strict=True))
        return cls(left, right, gap, rest, session, goods)

    def counted(self, weights: Any) -> Any:
        """Sums of weights by (left, right), as CSR."""
        made = sparse.csr_matrix(
            (weights.astype(np.float32), (self.left, self.right)), shape=(self.goods, self.goods)
        )
        made.sum_duplicates()
        return made

    @cached_property
    def closeness(self) -> Any:
        """One by the distance in clicks."""
        return (1.0 / self.gap).astype(np.float32)


def _apart(sessions: Sessions, gap: int) -> tuple[Any, ...]:
    items, session, place = sessions.items, sessions.session, sessions.place
    where = np.flatnonzero((session[gap:] == session[:-gap]) & (items[gap:] != items[:-gap]))
    later = where + gap
    rest = sessions.lengths[session[later]] - 1 - place[later]
    return (
        items[where], items[later], np.full(len(where), gap, np.int16), rest.astype(np.int32), session[where]
    )  # fmt: skip


def follow(pairs: Pairs, fresh: Any, most: int) -> Links:
    """What comes after an item: the chance of each, closer clicks counting more, shrunk where little is known."""
    counted = pairs.counted(pairs.closeness * fresh[pairs.session])
    whole = np.asarray(counted.sum(axis=1)).ravel()
    return strongest(scaled(counted, 1.0 / (whole + SHRUNK), None), most)


def near(pairs: Pairs, fresh: Any, held: Any, most: int) -> Links:
    """What stands near an item in sessions, before or after: cosine of co-occurrence, shrunk."""
    counted = pairs.counted(np.sqrt(pairs.closeness) * fresh[pairs.session])
    turned = 1.0 / np.sqrt(held + SHRUNK)
    return strongest(scaled((counted + counted.T).tocsr(), turned, turned), most)


def scaled(matrix: Any, rows: Any, columns: Any) -> Any:
    """The CSR matrix with its rows, and its columns if told, multiplied."""
    data = matrix.data * np.repeat(rows, np.diff(matrix.indptr)).astype(np.float32)
    if columns is not None:
        data = data * columns[matrix.indices].astype(np.float32)
    return sparse.csr_matrix((data, matrix.indices, matrix.indptr), shape=matrix.shape)


def strongest(matrix: Any, most: int) -> Links:
    """The `most` largest entries by size of every row of a CSR matrix, largest first."""
    size = np.abs(matrix.data)
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    order = np.lexsort((matrix.indices, -size, rows))
    order = order[(np.arange(len(rows)) - matrix.indptr[rows]) < most]
    many = np.minimum(np.diff(matrix.indptr), most)
    starts = np.concatenate([[0], np.cumsum(many)])
    return Links(starts, matrix.indices[order].astype(np.int32), matrix.data[order].astype(np.float32))
