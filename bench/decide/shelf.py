"""A made-up market of any size, written down as a trained model is: a folder of arrays with a card.

Every good has a hundred neighbours in each table that a home page reads and stands in as many visits as its popularity
says; the trees are learnt from visits to a smaller market, by the product's own training. Arrays are made one at a
time, so that a million goods need no more memory than the largest of them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import numpy as np

from regulars.discovery.recommend.rules import moment
from regulars.discovery.recommend.rules.card import Card
from regulars.discovery.recommend.rules.moment import alike, facts

BESIDE, WIDTH, STORES, LEAVES, BRANDS = 100, 64, 20_000, 2_000, 500
TABLES = {"taste": "taste_{}", "follow": "moment.follow.{}", "near": "moment.near.{}", "walk": "moment.walk.{}",
          "linear": "moment.linear.{}"}  # fmt: skip
LINKS = ("starts", "ends", "weights")
PARTS = {"taste": ("indptr", "indices", "data")}
LESSON, PATTERN = 5_000, 10_000
LONGEST, JUMPS, WAYS = 30, 997, 8
NAMED = 20


class Arrays(Mapping[str, Any]):
    """Arrays by name, each made when it is asked for and not kept."""

    def __init__(self, makers: Mapping[str, Callable[[], Any]]) -> None:
        self._makers = makers

    def __getitem__(self, name: str) -> Any:
        return self._makers[name]()

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


def visits(goods: int, many: int, seed: int) -> moment.Sessions:
    """Visits that begin in a corner of the market, some of them far more often than others.

    From each good most go on to one of a few others, the first of them most often; some look about, some go back.
    """
    dice = np.random.default_rng(seed)
    lengths = np.minimum(2 + dice.geometric(0.2, many), LONGEST)
    corners = dice.integers(0, goods, max(goods // 50, 1))
    walked = np.empty((many, LONGEST), np.int64)
    walked[:, 0] = corners[(len(corners) * dice.random(many) ** 3).astype(int)] + dice.geometric(0.2, many)
    jumps = np.random.default_rng(5).integers(1, 60, (JUMPS, WAYS))
    for step in range(1, LONGEST):
        here, chance = walked[:, step - 1] % goods, dice.random(many)
        along = here + jumps[here % JUMPS, np.minimum(dice.geometric(0.4, many) - 1, WAYS - 1)]
        about = here + dice.integers(-30, 30, many)
        walked[:, step] = np.where(chance < 0.7, along, np.where(chance < 0.85, about, walked[:, step // 2]))
    kept = np.arange(LONGEST)[None, :] < lengths[:, None]
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    return moment.Sessions(
        (walked % goods)[kept].astype(np.int32), offsets, np.arange(many, dtype=np.float64)
    )


def arrays(goods: int, seen: moment.Sessions, learnt: moment.Moment) -> Arrays:
    """The arrays of a model of so many goods and these visits, ranked by the trees of `learnt`."""
    dice = np.random.default_rng(1)
    makers: dict[str, Callable[[], Any]] = dict(_columns(goods, dice))
    for table, name in TABLES.items():
        starts, ends, weights = PARTS.get(table, LINKS)
        makers[name.format(starts)] = lambda: np.arange(goods + 1, dtype=np.int64) * BESIDE
        makers[name.format(ends)] = lambda table=table: _ends(goods, table)
        makers[name.format(weights)] = lambda table=table: _weights(goods, table)
    makers |= {f"bought_{part}": made for part, made in _nothing(goods).items()}
    makers |= {f"moment.{name}": made for name, made in _walked(goods, seen, learnt).items()}
    makers |= {name: lambda: np.empty(0, np.int32) for name in ("crowd_items", "crowd_scores")}
    return Arrays(makers)


def card(version: str, goods: int, many: int) -> Card:
    """A card for it."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Card(
        version=version, made_at=now, since=now, until=now, counts={"goods": goods, "visits": many}, figures={},
        settings={}, crowds=[], checksums={}, libraries={}, seconds={},
    )  # fmt: skip


def lesson() -> moment.Moment:
    """What is learnt from visits to a market of LESSON goods: the trees of it serve the large one."""
    return moment.fit(visits(LESSON, 4 * LESSON, 3), moment.Settings(goods=LESSON, most_labels=8_000))


def _columns(goods: int, dice: Any) -> Iterator[tuple[str, Callable[[], Any]]]:
    seeds = iter(dice.integers(0, 2**31, 20).tolist())

    def drawn(make: Callable[[Any], Any]) -> Callable[[], Any]:
        seed = next(seeds)
        return lambda: make(np.random.default_rng(seed))

    yield "keys", lambda: np.arange(1, goods + 1, dtype=np.int64)
    yield "store", drawn(lambda one: one.integers(1, STORES, goods))
    yield "leaf", drawn(lambda one: one.integers(1, LEAVES, goods))
    yield "brand", drawn(lambda one: one.integers(0, BRANDS, goods))
    yield "price", drawn(lambda one: one.random(goods, dtype=np.float32))
    yield "born", drawn(lambda one: time.time() - one.random(goods) * 300 * 86_400)
    yield "sheltered", drawn(lambda one: one.random(goods) < 0.1)
    yield "popular", drawn(lambda one: np.minimum(one.pareto(2, goods) / 100, 1).astype(np.float32))
    yield "shown", drawn(lambda one: one.integers(0, 5_000, goods).astype(np.float32))
    yield "clicked", drawn(lambda one: one.integers(0, 50, goods).astype(np.float32))
    yield "looks", drawn(lambda one: unit(one, goods, WIDTH))
    yield "vectors", drawn(lambda one: unit(one, goods, WIDTH))
    yield "names", lambda: _named(b"pro_", goods)
    yield "store_names", lambda: _named(b"sto_", goods)


def unit(dice: Any, rows: int, width: int) -> Any:
    """Directions drawn by lot, of length 1."""
    made = dice.standard_normal((rows, width), dtype=np.float32)
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    return made


def _named(start: bytes, goods: int) -> Any:
    return np.char.add(start, np.char.zfill(np.arange(goods).astype(f"S{NAMED}"), NAMED))


def _ends(goods: int, table: str) -> Any:
    """Neighbours among the next thousand goods; the pattern of them comes again."""
    dice = np.random.default_rng(list(table.encode()))
    steps = dice.integers(1, min(1_000, goods), (PATTERN, BESIDE), dtype=np.int32)
    made = np.empty((goods, BESIDE), np.int32)
    for begin in range(0, goods, PATTERN):
        end = min(begin + PATTERN, goods)
        made[begin:end] = (np.arange(begin, end, dtype=np.int32)[:, None] + steps[: end - begin]) % goods
    return made.ravel()


def _weights(goods: int, table: str) -> Any:
    """How near, the nearest first; the pattern of it comes again."""
    dice = np.random.default_rng(list(table.encode()))
    pattern = np.sort(dice.random((PATTERN, BESIDE), dtype=np.float32), axis=1)[:, ::-1].ravel()
    return np.resize(pattern, goods * BESIDE)


def _nothing(goods: int) -> dict[str, Callable[[], Any]]:
    """A table of which no home page reads a row."""
    return {
        "indptr": lambda: np.zeros(goods + 1, np.int64),
        "indices": lambda: np.empty(0, np.int32),
        "data": lambda: np.empty(0, np.float32),
    }


def _walked(goods: int, seen: moment.Sessions, learnt: moment.Moment) -> dict[str, Callable[[], Any]]:
    by_good, items = alike.index(seen, goods)
    table = facts.table(seen, goods, ageing=True)
    fresh = (0.5 ** (seen.age / 0.3)).astype(np.float32)
    recent = np.argsort(-table[:, facts.COLUMNS.index("recent")], kind="stable")[:1_000].astype(np.int32)
    links = {"visits": by_good, "seen": items}
    made = {f"{name}.{part}": getattr(link, part) for name, link in links.items() for part in LINKS}
    made |= {"fresh": fresh, "table": table, "popular": recent}
    kept = moment.arrays(learnt)
    made |= {name: kept[name] for name in ("settings", "ranker")}
    width = learnt.sources.vectors.shape[1]
    found = {name: (lambda array=array: array) for name, array in made.items()}
    return found | {"vectors": lambda: unit(np.random.default_rng(9), goods, width)}
