"""Costly work one at a time in a process, with a short queue: whoever comes to a full queue is sent away at once.

So that a crowd at one door never takes the threads and the processor from everybody else.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext_lazy as _

from regulars.ground.kit.refusals import Refusal


class Crowded(Refusal):
    """Too many want the same at this moment."""

    status = 503
    code = "crowded"
    sentence = _("Very many people are trying this at the moment. Wait a few seconds and try again.")


class Turnstile:
    """Lets `at_once` pass, lets `queue` wait for at most `patience` seconds, and refuses the rest."""

    def __init__(self, *, at_once: int, queue: int, patience: float) -> None:
        self._places = threading.BoundedSemaphore(at_once + queue)
        self._turns = threading.BoundedSemaphore(at_once)
        self._patience = patience

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Do the work inside. Raises Crowded."""
        if not self._places.acquire(blocking=False):
            raise Crowded(retry_after=3)
        try:
            if not self._turns.acquire(timeout=self._patience):
                raise Crowded(retry_after=3)
            try:
                yield
            finally:
                self._turns.release()
        finally:
            self._places.release()
