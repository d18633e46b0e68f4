"""How often something may be tried: counted in the cache that all processes share, before the work is done."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from regulars.ground.kit.refusals import Refusal


class TooManyTries(Refusal):
    """Somebody tries more often than a person would; `details["retry_after"]` says for how many seconds."""

    status = 429
    code = "too-many-tries"
    sentence = _("Too many tries. Wait a few minutes and try again.")


class NotCounted(Refusal):
    """Tries cannot be counted at the moment, so none is let through."""

    status = 503
    code = "not-counted"
    sentence = _("We cannot check this just now. Wait a minute and try again.")


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` tries in `seconds`, counted from the first."""

    most: int
    seconds: int


def take(name: str, *limits: Limit) -> None:
    """Count a try of `name` against every limit. Raises TooManyTries, NotCounted."""
    for limit in limits:
        if _count(_key(name, limit), limit.seconds) > limit.most:
            raise TooManyTries(retry_after=limit.seconds)


def give_back(name: str, *limits: Limit) -> None:
    """Take back one try that turned out to be rightful."""
    for limit in limits:
        try:
            cache.decr(_key(name, limit))
        except ValueError:
            continue


def forget(name: str, *limits: Limit) -> None:
    """Begin counting `name` anew."""
    cache.delete_many([_key(name, limit) for limit in limits])


def _count(key: str, seconds: int) -> int:
    for _second_chance in range(2):
        cache.add(key, 0, seconds)
        try:
            return cache.incr(key)
        except ValueError:  # it ran out between the two steps
            continue
    raise NotCounted(retry_after=60)


def _key(name: str, limit: Limit) -> str:
    return f"limit:{limit.seconds}:{hashlib.sha256(name.encode()).hexdigest()[:40]}"
