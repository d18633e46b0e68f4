"""Money of contracts moves: set aside at completion, earned by day, given back. The rows say what the books get."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound
from regulars.trade.services.actions.refusals import ClaimMovedOn, MoreThanPaid
from regulars.trade.services.actions.steps import move
from regulars.trade.services.events import ServiceRefunded
from regulars.trade.services.models import Contract, ServiceClaim, Stretch
from regulars.trade.services.queries.contracts import given_of, gone_of, stretch_of, whole_of
from regulars.trade.services.queries.refunding import PlanBack
from regulars.trade.services.rules import OPEN, Sums, lowered, part_of


@dataclass(frozen=True, slots=True)
class Moved:
    """Money of one contract for the books, in minor units that are the store's.

    `aside`: lies aside from now on. `unearned`: what is left aside before a refund; `released`: what of it goes back.
    """

    contract: str
    store_id: int
    currency: str
    aside: int = 0
    unearned: int = 0
    released: int = 0


@action("services.complete", audit=False)
def complete_plans(*, by: Actor, order_ref: str, at: datetime) -> list[Moved]:
    """The order is complete: what its contracts have to earn yet is to be set aside. Once per contract."""
    everywhere = Contract.objects.across_stores("the plans sold with one order")
    rows = everywhere.filter(order_ref=order_ref, state="sold", aside_at=None).order_by("pk")
    return [_aside(row, at) for row in rows]


def _aside(row: Contract, at: datetime) -> Moved:
    sums = whole_of(row) - given_of(row)
    Stretch.objects.create(contract=row, number=1, at=at, start=0, **_columns(sums))
    Contract.objects.of(row.store_id).filter(pk=row.pk).update(aside_at=at)
    return Moved(row.public_id, row.store_id, row.currency, aside=sums.net_minor)


def _columns(sums: Sums) -> dict[str, int]:
    return {
        "paid_minor": sums.paid_minor,
        "market_minor": sums.market_minor,
        "commission_minor": sums.commission_minor,
    }


@action("services.end", audit=False)
def end_plans(*, by: Actor, backs: Iterable[PlanBack]) -> list[Moved]:
    """Contracts end with a return and give back what `plans_back` said; an open claim ends with its contract.

    Raises ClaimMovedOn when one changed in the meantime.
    """
    return [_end(by, back) for back in backs]


def _end(by: Actor, back: PlanBack) -> Moved:
    row = _contract(back.contract)
    moved = _give(row, back.sums, ends=True)
    claims = ServiceClaim.objects.of(row.store_id).filter(contract=row, state__in=OPEN)
    for claim in claims.select_related("contract"):
        move(claim, "ended", by)
    return moved


@action("services.give_part", audit=False)
def give_part(*, by: Actor, contract: str, paid_minor: int) -> tuple[Sums, Moved]:
    """A part of what was paid for a plan goes back; it goes on. Raises MoreThanPaid, NotFound."""
    row = _contract(contract)
    try:
        sums = part_of(whole_of(row), given_of(row), paid_minor)
    except ValueError as error:
        raise MoreThanPaid(param="amount") from error
    return sums, _give(row, sums, ends=False)


def _contract(contract: str) -> Contract:
    everywhere = Contract.objects.across_stores("money of one contract goes back")
    row = everywhere.filter(public_id=contract).first()
    if row is None:
        raise NotFound()
    return row


def _give(row: Contract, sums: Sums, *, ends: bool) -> Moved:
    stretch, gone = stretch_of(row), gone_of(row)
    left = stretch.left(gone)
    then = Sums() if ends else lowered(left, sums)
    moved = Moved(row.public_id, row.store_id, row.currency)
    if row.aside_at is not None:
        released = left.net_minor - then.net_minor
        last = row.stretches.order_by("number").last()
        number = last.number + 1 if last else 1
        Stretch.objects.create(
            contract=row,
            number=number,
            at=clock.now(),
            start=gone,
            released_minor=released,
            **_columns(then),
        )
        moved = Moved(row.public_id, row.store_id, row.currency, unearned=left.net_minor, released=released)
    _take(row, sums, ends=ends)
    return moved


def _take(row: Contract, sums: Sums, *, ends: bool) -> None:
    """Only if nobody claimed or gave money back in the meantime."""
    same = Contract.objects.of(row.store_id).filter(
        pk=row.pk, state=row.state, claims_used=row.claims_used, refunded_minor=row.refunded_minor
    )
    ending = {"state": "refunded", "ended_at": clock.now()} if ends else {}
    if not same.update(
        refunded_minor=F("refunded_minor") + sums.paid_minor,
        refunded_market_minor=F("refunded_market_minor") + sums.market_minor,
        refunded_commission_minor=F("refunded_commission_minor") + sums.commission_minor,
        **ending,
    ):
        raise ClaimMovedOn()
    announce(
        ServiceRefunded(
            contract=row.public_id,
            currency=row.currency,
            amount_minor=sums.paid_minor,
            whole=ends,
            store_id=row.store_id,
            person_id=row.person_id,
            ref=row.public_id,
        )
    )
