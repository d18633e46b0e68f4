"""What somebody touched in this visit, newest first: kept in the cache that all processes share, for a week at most."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.cache import cache

MOST = 50
SECONDS = 7 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Touch:
    """A product (key) and when it was touched, in seconds since 1970."""

    product: int
    at: float


def key_of(who: str) -> str:
    """The name in the cache of a person's or visitor's touches (public id)."""
    return f"touched:{who}"


def touches_of(*whos: str | None) -> list[Touch]:
    """The touches of a person and a visitor (public ids) together, newest first, each product once."""
    found = [Touch(*one) for who in whos if who for one in kept(who)]
    return once(sorted(found, key=lambda one: -one.at))


def kept(who: str) -> list[tuple[int, float]]:
    """The touches of one key as they lie in the cache, newest first."""
    return list(cache.get(key_of(who)) or ())


def once(touches: Iterable[Touch]) -> list[Touch]:
    """Each product where it comes first."""
    return list({one.product: one for one in reversed(list(touches))}.values())[::-1]
