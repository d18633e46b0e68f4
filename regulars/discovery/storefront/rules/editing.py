"""Rearranging the blocks of a page. Every verb gives a new list and leaves the given one alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from typing import Any

Placed = dict[str, Any]
Blocks = list[Placed]

MOST_BLOCKS = 40
MOST_VARIANTS = 8
MOST_BYTES = 64 * 1024


def block(id: str, kind: str, settings: Mapping[str, Any]) -> Placed:
    """A block as a page holds it: shown, always, alike for everybody."""
    return {
        "id": id,
        "kind": kind,
        "settings": dict(settings),
        "hidden": False,
        "since": None,
        "until": None,
        "variants": [],
        "fixed": "",
    }


def at(blocks: Sequence[Placed], id: str) -> int:
    """The place of a block; -1 when it is not there."""
    return next((place for place, one in enumerate(blocks) if one["id"] == id), -1)


def added(blocks: Sequence[Placed], new: Placed, after: str = "") -> Blocks:
    """With a new block behind another one, or at the end."""
    place = at(blocks, after) + 1 if after and at(blocks, after) >= 0 else len(blocks)
    return [*deepcopy(list(blocks[:place])), new, *deepcopy(list(blocks[place:]))]


def removed(blocks: Sequence[Placed], id: str) -> Blocks:
    """Without a block."""
    return [deepcopy(one) for one in blocks if one["id"] != id]


def moved(blocks: Sequence[Placed], id: str, by: int) -> Blocks:
    """With a block `by` places further down (negative: up); it stays inside the list."""
    found = deepcopy(list(blocks))
    place = at(found, id)
    if place >= 0:
        one = found.pop(place)
        found.insert(min(max(place + by, 0), len(found)), one)
    return found


def ordered(blocks: Sequence[Placed], ids: Sequence[str]) -> Blocks:
    """In this order; blocks that are not named keep theirs behind the named ones."""
    turn = {id: place for place, id in reversed(list(enumerate(ids)))}
    return sorted(deepcopy(list(blocks)), key=lambda one: turn.get(one["id"], len(turn)))


def copied(blocks: Sequence[Placed], id: str, new_id: str) -> Blocks:
    """With a block twice, the copy behind it."""
    place = at(blocks, id)
    if place < 0:
        return deepcopy(list(blocks))
    return added(blocks, deepcopy(blocks[place]) | {"id": new_id}, after=id)


def changed(blocks: Sequence[Placed], id: str, **changes: Any) -> Blocks:
    """With some of a block's parts replaced."""
    return [deepcopy(one) | changes if one["id"] == id else deepcopy(one) for one in blocks]


def varied(blocks: Sequence[Placed], id: str, change: Callable[[Blocks], Blocks]) -> Blocks:
    """With another list of variants of a block."""
    return [
        deepcopy(one) | {"variants": change(deepcopy(one["variants"]))} if one["id"] == id else deepcopy(one)
        for one in blocks
    ]
