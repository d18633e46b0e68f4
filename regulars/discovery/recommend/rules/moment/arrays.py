"""Steps over ragged arrays that NumPy has no name for."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from regulars.ground.kit.later import Later, np

sparse: Any = Later("scipy.sparse")


def spread(starts: Any, keys: Any, most: Any) -> tuple[Any, Any]:
    """For every key its entries of a ragged array, at most `most` (a number, or one per key): (which key, where)."""
    begins = starts[keys]
    many = np.minimum(starts[keys + 1] - begins, most)
    ends = np.cumsum(many)
    which = np.repeat(np.arange(len(keys)), many)
    where = np.arange(len(which)) + (begins - ends + many)[which]
    return which, where


def grouped(keys: Any) -> tuple[Any, Any, Any]:
    """Equal keys as groups: (the distinct keys in order, the group of each key, the first place of each group)."""
    order = np.argsort(keys)
    told = keys[order]
    fresh = np.ones(len(keys), bool)
    np.not_equal(told[1:], told[:-1], out=fresh[1:])
    group = np.empty(len(keys), np.int64)
    group[order] = np.cumsum(fresh) - 1
    begins = np.flatnonzero(fresh)
    first = np.minimum.reduceat(order, begins) if len(keys) else order
    return told[begins], group, first


def edges(rows: Any, count: int) -> Any:
    """Where each of `count` rows begins in a sorted array of row numbers, and the end."""
    if count == 1:
        return np.array([0, len(rows)])
    return np.searchsorted(rows, np.arange(count + 1))


def ranks(rows: Any, begins: Any, share: Any) -> Any:
    """The place of each entry within its row, from 0, by `share` (0 to 1, largest first); `rows` is sorted."""
    found = np.empty(len(rows), np.int64)
    if len(begins) == 2:
        found[np.argsort(-share, kind="stable")] = np.arange(len(rows))
        return found
    order = np.argsort(rows + (1.0 - share) * 0.999, kind="stable")
    found[order] = np.arange(len(rows)) - begins[rows]
    return found


def shares_of_most(values: Any, rows: Any, begins: Any) -> Any:
    """The same of several lines of values at once (lines x entries)."""
    if len(begins) == 2:
        most = values.max(axis=1, initial=0.0)
        return values / np.maximum(most, 1e-12)[:, None]
    return np.stack([share_of_most(one, rows, begins) for one in values])


def all_ranks(rows: Any, begins: Any, shares: Any) -> Any:
    """`ranks` of several lines of shares at once (lines x entries)."""
    if len(begins) != 2:
        return np.stack([ranks(rows, begins, one) for one in shares])
    found = np.empty(shares.shape, np.int64)
    order = np.argsort(-shares, axis=1, kind="stable")
    np.put_along_axis(found, order, np.arange(shares.shape[1])[None, :], axis=1)
    return found


def share_of_most(values: Any, rows: Any, begins: Any) -> Any:
    """Values (at least 0) divided by the largest of their row."""
    if len(begins) == 2:
        return values / max(float(values.max(initial=0.0)), 1e-12)
    filled = np.flatnonzero(begins[1:] - begins[:-1])
    most = np.zeros(len(begins) - 1, values.dtype)
    if len(values):
        most[filled] = np.maximum.reduceat(values, begins[:-1][filled])
    return values / np.maximum(most, 1e-12)[rows]


def ordered(keys: Any) -> tuple[Any, Any, Any]:
    """Whole numbers (at least 0) sorted, of equals the first first: (sorted, their places, where a new one begins)."""
    bits = len(keys).bit_length()
    packed = keys.astype(np.int64)
    packed <<= bits
    packed |= counting(1 << bits)[: len(keys)]
    packed.sort()
    order = packed & ((1 << bits) - 1)
    packed >>= bits
    fresh = np.empty(len(keys), bool)
    fresh[:1] = True
    np.not_equal(packed[1:], packed[:-1], out=fresh[1:])
    return packed, order, fresh


def greatest(values: Any, most: int) -> Any:
    """Positions of the `most` greatest, in order; of equals the first."""
    many = len(values)
    if many <= most:
        return np.arange(many)
    bar = np.partition(values, many - most)[many - most]
    at = np.flatnonzero(values >= bar)
    if len(at) == most:
        return at
    equal = np.flatnonzero(values[at] == bar)
    return np.delete(at, equal[len(equal) - (len(at) - most) :])


@lru_cache(maxsize=256)
def counting(most: int) -> Any:
    """0, 1, 2 … `most` - 1, to be read only."""
    return np.arange(most)
