"""The clicks by which something is chosen: the last known ones of each prefix."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from regulars.discovery.recommend.rules.moment.arrays import edges
from regulars.discovery.recommend.rules.moment.nouns import Sessions
from regulars.ground.kit.later import np


@dataclass(frozen=True)
class Clicks:
    """Clicks of `count` prefixes, newest first in each row; `age` 0 is the last click.

    Each item of a row stands once, at its newest click, and `times` says how often it was clicked within the window.
    `seen` are all known clicks, as row x goods + item.
    """

    row: Any
    item: Any
    age: Any
    times: Any
    seen: Any
    count: int

    @classmethod
    def of(cls, prefixes: Sessions, window: int, goods: int) -> Clicks:
        """The last `window` clicks on known items of each prefix."""
        known = (prefixes.items >= 0) & (prefixes.items < goods)
        row, item = prefixes.session[known].astype(np.int64), prefixes.items[known].astype(np.int64)
        count = len(prefixes)
        age = edges(row, count)[1:][row] - 1 - np.arange(len(row))
        kept = age < window
        seen = row * goods + item
        return cls._once(row[kept], item[kept], age[kept], seen, count)

    @classmethod
    def _once(cls, row: Any, item: Any, age: Any, seen: Any, count: int) -> Clicks:
        order = np.lexsort((age, item, row))
        row, item, age = row[order], item[order], age[order]
        fresh = np.ones(len(row), bool)
        fresh[1:] = (row[1:] != row[:-1]) | (item[1:] != item[:-1])
        newest = np.flatnonzero(fresh)
        times = np.append(newest[1:], len(row))[: len(newest)] - newest
        again = np.lexsort((age[newest], row[newest]))
        kept = newest[again]
        return cls(row[kept], item[kept], age[kept], times[again], seen, count)

    @cached_property
    def begins(self) -> Any:
        """Where each row begins, and the end."""
        return edges(self.row, self.count)

    @cached_property
    def lasts(self) -> Any:
        """The last known item of each row; -1 where there is none."""
        found = np.full(self.count, -1, np.int64)
        some = np.flatnonzero(np.diff(self.begins))
        found[some] = self.item[self.begins[some]]
        return found
