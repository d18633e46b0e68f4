"""Looks that browsers report, remembered by a thread of their own a moment later.

The loop that answers beacons only hands on; what comes faster than it can be remembered is dropped, for the lake has it.
"""

from __future__ import annotations

import logging
import threading
from contextlib import suppress
from queue import Full, Queue

from django.db import close_old_connections

from regulars.discovery.recommend.actions.touching import touch
from regulars.discovery.recommend.queries.goods import key_of
from regulars.discovery.recommend.queries.lookers import may_be_known
from regulars.ground.kit.refusals import NotFound

log = logging.getLogger("regulars.touches")
MOST = 1_000
PRODUCT = "pro_"

Refs = list[tuple[str, float]]
Look = tuple[str | None, str | None, Refs]
waiting: Queue[Look] = Queue(MOST)
_started = threading.Lock()


def hear(person: str | None, visitor: str | None, refs: Refs) -> None:
    """Hand on what was looked at; starts the thread that remembers it."""
    products = [(ref, age) for ref, age in refs if ref.startswith(PRODUCT)]
    if not products:
        return
    with suppress(Full):
        waiting.put_nowait((person, visitor, products))
    if _started.acquire(blocking=False):
        try:
            threading.Thread(target=_listen, name="touches", daemon=True).start()
        except RuntimeError:
            # No thread could be had now: the next report tries again.
            _started.release()
            raise


def remember(look: Look) -> None:
    """Remember one report of looks, unless the person wants none of it, or has gone."""
    person, visitor, refs = look
    if person is not None and not may_be_known(person):
        return
    found = {}
    for ref, age in refs:
        with suppress(NotFound):
            found[key_of(ref)] = age
    touch(products=list(found), ages=list(found.values()), person=person, visitor=visitor)


def _listen() -> None:
    while True:
        look = waiting.get()
        try:
            close_old_connections()
            remember(look)
        except Exception:
            log.exception("a look could not be remembered")
