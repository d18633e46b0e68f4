"""A claim goes one step on: once, from where it may, written into its timeline, announced."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.trade.services.actions.refusals import ClaimMovedOn
from regulars.trade.services.events import ServiceClaimMoved
from regulars.trade.services.models import ClaimStep, ServiceClaim
from regulars.trade.services.rules import MOVES


def step(row: ServiceClaim, kind: str, by: Actor, note: str = "") -> None:
    """Write a step into the timeline."""
    ClaimStep.objects.create(
        claim=row, kind=kind, by_kind=by.kind, by_id=by.person_id, note=note, at=clock.now()
    )


def tell(row: ServiceClaim) -> None:
    """Announce where the claim stands."""
    announce(
        ServiceClaimMoved(
            claim=row.public_id,
            contract=row.contract.public_id,
            state=row.state,
            late=row.done_late,
            store_id=row.store_id,
            person_id=row.person_id,
            ref=row.public_id,
        )
    )


def move(row: ServiceClaim, to: str, by: Actor, note: str = "", **values: Any) -> None:
    """Bring a claim to `to`, from where that is possible. Exactly one caller succeeds; else ClaimMovedOn."""
    same = ServiceClaim.objects.of(row.store_id).filter(pk=row.pk, state__in=MOVES[to])
    try:
        with transaction.atomic():
            changed = same.filter(state=row.state).update(state=to, **values)
    except IntegrityError:
        changed = 0  # another claim of the contract is open
    if not changed:
        raise ClaimMovedOn(state=row.state)
    row.state = to
    for name, value in values.items():
        setattr(row, name, value)
    step(row, to, by, note)
    tell(row)
