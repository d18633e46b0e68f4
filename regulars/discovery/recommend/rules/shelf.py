"""A trained model in memory: arrays over the market's goods, and the way from a reader to scored candidates.

Goods are numbered 0 to n-1 in the order of their keys. Nothing here waits, asks or writes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from regulars.discovery.recommend.rules.moment.arrays import ordered
from regulars.discovery.recommend.rules.neighbours import Neighbours
from regulars.ground.kit.later import np

Found = tuple[Any, Any]


@dataclass(frozen=True, slots=True)
class Parts:
    """Candidates (indices of goods) with what each source says of them: `rows[part][n]`, from 0 to 1, for item n."""

    items: Any
    rows: Mapping[str, Any]

    def only(self, keep: Any) -> Parts:
        """Some of the candidates, by mask or by position."""
        if keep.dtype == bool:
            keep = np.flatnonzero(keep)
        return Parts(self.items[keep], {name: row[keep] for name, row in self.rows.items()})


@dataclass(frozen=True)
class Shelf:
    """The arrays of a model. `tables` names its matrices: taste, after (co-visits), bought.

    `moment` is the model of visits (`rules.moment`), None where nobody looked at anything yet.
    """

    keys: Any
    store: Any
    leaf: Any
    brand: Any
    price: Any
    born: Any
    sheltered: Any
    popular: Any
    shown: Any
    clicked: Any
    looks: Any
    names: Any
    store_names: Any
    tables: Mapping[str, Neighbours]
    crowds: Mapping[str, Found] = field(default_factory=dict)
    vectors: Any = None
    moment: Any = None

    @property
    def size(self) -> int:
        """How many goods the model knows."""
        return len(self.keys)

    @property
    def fault(self) -> str:
        """What of the arrays does not fit the others; "" when all do. A folder may hold what nobody trained."""
        goods = [self.store, self.leaf, self.brand, self.price, self.born, self.sheltered, self.popular]
        columns = [*goods, self.shown, self.clicked, self.looks, self.names, self.store_names]
        if any(len(one) != self.size for one in columns):
            return "columns of different lengths"
        tables = [
            *self.tables.values(),
            *(Neighbours([0, len(at)], at, how) for at, how in self.crowds.values()),
        ]
        if not all(table.within(self.size) for table in tables):
            return "goods that are not there"
        return "" if self.vectors is None or len(self.vectors) == self.size else "vectors of other goods"

    @cached_property
    def proposed(self) -> dict[tuple[int, ...], list[Found]]:
        """What the model of visits proposed lately, by the touches it was asked for: a page asks several times."""
        return {}

    @cached_property
    def best(self) -> Any:
        """Indices of the goods most popular in the whole market, the best first."""
        most = min(400, self.size)
        top = np.argpartition(-self.popular, most - 1)[:most] if most else np.empty(0, np.int64)
        return top[np.argsort(-self.popular[top], kind="stable")].astype(np.int32)

    @cached_property
    def newcomers(self) -> Any:
        """Indices of goods of small and new stores, the least shown first: at most 400."""
        mine = np.flatnonzero(self.sheltered)
        return mine[np.argsort(self.shown[mine], kind="stable")][:400].astype(np.int32)

    @cached_property
    def click_rate(self) -> float:
        """Clicks for each time something was shown, all goods together: at most one half."""
        return min(float(self.clicked.sum() + 1) / float(self.shown.sum() + 20), 0.5)

    @cached_property
    def of_store(self) -> Neighbours:
        """For each place in `stores` its goods, the most popular first."""
        return _grouped(self.store, self.stores, self.popular)

    @cached_property
    def stores(self) -> Any:
        """Keys of all stores, in order."""
        return np.unique(self.store)

    @cached_property
    def of_leaf(self) -> Neighbours:
        """For each place in `leaves` its goods, the most popular first."""
        return _grouped(self.leaf, self.leaves, self.popular)

    @cached_property
    def leaves(self) -> Any:
        """Keys of all categories that hold goods themselves, in order."""
        return np.unique(self.leaf)

    def places(self, keys: Sequence[int]) -> Any:
        """Where each product (key) stands; -1 for one the model does not know."""
        if not self.size:
            return np.full(len(keys), -1)
        wanted = np.asarray(keys, np.int64)
        at = np.minimum(np.searchsorted(self.keys, wanted), self.size - 1)
        return np.where(self.keys[at] == wanted, at, -1)

    def named(self, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
        """Public ids of products and of their stores, by the products' keys; of those the model knows."""
        at = self.places(keys)
        known = at >= 0
        found = np.asarray(keys, np.int64)[known].tolist()
        names, stores = self.names[at[known]].tolist(), self.store_names[at[known]].tolist()
        return {
            key: (name.decode(), store.decode())
            for key, name, store in zip(found, names, stores, strict=True)
        }

    def goods_of(self, stores: Sequence[int] = (), leaves: Sequence[int] = (), most: int = 200) -> Any:
        """Indices of the most popular goods of these stores and of these categories (keys)."""
        found = [_members(self.of_store, self.stores, key)[:most] for key in stores]
        found += [_members(self.of_leaf, self.leaves, key)[:most] for key in leaves]
        return np.concatenate(found) if found else np.empty(0, np.int32)


def among(keys: Any, wanted: Sequence[int]) -> Any:
    """Whether each key is one of these few: np.isin is made for many."""
    if not len(wanted):
        return np.zeros(len(keys), bool)
    known = np.array(wanted, np.int64)
    known.sort()
    return known.take(known.searchsorted(keys), mode="clip") == keys


def _grouped(group: Any, names: Any, score: Any) -> Neighbours:
    place = np.searchsorted(names, group)
    order = np.lexsort((-score, place)).astype(np.int32)
    counts = np.bincount(place, minlength=len(names))
    return Neighbours(np.concatenate([[0], np.cumsum(counts)]), order, score[order])


def _members(groups: Neighbours, names: Any, key: int) -> Any:
    at = int(np.searchsorted(names, key))
    return groups.row(at)[0] if at < len(names) and names[at] == key else np.empty(0, np.int32)


def gathered(
    found: Mapping[str, Sequence[Found]], extra: Any, most: int, weights: Mapping[str, float]
) -> Parts:
    """One row per part over all that was found, each row's greatest being 1; at most `most` candidates.

    `found` gives for each part lists of (indices, values), in which an index may come again: its values add up.
    `extra` are candidates that no part speaks of. `weights` decide who stays when there are too many.
    """
    every = [indices for lists in found.values() for indices, _ in lists]
    keys, order, fresh = ordered(np.concatenate([*every, extra]))
    items, group = keys[fresh], np.empty(len(keys), np.int64)
    group[order] = np.cumsum(fresh) - 1
    rows, at = {}, 0
    for name, lists in found.items():
        rows[name] = _row(len(items), group[at:], lists)
        at += sum(len(indices) for indices, _ in lists)
    parts = Parts(items, rows)
    if len(items) <= most:
        return parts
    rough = blended(parts, weights)
    keep = np.argpartition(-rough, most - 1)[:most]
    return parts.only(keep)


def _row(many: int, group: Any, lists: Sequence[Found]) -> Any:
    """What the lists say of each of so many candidates; `group` tells whom each entry of them is about."""
    row, at = np.zeros(many, np.float32), 0
    for indices, values in lists:
        np.add.at(row, group[at : at + len(indices)], values)
        at += len(indices)
    top = float(row.max(initial=0))
    return row / np.float32(top) if top > 0 else row


def blended(parts: Parts, weights: Mapping[str, float]) -> Any:
    """The fixed blend: each part times its published weight, added up."""
    total = np.zeros(len(parts.items), np.float32)
    for name, row in parts.rows.items():
        if weight := weights.get(name, 0.0):
            total += np.float32(weight) * row
    return total
