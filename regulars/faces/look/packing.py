"""Zips that are made while they are sent: a few at once, so that they never take the threads from everybody's pages."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator
from contextlib import ExitStack

from django.http import StreamingHttpResponse

from regulars.ground.kit.turnstile import Turnstile

PACKING = Turnstile(at_once=2, queue=1, patience=10.0)


class Held:
    """Pieces, and a place at the turnstile until the last of them is made or nobody wants them any more."""

    def __init__(self, pieces: Iterator[bytes], place: ExitStack) -> None:
        self._pieces = pieces
        self._leave = weakref.finalize(self, place.close)

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._pieces
        finally:
            self.close()

    def close(self) -> None:
        """Give the place to the next."""
        self._leave()


def zipped(name: str, begin: Callable[[], Iterator[bytes]]) -> StreamingHttpResponse:
    """The answer with a zip of this name; `begin` is called when its turn has come. Raises Crowded."""
    with ExitStack() as entering:
        entering.enter_context(PACKING.turn())
        pieces = begin()
        place = entering.pop_all()
    answer = StreamingHttpResponse(Held(pieces, place), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer
