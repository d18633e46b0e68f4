"""Who hears at once what readers look at, beside the lake that keeps it.

An ear is called in the loop that answers beacons: it must not wait, ask or write, but hand on and return. It never hears
of whoever refuses to be followed (cookie `privacy=off`, `Sec-GPC`), wants the same page as everybody (cookie
`personal=off`), or is a machine by its own word.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable

from regulars.ground.lake.beacons import Click, View
from regulars.ground.lake.rows import Post

log = logging.getLogger("regulars.lake")
Refs = list[tuple[str, float]]
Look = tuple[str | None, str, Refs]
Ear = Callable[[str | None, str | None, Refs], None]

ears: list[Ear] = []
DEEDS = (View, Click)
_PLAIN = re.compile(rb"(?:^|;)\s*personal=off\s*(?:;|$)")


def looked(post: Post, cookie: bytes) -> Look | None:
    """Whose looks these are (person, visitor), at what (public ids) and how many seconds ago.

    Clocks of browsers go wrong: the last event of a request counts as now. None when no ear may hear of it.
    """
    if not ears or post.visitor is None or post.agent == "bot":
        return None
    if b"personal" in cookie and _PLAIN.search(cookie):
        return None
    last = max((event.at for event in post.events), default=0)
    refs = [
        (event.ref, (last - event.at) / 1000)
        for event in post.events
        if isinstance(event, DEEDS) and event.ref
    ]
    return (post.person, post.visitor, refs) if refs else None


def tell(look: Look) -> None:
    """Tell every ear. One that fails is logged: what was reported is kept already."""
    for ear in ears:
        try:
            ear(*look)
        except Exception:
            log.exception("an ear could not hear")
