"""Remembering for a while what somebody just touched, so that the next page knows it."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.cache import cache

from regulars.discovery.recommend.queries.touches import MOST, SECONDS, key_of, kept
from regulars.ground.kit import clock


def touch(*, products: Sequence[int], person: str | None = None, visitor: str | None = None) -> None:
    """Remember products (keys, in the order they were touched) for a person, else for a visitor (public ids).

    Whoever refuses to be followed must not be handed in here. Two processes at once may lose a touch, no more.
    """
    who = person or visitor
    if not who or not products:
        return
    now = clock.now().timestamp()
    fresh = [(product, now) for product in reversed(list(dict.fromkeys(products)))]
    older = [one for one in kept(who) if one[0] not in products]
    cache.set(key_of(who), [*fresh, *older][:MOST], SECONDS)


def forget_touches(*, person: str | None = None, visitor: str | None = None) -> None:
    """Forget what a person and a visitor touched."""
    for who in (person, visitor):
        if who:
            cache.delete(key_of(who))
