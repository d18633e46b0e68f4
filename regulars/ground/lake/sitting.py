"""Questions of one page: they read the same rows once, wait for their turn, and end in time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

from regulars.ground.kit.later import ibis
from regulars.ground.kit.refusals import Refusal
from regulars.ground.kit.turnstile import Turnstile

T = TypeVar("T")
READERS = Turnstile(at_once=2, queue=6, patience=10.0)
SECONDS = 20.0
AGAIN = 0.2

_read: ContextVar[dict[Hashable, Any] | None] = ContextVar("read_in_this_sitting", default=None)


class TookTooLong(Refusal):
    """A question over too many rows for a page."""

    status = 503
    code = "question-too-long"
    sentence = _("This question looks at too much to be answered at once. Ask about a shorter time.")


@contextmanager
def sitting(seconds: float = SECONDS) -> Iterator[None]:
    """Ask inside: what is read once is there for the next question, and all together end within `seconds`.

    Also a decorator. Raises Crowded when too many others sit already, TookTooLong. A sitting inside a sitting is
    the same one.
    """
    if _read.get() is not None:
        yield
        return
    import duckdb

    with READERS.turn():
        from regulars.ground.lake.reading import connection

        token, done = _read.set({}), threading.Event()
        clock = threading.Thread(target=_interrupt, args=(connection().con, seconds, done), daemon=True)
        clock.start()
        try:
            yield
        except duckdb.InterruptException as error:
            raise TookTooLong() from error
        finally:
            done.set()
            _read.reset(token)


def shared(key: Hashable, read: Callable[[], T]) -> T:
    """What `read` returns, from memory when it was read under this key in the running sitting."""
    known = _read.get()
    if known is None:
        return read()
    if key not in known:
        known[key] = read()
    found: T = known[key]
    return found


def kept(key: Hashable, rows: Callable[[], Any], in_memory: Callable[[], Any] | None = None) -> Any:
    """The Ibis table `rows` returns; within a sitting it is computed once and held in memory.

    `in_memory` may give the same rows as an Arrow table in a quicker way.
    """
    if _read.get() is None:
        return rows()
    read = in_memory or (lambda: rows().to_pyarrow())
    return shared(key, lambda: ibis.memtable(read()))


def _interrupt(connection: Any, seconds: float, done: threading.Event) -> None:
    """Break off whatever runs once the time is over, until the sitting has ended."""
    if done.wait(seconds):
        return
    while not done.wait(AGAIN):
        connection.interrupt()
