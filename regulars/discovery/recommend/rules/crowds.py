"""What is popular, and with whom: by decade of birth, part of the day and the way somebody came in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from regulars.discovery.recommend.rules.cold import Popularity
from regulars.ground.kit.later import np

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
    groups: Mapping[str, Mapping[str, Any]], item: Any, weight: Any, items: int
) -> tuple[list[str], Any, Any]:
    """For each crowd the items it likes most: names (`hour:evening`), indices [crowd, place], scores from 0 to 1.

    `groups` says for each kind and crowd which rows of `item` and `weight` are its own (a mask). Counts are shrunk to the
    market's, the more the less the crowds of a kind differ.
    """
    whole = np.bincount(item, weights=weight, minlength=items)
    counts = {
        kind: {name: np.bincount(item[mask], weights=weight[mask], minlength=items) for name, mask in rows.items()}
        for kind, rows in groups.items()
    }
    known = Popularity.of(whole, counts)
    names, indices, scores = [], [], []
    for kind, rows in sorted(counts.items()):
        for name in sorted(rows):
            shares = known.shares(kind, name)
            best = np.argsort(-shares, kind="stable")[: min(MOST, items)]
            names.append(f"{kind}:{name}")
            indices.append(best)
            scores.append(shares[best] / max(float(shares[best[0]]), 1e-12) if len(best) else shares[best])
    shape = (len(names), min(MOST, items))
    return names, np.array(indices, np.int32).reshape(shape), np.array(scores, np.float32).reshape(shape)
