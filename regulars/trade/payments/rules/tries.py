"""When to try again, and how a refund is spread over payments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

MAX_ATTEMPTS = 20


def backoff(attempts: int) -> timedelta:
    """Pause before the next try: 10 s, 20 s, 40 s … at most 6 hours (20 tries in about two days)."""
    return timedelta(seconds=min(10 * 2 ** (attempts - 1), 21_600))


def split(amount_minor: int, available: Sequence[int]) -> list[int]:
    """`amount_minor` taken from `available` in order. Raises ValueError when that is not enough."""
    parts = []
    for room in available:
        part = min(amount_minor, max(0, room))
        parts.append(part)
        amount_minor -= part
    if amount_minor:
        raise ValueError("more than there is")
    return parts
