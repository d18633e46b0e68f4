"""Fitting: sources from what came earlier, trees from what came later, then the sources once more from everything."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from regulars.discovery.recommend.rules.moment import alike, facts
from regulars.discovery.recommend.rules.moment.labels import lesson
from regulars.discovery.recommend.rules.moment.learning import learnt
from regulars.discovery.recommend.rules.moment.linear import linear
from regulars.discovery.recommend.rules.moment.linking import Pairs, follow, near
from regulars.discovery.recommend.rules.moment.nouns import Moment, Sessions, Settings, Sources
from regulars.discovery.recommend.rules.moment.spectral import vectors
from regulars.discovery.recommend.rules.moment.walking import walk
from regulars.ground.kit.later import np

Progress = Callable[[str], None]
POPULAR = 1_000


def fit(sessions: Sessions, settings: Settings | None = None, progress: Progress | None = None) -> Moment:
    """A model of these sessions; `progress` is told of each step. Any number of sessions will do, even none."""
    settings, told = settings or Settings(), progress or (lambda _text: None)
    sessions = sessions.in_order()
    goods = max(settings.goods, int(sessions.items.max(initial=-1)) + 1)
    split = lesson(sessions, settings)
    told(f"{len(split.prefixes)} clicks to learn from, {len(split.known)} sessions known to the sources")
    ranker = ""
    if len(split.prefixes) >= settings.least_labels:
        ranker = learnt(gathered(split.known, goods, settings, told), split, settings)
        told("ranking learnt" if ranker else "too few of them proposed: a fixed blend")
    return Moment(
        gathered(sessions, goods, settings, told),
        settings.again,
        settings.window,
        settings.candidates,
        ranker,
    )


def gathered(
    sessions: Sessions, goods: int, settings: Settings, told: Progress = lambda _text: None
) -> Sources:
    """All sources from these sessions, in order of time."""
    popular, goods = min(goods, POPULAR), max(goods, 1)
    fresh = _fresh(sessions, settings.half_life)
    pairs = Pairs.of(sessions, settings.reach, goods)
    told(f"{len(pairs.left)} pairs of {goods} items")
    table = facts.table(sessions, goods, ageing=settings.half_life > 0)
    held = np.bincount(sessions.items, fresh[sessions.session], goods)
    close = near(pairs, fresh, held, settings.near)
    visits, seen = alike.index(sessions, goods)
    sources = Sources(
        follow(pairs, fresh, settings.near), close, walk(close, goods, settings.near),
        linear(sessions, pairs, fresh, settings.near), visits, seen, fresh,
        vectors(sessions, goods, settings.dims, settings.seed), table,
        np.argsort(-table[:, facts.COLUMNS.index("recent")], kind="stable")[:popular].astype(np.int32),
        facts.again_rate(sessions),
    )  # fmt: skip
    told("sources gathered")
    return sources


def _fresh(sessions: Sessions, half_life: float) -> Any:
    if half_life <= 0:
        return np.ones(len(sessions), np.float32)
    return (0.5 ** (sessions.age / half_life)).astype(np.float32)
