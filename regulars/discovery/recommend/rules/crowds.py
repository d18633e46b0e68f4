"""What is popular, and with whom: by decade of birth, hour of the day and the way somebody came in.

A crowd's taste is shrunk to the market's: few deeds say little, so `PULL` deeds of the whole market are added to each.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from regulars.ground.kit.later import np

PULL = 200.0
MOST = 200
HOURS = ("night", "morning", "midday", "evening")


def hour_of(hour: int) -> str:
    """The part of the day an hour (0 to 23, the market's own clock) belongs to."""
    return HOURS[hour // 6]


def entry_of(source: str) -> str:
    """The way somebody came in, without its particulars: `search:teapot` is `search`."""
    return source.partition(":")[0][:20]


def popularity(item: Any, weight: Any, items: int, sold: Any) -> Any:
    """How popular each item is, from 0 to 1: lately, with what was ever sold where nothing was done lately."""
    lately = np.bincount(item, weights=weight, minlength=items)
    raw = np.log1p(lately) + 0.1 * np.log1p(sold)
    return (raw / max(float(raw.max(initial=0)), 1e-9)).astype(np.float32)


def crowds(
    groups: Mapping[str, Any], item: Any, weight: Any, items: int, most: int = MOST
) -> tuple[list[str], Any, Any]:
    """For each crowd the items it likes most: names, indices [crowd, place] and scores (0 to 1).

    `groups` says for each crowd which rows of `item` and `weight` are its own (a mask).
    """
    whole = np.bincount(item, weights=weight, minlength=items)
    share = whole / max(float(whole.sum()), 1e-9)
    names, indices, scores = [], [], []
    for name, mask in sorted(groups.items()):
        mine = np.bincount(item[mask], weights=weight[mask], minlength=items)
        shrunk = (mine + PULL * share) / (float(mine.sum()) + PULL)
        best = np.argsort(-shrunk, kind="stable")[: min(most, items)]
        names.append(name)
        indices.append(best.astype(np.int32))
        scores.append((shrunk[best] / max(float(shrunk[best[0]]), 1e-9)).astype(np.float32))
    width = min(most, items)
    shape = (len(names), width)
    return names, np.array(indices, np.int32).reshape(shape), np.array(scores, np.float32).reshape(shape)
