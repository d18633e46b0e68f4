"""Remembering for a while what somebody just touched and looked for, so that the next page knows it."""

from __future__ import annotations

from collections.abc import Container, Sequence

from django.core.cache import cache

from regulars.discovery.recommend.queries.touches import (
    MOST,
    MOST_SOUGHT,
    SECONDS,
    SOUGHT_SECONDS,
    Touch,
    key_of,
    once,
    sought_by,
    sought_key_of,
    touches_of,
)
from regulars.ground.kit import clock

BREATH = 1e-6
# So many of what was found stand for the words.
FOUND = 3
# What a guest did in the visit in which he logs in is the person's own.
VISIT_SECONDS = 30 * 60


def touch(
    *,
    products: Sequence[int],
    person: str | None = None,
    visitor: str | None = None,
    ages: Sequence[float] | None = None,
    stayed: Container[int] = (),
) -> None:
    """Remember products (keys, in the order they were touched) for a person, else for a visitor (public ids).

    `ages` says how many seconds ago each was touched; without it, just now; `stayed` with which the reader stayed.
    Whoever refuses to be followed must not be handed in here. Two processes at once may lose a touch, no more.
    """
    who = person or visitor
    if not who or not products:
        return
    now = clock.now().timestamp()
    # Told in one breath, the later one is still the newer one.
    fresh = [
        Touch(product, now - age + number * BREATH, product in stayed)
        for number, (product, age) in enumerate(zip(products, ages or [0.0] * len(products), strict=True))
    ]
    _keep(who, [*touches_of(who), *fresh])


def _keep(who: str, touches: Sequence[Touch]) -> None:
    latest: dict[int, Touch] = {}
    for one in touches:
        known = latest.get(one.product, one)
        latest[one.product] = Touch(one.product, max(one.at, known.at), one.stayed or known.stayed)
    newest = sorted(latest.values(), key=lambda one: -one.at)
    cache.set(key_of(who), [(one.product, one.at, one.stayed) for one in newest[:MOST]], SECONDS)


def seek(
    *, products: Sequence[int], age: float = 0.0, person: str | None = None, visitor: str | None = None
) -> None:
    """Remember what a search found best (keys, the best first) `age` seconds ago, as `touch` does."""
    who = person or visitor
    if not who or not products:
        return
    at = clock.now().timestamp() - age
    fresh = [Touch(product, at - number * BREATH) for number, product in enumerate(products[:FOUND])]
    newest = once(sorted([*fresh, *sought_by(who)], key=lambda one: -one.at))[:MOST_SOUGHT]
    cache.set(sought_key_of(who), [(one.product, one.at) for one in newest], SOUGHT_SECONDS)


def take_over(*, person: str, visitor: str) -> None:
    """Whoever just logged in takes along what he did as a guest in this visit; all older touches of the device go."""
    since = clock.now().timestamp() - VISIT_SECONDS
    touched = [one for one in touches_of(visitor) if one.at >= since]
    if touched:
        _keep(person, [*touches_of(person), *touched])
    found = [one for one in (*sought_by(visitor), *sought_by(person)) if one.at >= since]
    if found:
        newest = once(sorted(found, key=lambda one: -one.at))[:MOST_SOUGHT]
        cache.set(sought_key_of(person), [(one.product, one.at) for one in newest], SOUGHT_SECONDS)
    forget_touches(visitor=visitor)


def forget_touches(*, person: str | None = None, visitor: str | None = None) -> None:
    """Forget what a person and a visitor touched and looked for."""
    for who in (person, visitor):
        if who:
            cache.delete_many([key_of(who), sought_key_of(who)])
