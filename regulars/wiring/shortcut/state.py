"""Which state of the database is visible now, asked from the event loop."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from regulars.ground.engines.version import of_file, version

log = logging.getLogger("regulars.shortcut")


class State:
    """Asks each time: SQLite by a look at a file; PostgreSQL by one question for all who came before it was asked."""

    def __init__(self) -> None:
        lies_in_a_file = connection.vendor == "sqlite"
        self._file = str(connection.settings_dict["NAME"]) if lies_in_a_file else ""
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="state")
        self._next: asyncio.Future[str] | None = None
        self._asking: asyncio.Task[None] | None = None

    async def now(self) -> str:
        """The state; empty when it cannot be told."""
        if self._file:
            return self.seen()
        if self._next is None:
            self._next = asyncio.get_running_loop().create_future()
        if self._asking is None:
            self._asking = asyncio.create_task(self._ask())
        return await asyncio.shield(self._next)

    def seen(self) -> str:
        """The state, where that takes no waiting; else empty."""
        return of_file(self._file) if self._file else ""

    async def _ask(self) -> None:
        """Whoever comes while a question is under way waits for the next one."""
        try:
            while self._next is not None:
                asked, self._next = self._next, None
                asked.set_result(await asyncio.get_running_loop().run_in_executor(self._thread, _asked))
        finally:
            self._asking = None


def _asked() -> str:
    try:
        return version()
    except Exception as error:
        log.warning("the state of the database cannot be told: %s", error)
        connection.close()
        return ""
