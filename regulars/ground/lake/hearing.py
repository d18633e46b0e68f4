"""Who hears at once what readers look at and look for, beside the lake that keeps it.

An ear is called in the loop that answers beacons: it must not wait, ask or write, but hand on and return. It never hears
of whoever refuses to be followed (cookie `privacy=off`, `Sec-GPC`), wants the same page as everybody (cookie
`personal=off`), or is a machine by its own word.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import NamedTuple

from regulars.ground.lake.beacons import AnyBeacon, Click, Linger, Search, View
from regulars.ground.lake.rows import Post

log = logging.getLogger("regulars.lake")


class Deed(NamedTuple):
    """One thing done `age` seconds ago: `ref` was looked at, for `stayed` seconds where that is known, or `words` were
    looked for."""

    ref: str
    age: float
    stayed: float = 0.0
    words: str = ""


Deeds = list[Deed]
Look = tuple[str | None, str, Deeds]
Ear = Callable[[str | None, str | None, Deeds], None]

ears: list[Ear] = []
LOOKS = (View, Click, Linger)
LONGEST = 100
_PLAIN = re.compile(rb"(?:^|;)\s*personal=off\s*(?:;|$)")


def looked(post: Post, cookie: bytes) -> Look | None:
    """Whose deeds these are (person, visitor), and which.

    Clocks of browsers go wrong: the last event of a request counts as now. None when no ear may hear of it.
    """
    if not ears or post.visitor is None or post.agent == "bot":
        return None
    if b"personal" in cookie and _PLAIN.search(cookie):
        return None
    last = max((event.at for event in post.events), default=0)
    deeds = [deed for event in post.events if (deed := _deed(event, (last - event.at) / 1000))]
    return (post.person, post.visitor, deeds) if deeds else None


def _deed(event: AnyBeacon, age: float) -> Deed | None:
    if isinstance(event, Search):
        words = str(event.props.get("q") or "").strip()[:LONGEST]
        return Deed("", age, words=words) if words else None
    if not isinstance(event, LOOKS) or not event.ref:
        return None
    stayed = event.props.get("ms") if isinstance(event, Linger) else 0
    return Deed(event.ref, age, stayed / 1000 if isinstance(stayed, int | float) else 0.0)


def tell(look: Look) -> None:
    """Tell every ear. One that fails is logged: what was reported is kept already."""
    for ear in ears:
        try:
            ear(*look)
        except Exception:
            log.exception("an ear could not hear")
