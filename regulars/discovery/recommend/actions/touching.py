"""Remembering for a while what somebody just touched, so that the next page knows it."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.cache import cache

from regulars.discovery.recommend.queries.touches import MOST, SECONDS, kept, key_of
from regulars.ground.kit import clock


def touch(
    *,
    products: Sequence[int],
    person: str | None = None,
    visitor: str | None = None,
    ages: Sequence[float] | None = None,
) -> None:
    """Remember products (keys, in the order they were touched) for a person, else for a visitor (public ids).

    `ages` says how many seconds ago each was touched; without it, just now. Whoever refuses to be followed must not be handed in here. Two processes at once may lose a touch, no more.
    """
    who = person or visitor
    if not who or not products:
        return
    now = clock.now().timestamp()
    fresh = [
        (product, now - age) for product, age in zip(products, ages or [0.0] * len(products), strict=True)
    ]
    latest: dict[int, float] = {}
    for product, at in [*reversed(kept(who)), *fresh]:
        at = max(at, latest.pop(product, at))
        latest[product] = at
    newest = sorted(reversed(latest.items()), key=lambda one: -one[1])
    cache.set(key_of(who), newest[:MOST], SECONDS)


def forget_touches(*, person: str | None = None, visitor: str | None = None) -> None:
    """Forget what a person and a visitor touched."""
    for who in (person, visitor):
        if who:
            cache.delete(key_of(who))
