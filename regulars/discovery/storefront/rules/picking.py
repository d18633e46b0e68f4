"""Which blocks a person sees at a moment, and in which variant."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

# For whom a variant is: a group of the store by its public id, or one of these kinds of person.
STRANGER, FOLLOWER, NEW, REGULAR, SEGMENT = "stranger", "follower", "new", "regular", "segment"
# For whoever it suits best: the engine chooses between these and what everybody else sees.
ANY = "any"
KINDS = (STRANGER, FOLLOWER, NEW, REGULAR, ANY)
# The name of the settings of the block itself among its variants.
BASE = "base"
Belongs = Callable[[Mapping[str, str]], bool]
Choose = Callable[[Sequence[str]], str]


def running(blocks: Iterable[Mapping[str, Any]], now: datetime) -> list[Mapping[str, Any]]:
    """Blocks that are not hidden and whose time it is (`since` counts, `until` no longer)."""
    return [one for one in blocks if not one.get("hidden") and within(one, now)]


def within(one: Mapping[str, Any], now: datetime) -> bool:
    """Whether `now` lies between `since` and `until` (ISO moments or None)."""
    since, until = one.get("since"), one.get("until")
    begun = not since or datetime.fromisoformat(since) <= now
    return begun and (not until or now < datetime.fromisoformat(until))


def first(variants: Sequence[str]) -> str:
    """Without an engine: what everybody else sees."""
    return variants[0]


def settings_for(
    one: Mapping[str, Any], belongs: Belongs, choose: Choose = first
) -> tuple[str, Mapping[str, Any]]:
    """Id and settings of the first variant that is bound to the person; else of what `choose` takes of the free ones.

    ("", the block's own settings) stands for the block as everybody else sees it.
    """
    for variant in one.get("variants") or ():
        if variant["for"]["kind"] != ANY and belongs(variant["for"]):
            return variant["id"], variant["settings"]
    names = free(one)
    return named(one, choose(names) if len(names) > 1 else names[0])


def free(one: Mapping[str, Any]) -> list[str]:
    """The variants that fit everybody else alike, the block's own settings (BASE) first; only the fixed one, if any."""
    every = [BASE, *(variant["id"] for variant in one.get("variants") or () if variant["for"]["kind"] == ANY)]
    return [one["fixed"]] if one.get("fixed") in every else every


def named(one: Mapping[str, Any], variant: str) -> tuple[str, Mapping[str, Any]]:
    """Id and settings of a variant; ("", the block's own) for BASE and for one that is gone."""
    found = next((each for each in one.get("variants") or () if each["id"] == variant), None)
    return (found["id"], found["settings"]) if found else ("", one["settings"])
