"""Facts about margins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from regulars.ground.bus.facts import Fact, public


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class DangerFound(Fact):
    """A variant can fall under its floor by `offers` (public ids) together; `under_minor` a piece, of `currency`."""

    name: ClassVar[str] = "trade.danger-found.v1"
    danger: str
    variant: str
    under_minor: int
    currency: str
    offers: list[str]


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class DangerGone(Fact):
    """A variant can no longer fall under its floor."""

    name: ClassVar[str] = "trade.danger-gone.v1"
    danger: str
    variant: str
