"""Every page: strangers' the short way where it can be, the others by Django in its threads."""

from __future__ import annotations

from functools import partial
from typing import Any

from regulars.ground.lake.place import secrets
from regulars.wiring.bodies import Dropped, TooLarge, TooSlow, received, refuse
from regulars.wiring.bridge import App, Bridge
from regulars.wiring.shortcut.answering import Shortcut
from regulars.wiring.shortcut.callers import Caller


class Pages:
    """Django's pages as an ASGI application."""

    def __init__(self, app: App, threads: int) -> None:
        self._django = Bridge(app, threads)
        self.shortcut = Shortcut(secrets())

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        caller = self.shortcut.caller(scope)
        if caller is None:
            await self._ordinary(scope, receive, send, None)
        elif not await self.shortcut.answered(caller, send):
            try:
                await self._ordinary(scope, receive, send, caller)
            finally:
                self.shortcut.drawn(caller)

    async def _ordinary(self, scope: Any, receive: Any, send: Any, caller: Caller | None) -> None:
        try:
            body = await received(scope, receive)
        except TooLarge:
            await refuse(send, 413, b"This is larger than 34 MB. Send it in parts.")
        except TooSlow:
            await refuse(send, 408, b"The request did not arrive in time. Please send it again.")
        except Dropped:
            return
        else:
            sees = partial(self.shortcut.learn, caller) if caller else None
            await self._django(scope, body, send, receive, sees)
