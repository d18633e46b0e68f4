"""Sessions, settings, and a model of arrays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from regulars.discovery.recommend.rules.foreign import read
from regulars.ground.kit.later import np


@dataclass(frozen=True)
class Sessions:
    """Visits as arrays: session k looked at `items[offsets[k]:offsets[k + 1]]`, oldest click first.

    `items` are codes from 0 (int32), `times` says when each session began, in any unit (float64). Without times the
    order of the sessions is the order of time.
    """

    items: Any
    offsets: Any
    times: Any = None

    @classmethod
    def of(cls, lists: Iterable[Sequence[int]], times: Sequence[float] | None = None) -> Sessions:
        """Sessions from plain lists."""
        every = [np.asarray(one, np.int32) for one in lists]
        offsets = np.cumsum([0, *(len(one) for one in every)], dtype=np.int64)
        items = np.concatenate(every) if every else np.zeros(0, np.int32)
        return cls(items, offsets, None if times is None else np.asarray(times, np.float64))

    def __len__(self) -> int:
        """How many sessions."""
        return len(self.offsets) - 1

    @cached_property
    def lengths(self) -> Any:
        """Clicks per session."""
        return np.diff(self.offsets)

    @cached_property
    def session(self) -> Any:
        """The session of each click (int32)."""
        return np.repeat(np.arange(len(self), dtype=np.int32), self.lengths)

    @cached_property
    def place(self) -> Any:
        """The place of each click in its session, from 0 (int32)."""
        return (np.arange(len(self.items)) - np.repeat(self.offsets[:-1], self.lengths)).astype(np.int32)

    @cached_property
    def age(self) -> Any:
        """How old each session is, as a share of the time told of: the newest 0, the oldest 1."""
        at = np.arange(len(self)) if self.times is None else self.times
        if not len(self):
            return np.zeros(0, np.float32)
        return ((at.max() - at) / max(float(at.max() - at.min()), 1e-9)).astype(np.float32)

    def chosen(self, rows: Any) -> Sessions:
        """These sessions, in this order."""
        many = self.lengths[rows]
        offsets = np.concatenate([[0], np.cumsum(many)])
        where = np.arange(offsets[-1]) + np.repeat(self.offsets[rows] - offsets[:-1], many)
        return Sessions(self.items[where], offsets, None if self.times is None else self.times[rows])

    def heads(self, many: Any) -> Sessions:
        """The first `many` clicks (one number per session) of each."""
        offsets = np.concatenate([[0], np.cumsum(many)])
        kept = self.place < np.repeat(many, self.lengths)
        return Sessions(self.items[kept], offsets, self.times)

    def in_order(self) -> Sessions:
        """Oldest session first."""
        return self if self.times is None else self.chosen(np.argsort(self.times, kind="stable"))


@dataclass(frozen=True)
class Settings:
    """How to learn. The defaults suit visits to a shop; for whole histories of people use `HISTORIES`.

    `again`: whether what the visit has seen may be proposed. `labels`: "later" learns the ranking on the later
    `label_share` of the sessions from sources that know only the earlier ones, "last" on the last click of each from
    sources that do not know it. `half_life`: after which share of the time told of a session counts half (0: always
    whole). `near`: links kept per item, `reach`: how far apart two clicks may be, `window`: how many last clicks count.
    """

    goods: int = 0
    again: bool = True
    labels: str = "later"
    label_share: float = 0.1
    most_labels: int = 30_000
    least_labels: int = 300
    half_life: float = 0.3
    near: int = 100
    reach: int = 10
    window: int = 40
    dims: int = 48
    candidates: int = 200
    trees: int = 200
    leaves: int = 31
    rate: float = 0.08
    seed: int = 1


HISTORIES = Settings(again=False, labels="last", half_life=0.0, reach=20, trees=250, leaves=15, rate=0.05)


@dataclass(frozen=True)
class Links:
    """Weighted arrows: those of i are `ends[starts[i]:starts[i + 1]]`, strongest first, with their `weights`."""

    starts: Any
    ends: Any
    weights: Any


@dataclass(frozen=True)
class Sources:
    """Everything the first stage knows. `table` has a row of facts per item (see facts.COLUMNS), `vectors` unit rows.

    `visits` leads from an item to the sessions that held it, newest first, with its place there; `seen` from a session
    to its items; `fresh` weighs sessions by age.
    """

    follow: Links
    near: Links
    walk: Links
    linear: Links
    visits: Links
    seen: Links
    fresh: Any
    vectors: Any
    table: Any
    popular: Any
    again_rate: float

    @property
    def goods(self) -> int:
        """How many items are known."""
        return len(self.table)


@dataclass(frozen=True)
class Moment:
    """A model: sources, settings of serving, and the text of the trees ("" = the fixed blend decides).

    `foreign` is a ranker that was trained elsewhere (`rules.foreign`); where there is one it takes the trees' place.
    """

    sources: Sources
    again: bool
    window: int
    most: int
    ranker: str
    foreign: bytes = b""

    @property
    def goods(self) -> int:
        """How many items are known."""
        return self.sources.goods

    @property
    def learnt(self) -> bool:
        """Whether trees or a foreign ranker rank; False where labels were too few."""
        return bool(self.ranker or self.foreign)

    @cached_property
    def trees(self) -> Any:
        """The ranker, read once per process. Raises ModelRefused for a foreign one that does not fit."""
        if self.foreign:
            from regulars.discovery.recommend.rules.moment.features import FEATURES

            return read(self.foreign, len(FEATURES))
        from regulars.discovery.recommend.rules.moment.learning import trees_of

        return trees_of(self.ranker)
