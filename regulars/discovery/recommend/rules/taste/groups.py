"""Items whose neighbourhoods overlap are solved together, so that co-counts are made once for many of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from regulars.discovery.recommend.rules.taste.settings import Array
from regulars.ground.kit.later import np

LEAST_STEP, STEPS = 16, 12


@dataclass(slots=True)
class _Group:
    """Rows taken on so far, and the items they cover; the last place of `covered` stands for no item."""

    covered: Array
    size: int = 0
    rows: list[int] = field(default_factory=list)

    def takes(self, row: int, needs: Array, limit: int) -> bool:
        """Take a row on, unless more than `limit` items were covered then."""
        new = needs[~self.covered[needs]]
        if self.rows and self.size + len(new) > limit:
            return False
        self.covered[new] = True
        self.size += len(new)
        self.rows.append(row)
        return True


def groups(hoods: Array, targets: Array, items: int, limit: int) -> Iterator[tuple[Array, Array]]:
    """Rows of `hoods` in groups, each with the items its rows need (neighbours and targets, ascending).

    At most `limit` items per group, or as many as one row needs. A group starts with the first row left and takes on
    the rows whose needs it covers best, until it is full.
    """
    needs = np.column_stack([hoods, targets])
    row_of = np.full(items, -1, dtype=np.int64)
    row_of[targets] = np.arange(len(targets))
    left = np.ones(len(targets), dtype=bool)
    for first in range(len(targets)):
        if left[first]:
            group = _Group(np.zeros(items + 1, dtype=bool))
            group.covered[-1] = True
            group.takes(first, needs[first], limit)
            left[first] = False
            while _grows(group, needs, row_of, left, limit):
                pass
            yield np.asarray(group.rows), np.flatnonzero(group.covered[:-1])


def _grows(group: _Group, needs: Array, row_of: Array, left: Array, limit: int) -> bool:
    """Take on a few of the rows best covered; False when the group is full or nothing is left."""
    open_rows = _open(group.covered, row_of, left)
    if not len(open_rows):
        return False
    cover = group.covered[needs[open_rows]].sum(axis=1)
    best = open_rows[np.argsort(-cover, kind="stable")]
    for row in best[: max(LEAST_STEP, len(best) // STEPS)]:
        if not group.takes(int(row), needs[row], limit):
            whole = open_rows[(cover == needs.shape[1]) & left[open_rows]]
            group.rows += whole.tolist()
            left[whole] = False
            return False
        left[row] = False
    return True


def _open(covered: Array, row_of: Array, left: Array) -> Array:
    """Rows left whose target is covered; when there are none, all rows left."""
    inside = row_of[np.flatnonzero(covered[:-1])]
    inside = inside[inside >= 0]
    inside = inside[left[inside]]
    return inside if len(inside) else np.flatnonzero(left)
