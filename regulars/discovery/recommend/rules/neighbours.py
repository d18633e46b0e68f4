"""What stands beside what: a sparse matrix by rows that is mapped into memory and read row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from regulars.ground.kit.later import np, sparse


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Row i holds the items beside item i, the nearest first: indices and how near each is (at least 0)."""

    indptr: Any
    indices: Any
    data: Any

    @property
    def size(self) -> int:
        """How many items there are."""
        return len(self.indptr) - 1

    def within(self, size: int) -> bool:
        """Whether all rows lie inside the matrix, and all they name among `size` items."""
        starts, items = np.asarray(self.indptr), np.asarray(self.indices)
        if len(items) != len(self.data) or not len(starts):
            return False
        ordered = starts[0] == 0 and bool((np.diff(starts) >= 0).all()) and starts[-1] <= len(items)
        return bool(ordered and (not len(items) or (items.min() >= 0 and items.max() < size)))

    def row(self, item: int) -> tuple[Any, Any]:
        """What stands beside one item, and how near."""
        begin, end = int(self.indptr[item]), int(self.indptr[item + 1])
        return self.indices[begin:end], self.data[begin:end]

    def beside(self, items: Sequence[int], weights: Sequence[float]) -> tuple[Any, Any]:
        """All that stands beside the items, each nearness times the item's weight; indices may repeat."""
        rows = [self.row(item) for item in items]
        if not rows:
            return np.empty(0, np.int32), np.empty(0, np.float32)
        nearness = [data * np.float32(weight) for (_, data), weight in zip(rows, weights, strict=True)]
        return np.concatenate([indices for indices, _ in rows]), np.concatenate(nearness)

    def near(self, item: int, other: int) -> float:
        """How near `other` stands to `item`; 0 when it is not beside it."""
        indices, data = self.row(item)
        found = np.flatnonzero(indices == other)
        return float(data[found[0]]) if len(found) else 0.0

    def arrays(self, name: str) -> dict[str, Any]:
        """The matrix as arrays to be written down."""
        return {f"{name}_indptr": self.indptr, f"{name}_indices": self.indices, f"{name}_data": self.data}


def nearest(matrix: Any, most: int) -> Neighbours:
    """A SciPy matrix with the `most` greatest entries of each row, the greatest first; others are dropped."""
    rows = sparse.coo_matrix(matrix)
    keep = rows.data > 0
    row, column, value = rows.row[keep], rows.col[keep], rows.data[keep]
    order = np.lexsort((column, -value, row))
    row, column, value = row[order], column[order], value[order]
    begins = np.searchsorted(row, np.arange(matrix.shape[0]))
    short = np.arange(len(row)) - begins[row] < most
    indptr = np.concatenate([[0], np.cumsum(np.bincount(row[short], minlength=matrix.shape[0]))])
    return Neighbours(
        indptr.astype(np.int64), column[short].astype(np.int32), value[short].astype(np.float32)
    )
