"""What may be tried with a birth decade: proposed from what its people were seen to do, never from the decade alone.

Three families: a discount or a trial; a topic with pictures of buyers and a draw; interaction. Each decade gets at most
one of each, for the strongest reason there is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from regulars.oversight.insights.rules.counts import AGAIN, ANY, BOUGHT, LOOKED, OFFER
from regulars.oversight.insights.rules.picture import Picture, coarse

Family = Literal["discount", "topic", "interaction"]
LESS, MORE = 90, 110
"""Below and above these indices a difference is worth trying something on."""
FEW_BUY = 0.25
"""Of those who looked in a category, fewer bought there: they are interested and hesitate."""


@dataclass(frozen=True, slots=True)
class Reason:
    """What was seen: a code, the numbers (shares from 0 to 1), the index or ratio, and the category it is about."""

    code: str
    mine: float
    others: float | None = None
    index: int | None = None
    topic: str = ANY

    def strength(self) -> int:
        """How far from usual, to choose the strongest."""
        return abs(100 - self.index) if self.index is not None else 0


@dataclass(frozen=True, slots=True)
class Tactic:
    """A proposal for one decade: the family, its strongest reason, the category it is about, and all reasons."""

    family: Family
    decade: int
    reasons: tuple[Reason, ...]

    @property
    def topic(self) -> str:
        """The category of the strongest reason."""
        return self.reasons[0].topic

    def threshold(self, picture: Picture) -> int:
        """From which amount (minor units) a coupon counts: a fifth above an order of these people; 0 where unknown."""
        return coarse(picture.spend.get(self.decade, 0) * 1.2)

    def key(self, month: str) -> str:
        """The name of this proposal in a month."""
        return f"{month}:{self.decade}:{self.family}:{self.topic}"


def proposed(picture: Picture) -> list[Tactic]:
    """Everything worth trying, decade by decade."""
    return [tactic for decade in picture.decades() for tactic in _of(picture, decade)]


def _of(picture: Picture, decade: int) -> Iterator[Tactic]:
    for family, found in (
        ("discount", _discount(picture, decade)),
        ("topic", _topic(picture, decade)),
        ("interaction", _interaction(picture, decade)),
    ):
        reasons = sorted(found, key=lambda one: (-one.strength(), one.code, one.topic))
        if reasons:
            yield Tactic(family, decade, tuple(reasons[:3]))  # type: ignore[arg-type]


def _discount(picture: Picture, decade: int) -> Iterator[Reason]:
    """They buy less often than elsewhere, use offers more, or their orders are smaller than usual here."""
    yield from _if(picture, "buys-less", BOUGHT, ANY, decade, most=LESS)
    yield from _if(picture, "uses-offers", OFFER, ANY, decade, least=MORE)
    for topic in picture.topics(BOUGHT):
        yield from _if(picture, "buys-less-of", BOUGHT, topic, decade, most=LESS)
    level = picture.level(decade)
    if level is not None and level < LESS:
        yield Reason("smaller-orders", level / 100, None, level)


def _topic(picture: Picture, decade: int) -> Iterator[Reason]:
    """They look at something more than people do elsewhere or than your other decades, or look and do not buy."""
    for topic in picture.topics(LOOKED):
        yield from _if(picture, "looks-more-at", LOOKED, topic, decade, least=MORE)
        mine, rest = picture.share(LOOKED, topic, decade), picture.rest(LOOKED, topic, decade)
        if mine and rest and round(100 * mine / rest) >= MORE:
            yield Reason("looks-more-than-rest", mine, rest, round(100 * mine / rest), topic)
        looked, bought = (picture.own.get(((what, topic), decade)) for what in (LOOKED, BOUGHT))
        if looked and bought is not None and bought / looked < FEW_BUY:
            yield Reason("looks-but-hesitates", bought / looked, None, round(100 * bought / looked), topic)
    for topic in picture.topics(BOUGHT):
        yield from _if(picture, "buys-more-of", BOUGHT, topic, decade, least=MORE)


def _interaction(picture: Picture, decade: int) -> Iterator[Reason]:
    """They come back more than elsewhere, which is worth a talk, or less, which is worth a question."""
    yield from _if(picture, "comes-back-more", AGAIN, ANY, decade, least=MORE)
    yield from _if(picture, "comes-back-less", AGAIN, ANY, decade, most=LESS)
    yield from _if(picture, "buys-more", BOUGHT, ANY, decade, least=MORE)


def _if(
    picture: Picture, code: str, what: str, topic: str, decade: int, *, least: int = 0, most: int = 10**6
) -> Iterator[Reason]:
    index, mine = picture.index(what, topic, decade), picture.share(what, topic, decade)
    if index is not None and mine is not None and (index >= least > 0 or index <= most < 10**6):
        yield Reason(code, mine, picture.elsewhere(what, topic, decade), index, topic)
