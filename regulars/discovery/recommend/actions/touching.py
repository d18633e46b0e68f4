"""Remembering for a while what somebody just touched, so that the next page knows it."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.cache import cache

from regulars.discovery.recommend.queries.touches import MOST, SECONDS, kept, key_of
from regulars.ground.kit import clock

BREATH = 1e-6


def touch(
    *,
    products: Sequence[int],
    person: str | None = None,
    visitor: str | None = None,
    ages: Sequence[float] | None = None,
) -> None:
    """Remember products (keys, in the order they were touched) for a person, else for a visitor (public ids).

    `ages` says how many seconds ago each was touched; without it, just now. Whoever refuses to be followed must not
    be handed in here. Two processes at once may lose a touch, no more.
    """
    who = person or visitor
    if not who or not products:
        return
    now = clock.now().timestamp()
    # Told in one breath, the later one is still the newer one.
    fresh = [
        (product, now - age + number * BREATH)
        for number, (product, age) in enumerate(zip(products, ages or [0.0] * len(products), strict=True))
    ]
    latest: dict[int, float] = {}
    for product, at in [*kept(who), *fresh]:
        latest[product] = max(at, latest.get(product, at))
    newest = sorted(latest.items(), key=lambda one: -one[1])
    cache.set(key_of(who), newest[:MOST], SECONDS)


def forget_touches(*, person: str | None = None, visitor: str | None = None) -> None:
    """Forget what a person and a visitor touched."""
    for who in (person, visitor):
        if who:
            cache.delete(key_of(who))
