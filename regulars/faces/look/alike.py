"""What is the same for every reader of a page is asked once, until the database changes and for a second at most.

A page that is nobody's own is remembered whole (`remembered`). On a page of one's own most is everybody's all the same:
shelves, lists, categories. That part of it is kept here, under the same promise: what was committed shows at once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.utils.translation import get_language

from regulars.ground.engines.version import version
from regulars.ground.kit import clock

T = TypeVar("T")
LASTS, MOST = timedelta(seconds=1), 200

_asked: dict[Hashable, tuple[str, datetime, Any]] = {}


def alike(name: str, ask: Callable[[], T]) -> T:
    """What `ask` gives, the same for everybody in one language. Whoever gets it must not change it."""
    key, visible, now = (name, get_language()), version(), clock.now()
    if not visible:
        return ask()
    state, at, found = _asked.get(key, ("", now, None))
    if state == visible and timedelta() <= now - at <= LASTS:
        kept: T = found
        return kept
    made = ask()
    if len(_asked) >= MOST:
        _asked.clear()
    _asked[key] = visible, now, made
    return made
