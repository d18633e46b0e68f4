"""What somebody touched and looked for in this visit, newest first.

It is kept in the cache that all processes share, for a week at most.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.cache import cache

MOST = 50
SECONDS = 7 * 24 * 3600
MOST_SOUGHT, SOUGHT_SECONDS = 12, 24 * 3600


@dataclass(frozen=True, slots=True)
class Touch:
    """A product (key), when it was touched, in seconds since 1970, and whether the reader stayed with it."""

    product: int
    at: float
    stayed: bool = False


def key_of(who: str) -> str:
    """The name in the cache of a person's or visitor's touches (public id)."""
    return f"touched:{who}"


def sought_key_of(who: str) -> str:
    """The name in the cache of what a person or visitor (public id) looked for."""
    return f"sought:{who}"


def sought_by(who: str | None) -> list[Touch]:
    """The products that were found best for what a person or visitor (public id) looked for last, newest first."""
    return [Touch(*one) for one in (cache.get(sought_key_of(who)) or ())] if who else []


def touches_of(*whos: str | None) -> list[Touch]:
    """The touches of a person and a visitor (public ids) together, newest first, each product once."""
    found = [Touch(*one) for who in whos if who for one in kept(who)]
    return once(sorted(found, key=lambda one: -one.at))


def kept(who: str) -> list[tuple[int, float] | tuple[int, float, bool]]:
    """The touches of one key as they lie in the cache, newest first."""
    return list(cache.get(key_of(who)) or ())


def once(touches: Iterable[Touch]) -> list[Touch]:
    """Each product where it comes first."""
    return list({one.product: one for one in reversed(list(touches))}.values())[::-1]
