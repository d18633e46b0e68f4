"""How deep a commit is tested: everything at night (NIGHTLY=1), a part of it at every commit."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

NIGHTLY = os.environ.get("NIGHTLY") == "1"

T = TypeVar("T")


def examples(at_night: int) -> int:
    """How many examples a property is tried on: two fifths at a commit, at least twenty."""
    return at_night if NIGHTLY else max(20, at_night * 2 // 5)


def turns(everybody: Sequence[T], turn: int, at_once: int) -> tuple[T, ...]:
    """Everybody at night; at a commit the `at_once` whose turn it is."""
    if NIGHTLY or at_once >= len(everybody):
        return tuple(everybody)
    return tuple(everybody[(turn + offset) % len(everybody)] for offset in range(at_once))
