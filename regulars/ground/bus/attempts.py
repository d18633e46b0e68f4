"""Trying what may be refused, inside an action that goes on either way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from regulars.ground.bus.outbox import waiting_facts


@contextmanager
def attempt() -> Iterator[None]:
    """Try something that may be refused: a refusal undoes its rows and its announced facts together."""
    before = len(waiting_facts())
    try:
        with transaction.atomic():
            yield
    except BaseException:
        del waiting_facts()[before:]
        raise
