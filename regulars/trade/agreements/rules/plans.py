"""A store's usual way of working, from which a first version is drawn: days after signing and shares of the price."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from regulars.ground.kit.money import allocate
from regulars.trade.agreements.rules.credits import WHOLE, part_of
from regulars.trade.agreements.rules.terms import Milestone, Remedy


@dataclass(frozen=True, slots=True)
class Planned:
    """A milestone of the template: due so many days after the day of the offer."""

    kind: str
    days: int
    keep_bp: int = 0
    share_bp: int = 0
    words: str = ""


USUAL: tuple[Planned, ...] = (
    Planned("pay", 3, 0, 3_000),
    Planned("measure", 5, 0),
    Planned("proof", 12, 1_000),
    Planned("approve", 15, 1_000),
    Planned("make", 40, 3_000),
    Planned("balance", 43, 3_000),
    Planned("deliver", 47, 3_000),
)
USUAL_REMEDIES: tuple[Remedy, ...] = (Remedy(3, 500), Remedy(7, 1_000), Remedy(14, 2_000))


def read_plan(rows: Sequence[Mapping[str, Any]]) -> tuple[Planned, ...]:
    """A plan from its plain form."""
    return tuple(Planned(**row) for row in rows)


def plain_plan(plan: Sequence[Planned]) -> list[dict[str, Any]]:
    """A plan as plain JSON values."""
    return [asdict(one) for one in plan]


def drawn(plan: Sequence[Planned], price_minor: int, today: date) -> tuple[Milestone, ...]:
    """The plan's milestones for a price and a day; payments ahead split exactly."""
    pays = [one.share_bp for one in plan if one.kind == "pay"]
    amounts = iter(allocate(part_of(price_minor, min(sum(pays), WHOLE)), pays))
    return tuple(
        Milestone(
            key=f"m{number}",
            kind=one.kind,
            due=today + timedelta(days=one.days),
            keep_bp=one.keep_bp,
            amount_minor=next(amounts) if one.kind == "pay" else 0,
            words=one.words,
        )
        for number, one in enumerate(plan, 1)
    )
