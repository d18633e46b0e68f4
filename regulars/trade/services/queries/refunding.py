"""What the plans of an order give back when goods of it go back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from regulars.trade.services.models import Contract
from regulars.trade.services.queries.contracts import given_of, gone_of, stretch_of, whole_of
from regulars.trade.services.queries.days import today
from regulars.trade.services.rules import OPEN, Sums, due_back, whole_is_due


@dataclass(frozen=True, slots=True)
class PlanBack:
    """A contract that ends with a return, and what it gives back."""

    contract: str
    sums: Sums


def plans_back(order: str, left: Mapping[str, int], *, in_return_time: bool) -> tuple[PlanBack, ...]:
    """The contracts of an order (public id) for which no piece is left, with what each gives back.

    `left`: line public id -> pieces that stay after the return; lines not named keep everything. Those that give
    back most end first. One query; per contract one more once the order is complete, and one when it is used up.
    """
    everywhere = Contract.objects.across_stores("the plans sold with an order")
    rows = list(everywhere.filter(order_ref=order, state="sold").order_by("pk"))
    return tuple(
        each
        for line, pieces in sorted(left.items())
        for each in _ended([row for row in rows if row.line_ref == line], pieces, in_return_time)
    )


def _ended(rows: list[Contract], pieces: int, in_return_time: bool) -> Iterable[PlanBack]:
    many = len(rows) - pieces
    if many <= 0:
        return []
    backs = [PlanBack(row.public_id, back_of(row, in_return_time=in_return_time)) for row in rows]
    return sorted(backs, key=lambda one: (-one.sums.paid_minor, one.contract))[:many]


def back_of(row: Contract, *, in_return_time: bool) -> Sums:
    """What a contract gives back when it ends now: the published rule (docs/offers/service-plan.md)."""
    gone = gone_of(row)
    started = row.starts_on is not None and row.starts_on <= today()
    entire = whole_is_due(started=started, claimed=row.claims_used > 0, in_return_time=in_return_time)
    # Whoever still waits for the service has not had it.
    used_up = row.claims_used >= row.claims_most and not row.claims.filter(state__in=OPEN).exists()
    return due_back(whole_of(row), given_of(row), stretch_of(row), gone, entire=entire, used_up=used_up)
