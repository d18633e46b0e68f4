"""Facts about reviews."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from regulars.ground.bus.facts import Fact, public


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewWritten(Fact):
    """Somebody reviewed a product; `origin` says whether they bought it ("order") or tried it free ("trial")."""

    name: ClassVar[str] = "community.review-written.v1"
    review: str
    product: str
    origin: str
    stars: int


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewAnswered(Fact):
    """The store answered a review."""

    name: ClassVar[str] = "community.review-answered.v1"
    review: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewHidden(Fact):
    """The market hid a review, or (`hidden` false) shows it again."""

    name: ClassVar[str] = "community.review-hidden.v1"
    review: str
    hidden: bool
    reason: str
