"""The five stages of a relation, written in the language of segments. A person is at the highest that holds.

Whoever is at none is lost when they ever did anything, and none when they did not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from regulars.loyalty.segments.rules.definition import Any_, Did, Is, Stage, Window

STAGES: tuple[Stage, ...] = ("attention", "interest", "intention", "purchase", "loyal")
LOST: Final = "lost"
NONE: Final = "none"
# Days, the same as the longest window a definition may have.
LONGEST = 3660
EVERY_STAGE: tuple[Stage, ...] = (*STAGES, LOST, NONE)


class Windows(Struct, frozen=True, forbid_unknown_fields=True):
    """How many days what somebody did keeps them at a stage; a market sets them per category."""

    attention: int = 15
    interest: int = 30
    intention: int = 30
    purchase: int = 365
    loyal: int = 365


def stage_rules(windows: Windows) -> Mapping[str, Any_]:
    """Each stage as a group of which one condition must hold, lowest stage first."""
    return {
        "attention": Any_([_did(what, windows.attention) for what in ("view", "click", "linger")]),
        "interest": Any_(
            [
                Is("follows", "eq", True),
                _did("view", windows.interest, measure="days", value=2),
            ]
        ),
        "intention": Any_([_did(what, windows.intention) for what in ("basket", "claimed", "placed")]),
        "purchase": Any_([_did("paid", windows.purchase)]),
        "loyal": Any_([_did("paid", windows.loyal, value=2)]),
    }


def _did(what: str, days: int, *, measure: str = "times", value: int = 1) -> Did:
    return Did(what=what, measure=measure, value=value, window=Window(days=days))  # type: ignore[arg-type]
