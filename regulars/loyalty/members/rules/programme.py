"""What a store's programme promises, as data. Amounts are minor units of `currency`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

MOST_TIERS = 6
LARGEST_MINOR = 10**11
LONGEST_DAYS = 3650
WHOLE_BP = 10_000


class Unfit(ValueError):
    """The rules make no sense. `param` names the part, `why` is a key: needed, range, order, currency."""

    def __init__(self, param: str, why: str):
        super().__init__(f"{param}: {why}")
        self.param = param
        self.why = why


@dataclass(frozen=True, slots=True)
class Tier:
    """A step of membership, reached by an amount or by a number of completed orders, whichever comes first.

    The first tier asks for neither: it is where everybody begins.
    """

    name: str
    amount_minor: int | None = None
    orders: int | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """One version of a programme.

    window_days: how far back completed orders count for the tier. points: given for every full `per_minor`
    paid, in proportion (0: no points). point_minor: what a point is worth. expiry_days: how long points live
    (0: for ever). most_share_bp: the part of the goods that may be paid with points, in basis points.
    """

    name: str
    currency: str
    tiers: tuple[Tier, ...]
    window_days: int = 365
    points: int = 1
    per_minor: int = 100
    point_minor: int = 1
    expiry_days: int = 365
    most_share_bp: int = 5_000

    def as_data(self) -> dict[str, Any]:
        """The rules as they are stored."""
        return asdict(self) | {"tiers": [asdict(tier) for tier in self.tiers]}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Rules:
        """The rules as they were stored."""
        return cls(**{**data, "tiers": tuple(Tier(**tier) for tier in data["tiers"])})


def earned(rules: Rules, amount_minor: int) -> int:
    """Points for an amount paid: `amount` x `points` / `per_minor`, rounded down; never below zero."""
    return max(0, amount_minor) * rules.points // rules.per_minor


def check(rules: Rules) -> None:
    """Raises Unfit for rules that cannot be meant."""
    if not rules.name:
        raise Unfit("name", "needed")
    _whole("window_days", rules.window_days, 1, LONGEST_DAYS)
    _whole("points", rules.points, 0, 10_000)
    _whole("per_minor", rules.per_minor, 1, LARGEST_MINOR)
    _whole("point_minor", rules.point_minor, 1, 1_000_000)
    _whole("expiry_days", rules.expiry_days, 0, LONGEST_DAYS)
    _whole("most_share_bp", rules.most_share_bp, 0, WHOLE_BP)
    _check_worth(rules)
    _check_tiers(rules.tiers)


def _check_worth(rules: Rules) -> None:
    """Points are a part of what was paid: nobody gets more back than the goods cost."""
    if rules.points * rules.point_minor > rules.per_minor:
        raise Unfit("points", "range")


def _check_tiers(tiers: Sequence[Tier]) -> None:
    if not tiers or not tiers[0].name:
        raise Unfit("tiers", "needed")
    if len(tiers) > MOST_TIERS:
        raise Unfit("tiers", "range")
    if tiers[0].amount_minor is not None or tiers[0].orders is not None:
        raise Unfit("tiers", "order")
    for tier in tiers[1:]:
        _check_tier(tier)
    for kind in ("amount_minor", "orders"):
        asked = [value for tier in tiers if (value := getattr(tier, kind)) is not None]
        if any(low >= high for low, high in pairwise(asked)):
            raise Unfit("tiers", "order")


def _check_tier(tier: Tier) -> None:
    if not tier.name or (tier.amount_minor is None and tier.orders is None):
        raise Unfit("tiers", "needed")
    if tier.amount_minor is not None:
        _whole("tiers", tier.amount_minor, 1, LARGEST_MINOR)
    if tier.orders is not None:
        _whole("tiers", tier.orders, 1, 10_000)


def _whole(param: str, value: object, low: int, high: int) -> None:
    if type(value) is not int or not low <= value <= high:
        raise Unfit(param, "range")
