"""The bus's own clocked tasks: the shore and upkeep."""

from __future__ import annotations

from regulars.ground.bus import shore, upkeep

__all__ = ["shore", "upkeep"]
