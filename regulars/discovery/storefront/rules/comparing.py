"""How two states of a page differ, block by block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

Change = Literal["added", "removed", "moved", "changed"]
BESIDE = ("hidden", "since", "until", "variants", "fixed")


@dataclass(frozen=True, slots=True)
class Difference:
    """One block that differs. `fields` are names of settings, or of what stands beside them (hidden, since, …)."""

    change: Change
    block: str
    kind: str
    fields: tuple[str, ...] = ()
    was: tuple[Any, ...] = ()
    now: tuple[Any, ...] = ()


def differences(before: Sequence[dict[str, Any]], after: Sequence[dict[str, Any]]) -> list[Difference]:
    """What has to happen to `before` for it to become `after`, in the order of the page."""
    old, new = {one["id"]: one for one in before}, {one["id"]: one for one in after}
    gone = [Difference("removed", one["id"], one["kind"]) for one in before if one["id"] not in new]
    found = []
    for one in after:
        if one["id"] not in old:
            found.append(Difference("added", one["id"], one["kind"]))
        elif inside := _inside(old[one["id"]], one):
            found.append(inside)
    return [*gone, *found, *_moved(before, after)]


def _inside(old: dict[str, Any], new: dict[str, Any]) -> Difference | None:
    names = [*{**old["settings"], **new["settings"]}]
    pairs = [(name, old["settings"].get(name), new["settings"].get(name)) for name in names]
    pairs += [(name, old.get(name), new.get(name)) for name in BESIDE]
    differ = [pair for pair in pairs if (pair[1] or None) != (pair[2] or None)]
    if not differ:
        return None
    fields, was, now = zip(*differ, strict=True)
    return Difference("changed", new["id"], new["kind"], fields, was, now)


def _moved(before: Sequence[dict[str, Any]], after: Sequence[dict[str, Any]]) -> list[Difference]:
    """The fewest blocks that must change their place: those outside the longest run that kept its order."""
    place = {one["id"]: number for number, one in enumerate(before)}
    common = [one for one in after if one["id"] in place]
    kept = _longest([place[one["id"]] for one in common])
    return [Difference("moved", one["id"], one["kind"]) for one in common if place[one["id"]] not in kept]


def _longest(numbers: list[int]) -> set[int]:
    """A longest increasing run."""
    best: list[list[int]] = []
    for number in numbers:
        below: list[list[int]] = [run for run in best if run[-1] < number]
        before: list[int] = max(below, key=len) if below else []
        best.append([*before, number])
    longest: list[int] = max(best, key=len) if best else []
    return set(longest)
