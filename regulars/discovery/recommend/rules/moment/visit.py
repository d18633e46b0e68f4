"""The proposals for one visit and what the trees are told of them, in the few steps that a single row needs.

It says what `pool` and `features` say of many visits at once, to the last bit; a request has one visit and no time.
Sorting whole numbers that carry their own places (`ordered`) is several times as fast as sorting places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Any

from regulars.discovery.recommend.rules.moment import alike, facts
from regulars.discovery.recommend.rules.moment.arrays import counting, greatest, ordered, spread
from regulars.discovery.recommend.rules.moment.features import COMPARE, FEATURES, RANK, UNRANKED
from regulars.discovery.recommend.rules.moment.nouns import Sources
from regulars.discovery.recommend.rules.moment.pool import (
    LINEAR_FADING,
    NEWEST,
    OWN_FADING,
    OWN_SHARE,
    QUICK,
    SCORES,
    SLOW,
    SPEAK,
    WEIGHTS,
)
from regulars.ground.kit.later import np

# Of each speaking table (follow, near, walk, linear) how a click fades: quick, quick, slow, linear.
SPOKEN = ((0, 1), (1, 1), (2, 2), (3, 3))
LASTS = [SCORES.index(f"{table}.last") for table in ("follow", "near", "walk", "linear")]
SLOWS = [SCORES.index("follow.slow"), SCORES.index("near.slow")]
AFTER = SCORES.index("knn.after")
QUICKLY = SCORES.index("follow.quick")
CLICKS, RETURNS = facts.COLUMNS.index("clicks"), facts.COLUMNS.index("returns")
LIKE = len(SCORES) + len(COMPARE) + len(RANK)
VISIT = LIKE + 6 + len(facts.COLUMNS)
LEAST = 1e-12


@dataclass(frozen=True, slots=True)
class Visit:
    """The different goods of the last clicks, the newest first: how many clicks ago, and how often. `seen`: all."""

    items: list[int]
    ages: list[int]
    times: list[int]
    seen: list[int]

    @classmethod
    def of(cls, prefix: Sequence[int], window: int, goods: int) -> Visit:
        """The last `window` clicks on known goods (oldest first)."""
        known = [item for item in prefix if 0 <= item < goods]
        newest, times = dict[int, int](), dict[int, int]()
        for age, item in enumerate(known[: -window - 1 : -1]):
            newest.setdefault(item, age)
            times[item] = times.get(item, 0) + 1
        return cls([*newest], [*newest.values()], [*times.values()], known)


@dataclass(frozen=True, slots=True)
class Proposals:
    """What `Pool` holds, of one row: a line of `scores` per name in SCORES. `blend` is the fixed blend of them."""

    item: Any
    scores: Any
    own_age: Any
    own_times: Any
    blend: Any
    place: Any


def proposals(sources: Sources, visit: Visit, *, again: bool, most: int) -> Proposals:
    """At most `most` by the fixed blend, in order of the items; `place` is where the blend puts each (from 0)."""
    heap = Heap(sources, visit)
    allowed = counting(len(heap.item)) if again else np.flatnonzero(~np.isin(heap.item, visit.seen))
    age, times = np.full(len(heap.item), 99.0), np.zeros(len(heap.item))
    age[heap.own], times[heap.own] = visit.ages, visit.times
    said = heap.speaking if again else heap.speaking[:, allowed]
    blend = np.asarray(WEIGHTS) @ _shares(np.maximum(said, 0.0))
    if again:
        own = OWN_SHARE * OWN_FADING ** age[heap.own]
        blend[heap.own] = sources.again_rate * (blend[heap.own] + own)
    share = _share(blend)
    best = greatest(share, most)
    kept = allowed[best]
    return Proposals(
        heap.item[kept], heap.scores(kept), age[kept], times[kept], blend[best], _placed(share[best])
    )


def _placed(values: Any) -> Any:
    """The place of each, the greatest first; of equals the first."""
    place = np.empty(len(values), np.int64)
    place[np.argsort(-values, kind="stable")] = counting(len(values))
    return place


class Heap:
    """All that the sources propose: each `item` once, in order, and how strongly.

    The sums that the blend needs are made for all of them, the others for those that are kept only.
    """

    def __init__(self, sources: Sources, visit: Visit) -> None:
        faded = _faded(max(visit.ages) + 1)
        ends, values, counts = _links(sources, visit)
        looked, self._score, self._after = _seen_with(sources, visit, faded[4][visit.ages])
        keys, order, fresh = ordered(np.concatenate([*ends, looked, np.array(visit.items, looked.dtype)]))
        self._group = group = np.empty(len(keys), np.int64)
        group[order] = np.cumsum(fresh) - 1
        self.item = keys[fresh]
        # Each entry's strength now, by the click it hangs on: last, quick, slow, linear.
        self._strong = values * faded[:4].take(np.repeat(visit.ages * 4, counts), axis=1)
        clicks = len(visit.ages)
        self._edges = [0, *accumulate(sum(counts[at : at + clicks]) for at in range(0, 4 * clicks, clicks))]
        self._knn = slice(self._edges[4], self._edges[4] + len(looked))
        self.own = group[self._knn.stop :]
        self.speaking = self._spoken()

    def _spoken(self) -> Any:
        """A line for each of SPEAKING."""
        made, many = np.empty((len(SPEAK), len(self.item))), len(self.item)
        for line, (table, fading) in enumerate(SPOKEN):
            mine = slice(self._edges[table], self._edges[table + 1])
            made[line] = np.bincount(self._group[mine], self._strong[fading, mine], many)
        made[4] = np.bincount(self._group[self._knn], self._score, many)
        return made

    def scores(self, kept: Any) -> Any:
        """A line for each of SCORES, of the items at these positions."""
        many, edges = len(kept), self._edges
        place = np.full(len(self.item), many)
        place[kept] = counting(many)
        # A table each, and in each a bin more for those that are not kept.
        at = place[self._group[: self._knn.stop]]
        tabled = at[: edges[4]] + np.repeat(counting(4) * (many + 1), np.diff(edges))
        last = np.bincount(tabled, self._strong[0], 4 * (many + 1)).reshape(4, -1)
        slow = np.bincount(tabled[: edges[2]], self._strong[2, : edges[2]], 2 * (many + 1)).reshape(2, -1)
        made = np.empty((len(SCORES), many))
        made[LASTS], made[SLOWS] = last[:, :many], slow[:, :many]
        made[SPEAK] = self.speaking[:, kept]
        made[AFTER] = np.bincount(at[self._knn], self._after, many + 1)[:many]
        return made


def told(sources: Sources, visit: Visit, found: Proposals) -> Any:
    """A row of FEATURES (float32) for every proposal."""
    many = len(found.item)
    made = np.empty((len(FEATURES), many), np.float32)
    made[: len(SCORES)] = found.scores
    shares = _shares(np.maximum(found.scores[COMPARE], 0.0))
    made[len(SCORES) : LIKE - len(RANK)] = shares
    made[LIKE - len(RANK) : LIKE] = _ranks(shares[RANK])
    made[LIKE], made[LIKE + 1], made[LIKE + 2] = found.blend, found.place, found.own_age
    made[LIKE + 3] = found.own_times
    made[LIKE + 4], made[LIKE + 5] = _alike(sources, visit, found)
    made[LIKE + 6 : VISIT] = sources.table[found.item].T
    made[VISIT:] = np.array(_of_visit(sources, visit, found), np.float32)[:, None]
    return np.ascontiguousarray(made.T)


def _of_visit(sources: Sources, visit: Visit, found: Proposals) -> tuple[float, ...]:
    """Clicks in the window, different items, clicks on the last one, how known it is, proposals, the strongest."""
    last = sources.table[visit.items[0]].tolist()
    many = len(found.item)
    follow = float(found.scores[QUICKLY].max()) if many else 0.0
    return sum(visit.times), len(visit.ages), visit.times[0], last[CLICKS], last[RETURNS], many, follow


@lru_cache(maxsize=8)
def _faded(window: int) -> Any:
    """What a click of each age counts: last, quick, slow and linear; and among visits like this one."""
    age = np.arange(max(window, 1))
    return np.stack([
        (age == 0) * 1.0, QUICK**age, SLOW**age, np.exp(-age / LINEAR_FADING), np.exp(-age / alike.FADING)
    ])  # fmt: skip


def _cuts(starts: Any, visit: Visit, most: Sequence[int]) -> list[tuple[int, int]]:
    """Where the entries of each click begin and end in a ragged array; of old clicks none are taken."""
    found, at, last = list[tuple[int, int]](), starts.item, len(most) - 1
    for item, age in zip(visit.items, visit.ages, strict=True):
        begin, end = at(item), at(item + 1)
        room = begin + most[age if age < last else last]
        found.append((begin, room if room < end else end))
    return found


def _links(sources: Sources, visit: Visit) -> tuple[list[Any], Any, list[int]]:
    """What the clicks lead to in each table, all weights in a row, and how many there are of each click."""
    ends, weights = list[Any](), list[Any]()
    for links in (sources.follow, sources.near, sources.walk, sources.linear):
        cuts, to, how = _cuts(links.starts, visit, NEWEST), links.ends, links.weights
        ends += [to[begin:end] for begin, end in cuts]
        weights += [how[begin:end] for begin, end in cuts]
    return ends, np.concatenate(weights), [len(one) for one in ends]


def _seen_with(sources: Sources, visit: Visit, faded: Any) -> tuple[Any, Any, Any]:
    """What the visits most like this one looked at, and how strongly, in all and after the shared click."""
    session, likeness, place = _neighbours(sources, visit, faded)
    starts = sources.seen.starts
    which, where = spread(starts, session, alike.LONGEST)
    apart = (where - starts[session][which]) - place[which]
    score = likeness[which] * np.exp(-np.abs(apart) / alike.DISTANCE)
    return sources.seen.ends[where], score, score * (apart > 0)


def _neighbours(sources: Sources, visit: Visit, faded: Any) -> tuple[Any, Any, Any]:
    """The visits most like this one: (session, likeness, place of the newest shared click)."""
    cuts = _cuts(sources.visits.starts, visit, alike.NEWEST)
    keys, order, fresh = ordered(np.concatenate([sources.visits.ends[begin:end] for begin, end in cuts]))
    begins = np.flatnonzero(fresh)
    session, first = keys[begins], order[begins]
    worth = np.repeat(faded, [end - begin for begin, end in cuts])
    shared = np.bincount(np.cumsum(fresh) - 1, worth[order], len(session))
    starts = sources.seen.starts
    likeness = shared / np.sqrt(starts[session + 1] - starts[session]) * sources.fresh[session]
    kept = greatest(_share(likeness), alike.NEIGHBOURS)
    place = np.concatenate([sources.visits.weights[begin:end] for begin, end in cuts])
    return session[kept], likeness[kept], place[first[kept]]


def _alike(sources: Sources, visit: Visit, found: Proposals) -> tuple[Any, Any]:
    """Cosine of the item's vector with the last click's, and with the visit's fading mean."""
    vectors = sources.vectors
    clicked = vectors[visit.items]
    slow = _faded(max(visit.ages) + 1)[2][visit.ages].astype(np.float32)
    mean = np.add.reduce(clicked * slow[:, None], axis=0)
    mean /= max(np.linalg.norm(mean[None], axis=1)[0], np.float32(1e-9))
    mine = vectors.take(found.item, axis=0)
    return mine @ clicked[0], mine @ mean


def _share(values: Any) -> Any:
    return values / max(float(values.max(initial=0.0)), LEAST)


def _shares(values: Any) -> Any:
    return values / np.maximum(values.max(axis=1, initial=0.0), LEAST)[:, None]


def _ranks(shares: Any) -> Any:
    """The place of each entry in its line, the greatest first; UNRANKED for what is nothing."""
    found = np.empty(shares.shape)
    order = np.argsort(-shares, axis=1, kind="stable")
    found[counting(len(shares))[:, None], order] = counting(shares.shape[1])
    found[shares <= 0] = UNRANKED
    return found
