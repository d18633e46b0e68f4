"""Answers strangers with remembered pages; learns from Django's answers which request means which page.

What the short way knows it was taught: the same words in a head were answered by Django with this page, so host, language
and address need not be judged a second time. Whether the page still holds is asked of the database every time.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Hashable, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from regulars.discovery.recommend.actions import hearing
from regulars.faces.look import remembered
from regulars.faces.look.remembered import REMEMBERED, Drawn
from regulars.faces.shopper.personal.watching import OPENED
from regulars.ground.lake.hearing import Deed
from regulars.wiring.outgoing import CHUNK, Send, hand
from regulars.wiring.shortcut.callers import Caller, reader
from regulars.wiring.shortcut.state import State
from regulars.wiring.shortcut.whole import Line, Whole, learnt

MOST_DOORS = 5_000
PATIENCE = 1.0
# A page that was answered in a way that cannot be repeated.
NEVER = object()


class Door(NamedTuple):
    """Where a head leads: the page's key, and whether the page has marks."""

    key: Hashable
    marked: bool


class Shortcut:
    """One process's short way to `remembered.PAGES`."""

    def __init__(self, secrets: Sequence[bytes]) -> None:
        self.caller = reader(secrets)
        self._signs = secrets[0]
        self._state = State()
        self._doors: OrderedDict[Hashable, Door] = OrderedDict()
        self._drawing: dict[Hashable, asyncio.Future[None]] = {}
        # Who draws which page, by door: the door itself may be forgotten or lead elsewhere meanwhile.
        self._drawers: dict[Hashable, Hashable] = {}

    async def answered(self, caller: Caller, send: Send) -> bool:
        """Answer, if the page is remembered and is what the database says. A page that is being drawn is waited for."""
        door = self._door(caller)
        if door is None:
            return False
        found = self._found(door, await self._state.now())
        if found is None and (drawing := self._drawing.get(door.key)):
            await asyncio.wait({drawing}, timeout=PATIENCE)
            found = self._found(door, await self._state.now())
        if found is None:
            self._drawing.setdefault(door.key, asyncio.get_running_loop().create_future())
            self._drawers[caller.door] = door.key
        if found is None or not self._noted(caller, found):
            return False
        lines, pieces = found.written(caller, self._signs)
        start, body = {"type": "http.response.start", "status": 200, "headers": lines}, b"".join(pieces)
        if len(body) > CHUNK:
            await hand(send, start, body)
        else:
            # Without a time limit of its own: `Connection` has one for readers who take nothing.
            await send(start)
            await send({"type": "http.response.body", "body": body})
        return True

    def at_once(self, caller: Caller) -> tuple[list[Line], list[bytes]] | None:
        """Head and body for a caller, where nothing need be waited for; None: ask `answered`."""
        door = self._door(caller)
        found = self._found(door, self._state.seen()) if door else None
        if found is None or found.size > CHUNK or not self._noted(caller, found):
            return None
        return found.written(caller, self._signs)

    def learn(self, caller: Caller, asked: dict[str, Any], start: dict[str, Any], body: bytes) -> None:
        """See how Django answered a caller: `asked` is the request's environment, with what its page left there."""
        key, page = asked.get(REMEMBERED, (None, None))
        if page is not None and start["status"] == 200:
            if page.whole is None and (caller.unknown or not page.marked):
                opened, secure = asked.get(OPENED, ""), key[0] == "https"
                page.whole = learnt(page, start["headers"], body, opened=opened, secure=secure) or NEVER
            if isinstance(page.whole, Whole):
                self._doors[caller.door] = Door(key, page.marked)
                if len(self._doors) > MOST_DOORS:
                    self._doors.popitem(last=False)
        self.drawn(caller)
        if page is None:
            self._doors.pop(caller.door, None)

    def drawn(self, caller: Caller) -> None:
        """The ordinary way has answered, so or so: whoever waits looks again."""
        drawing = self._drawing.pop(self._drawers.pop(caller.door, None), None)
        if drawing is not None:
            drawing.set_result(None)

    def _door(self, caller: Caller) -> Door | None:
        door = self._doors.get(caller.door)
        if door is None or (door.marked and not caller.unknown):
            return None
        self._doors.move_to_end(caller.door)
        return door

    def _found(self, door: Door, visible: str) -> Whole | None:
        page: Drawn | None = remembered.PAGES.get(door.key, visible) if visible else None
        return page.whole if page is not None and isinstance(page.whole, Whole) else None

    def _noted(self, caller: Caller, found: Whole) -> bool:
        """Hand on that a known visitor opened a product, as `watched` does. False when that cannot be taken in now."""
        if not found.opened or not caller.visitor or caller.refuses or caller.machine:
            return True
        if hearing.waiting.full():
            return False
        with suppress(
            RuntimeError
        ):  # no thread could be had: the next report starts one, and takes this along
            hearing.hear(None, caller.visitor, [Deed(found.opened, 0.0)])
        return True
