"""Looks, stays and searches that browsers report, remembered by a thread of their own a moment later.

The loop that answers beacons only hands on; what comes faster than it can be remembered is dropped, for the lake has it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import Full, Queue

from django.db import close_old_connections

from regulars.discovery.recommend.actions.touching import seek, touch
from regulars.discovery.recommend.queries.goods import key_of
from regulars.discovery.recommend.queries.lookers import may_be_known
from regulars.discovery.recommend.rules.weighing import LINGERED_MS
from regulars.ground.kit.refusals import NotFound
from regulars.ground.lake.hearing import Deed

log = logging.getLogger("regulars.touches")
MOST = 1_000
PRODUCT = "pro_"

Look = tuple[str | None, str | None, Sequence[Deed]]
Finds = Callable[[str], Sequence[int]]
waiting: Queue[Look] = Queue(MOST)
_started = threading.Lock()
# What words mean is for another part of the market to say: keys of products, the best first.
finders: list[Finds] = []


def hear(person: str | None, visitor: str | None, deeds: Sequence[Deed]) -> None:
    """Hand on what was looked at and looked for; starts the thread that remembers it."""
    kept = [one for one in deeds if one.words or one.ref.startswith(PRODUCT)]
    if not kept:
        return
    with suppress(Full):
        waiting.put_nowait((person, visitor, kept))
    if _started.acquire(blocking=False):
        try:
            threading.Thread(target=_listen, name="touches", daemon=True).start()
        except RuntimeError:
            # No thread could be had now: the next report tries again.
            _started.release()
            raise


def remember(look: Look) -> None:
    """Remember one report, unless the person wants none of it, or has gone."""
    person, visitor, deeds = look
    if person is not None and not may_be_known(person):
        return
    for one in deeds:
        for find in finders if one.words else ():
            seek(products=find(one.words), age=one.age, person=person, visitor=visitor)
    found: dict[int, float] = {}
    stayed = set[int]()
    for one in deeds:
        with suppress(NotFound):
            key = key_of(one.ref) if one.ref else 0
            if key:
                found[key] = one.age
            if key and one.stayed * 1000 >= LINGERED_MS:
                stayed.add(key)
    touch(products=list(found), ages=list(found.values()), stayed=stayed, person=person, visitor=visitor)


def _listen() -> None:
    while True:
        look = waiting.get()
        try:
            close_old_connections()
            remember(look)
        except Exception:
            log.exception("a look could not be remembered")
