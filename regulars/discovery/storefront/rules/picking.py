"""Which blocks a person sees at a moment, and in which variant."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

# For whom a variant is: a group of the store by its public id, or one of these kinds of person.
STRANGER, FOLLOWER, NEW, REGULAR, SEGMENT = "stranger", "follower", "new", "regular", "segment"
KINDS = (STRANGER, FOLLOWER, NEW, REGULAR)
Belongs = Callable[[Mapping[str, str]], bool]


def running(blocks: Iterable[Mapping[str, Any]], now: datetime) -> list[Mapping[str, Any]]:
    """Blocks that are not hidden and whose time it is (`since` counts, `until` no longer)."""
    return [one for one in blocks if not one.get("hidden") and within(one, now)]


def within(one: Mapping[str, Any], now: datetime) -> bool:
    """Whether `now` lies between `since` and `until` (ISO moments or None)."""
    since, until = one.get("since"), one.get("until")
    begun = not since or datetime.fromisoformat(since) <= now
    return begun and (not until or now < datetime.fromisoformat(until))


def settings_for(one: Mapping[str, Any], belongs: Belongs) -> tuple[str, Mapping[str, Any]]:
    """Id and settings of the first variant that is for the person; ("", the base) when none is."""
    for variant in one.get("variants") or ():
        if belongs(variant["for"]):
            return variant["id"], variant["settings"]
    return "", one["settings"]
