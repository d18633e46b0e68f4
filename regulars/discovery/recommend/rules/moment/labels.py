"""Which clicks the trees learn from, and what the sources may know of them: never the click itself, nor any later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from regulars.discovery.recommend.rules.moment.nouns import Sessions, Settings
from regulars.ground.kit.later import np


@dataclass(frozen=True)
class Lesson:
    """Sources may know `known`; each prefix was followed by a click on `target`."""

    known: Sessions
    prefixes: Sessions
    target: Any


def lesson(sessions: Sessions, settings: Settings) -> Lesson:
    """The lesson by `settings.labels`; `sessions` are in order of time."""
    dice = np.random.default_rng(settings.seed)
    if settings.labels == "last":
        return _last(sessions, settings.most_labels, dice)
    return _later(sessions, settings, dice)


def _last(sessions: Sessions, most: int, dice: Any) -> Lesson:
    cut = np.maximum(sessions.lengths - 1, 0)
    rows = _at_most(np.flatnonzero(cut > 0), most, dice)
    return _cut(sessions.heads(cut), sessions, rows, cut[rows])


def _later(sessions: Sessions, settings: Settings, dice: Any) -> Lesson:
    """The last click of each later session, and one other of it."""
    first = len(sessions) - int(len(sessions) * settings.label_share)
    rows = np.flatnonzero(sessions.lengths[first:] > 1) + first
    rows = np.sort(np.concatenate([rows, rows[sessions.lengths[rows] > 2]]))
    final = np.ones(len(rows), bool)
    final[1:] = rows[1:] != rows[:-1]
    lengths = sessions.lengths[rows]
    cut = np.where(final, lengths - 1, 1 + (dice.random(len(rows)) * (lengths - 2)).astype(np.int64))
    kept = _at_most(np.arange(len(rows)), settings.most_labels, dice)
    return _cut(sessions.chosen(np.arange(first)), sessions, rows[kept], cut[kept])


def _at_most(rows: Any, most: int, dice: Any) -> Any:
    return rows if len(rows) <= most else np.sort(dice.choice(rows, most, replace=False))


def _cut(known: Sessions, sessions: Sessions, rows: Any, cut: Any) -> Lesson:
    return Lesson(known, sessions.chosen(rows).heads(cut), sessions.items[sessions.offsets[rows] + cut])
