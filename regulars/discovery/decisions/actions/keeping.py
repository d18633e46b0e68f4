"""Decisions on their way to the lake."""

from __future__ import annotations

from collections import deque

from regulars.discovery.decisions.rules import Decision

waiting: deque[Decision] = deque(maxlen=10_000)


def keep(decision: Decision) -> None:
    """Remember a decision; costs the page that made it no wait. A full memory drops the oldest."""
    waiting.append(decision)
