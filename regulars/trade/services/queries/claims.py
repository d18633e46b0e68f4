"""Claims: a holder's, a store's by urgency, the market's to decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, F, QuerySet, When

from regulars.goods.media.queries import Picture, pictures_of
from regulars.goods.media.rules import Owner
from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound
from regulars.people.merchants.models import Store
from regulars.trade.services.models import ClaimStep, Contract, ServiceClaim
from regulars.trade.services.rules import DISPUTE_DAYS

WAITING = ("asked", "accepted", "received")
ASKED, RESULT = "services.asked", "services.result"


@dataclass(frozen=True, slots=True)
class ClaimsDue:
    """What waits for the store: how many to answer and to fulfil, how many of them late, the first moment due."""

    to_answer: int
    to_fulfil: int
    late: int
    first_due: datetime | None


def _with_all(rows: QuerySet[ServiceClaim]) -> QuerySet[ServiceClaim]:
    return rows.select_related("contract__version", "contract__plan", "store", "person")


def claims_of(contract: Contract) -> Sequence[ServiceClaim]:
    """A contract's claims, newest first, with their steps."""
    rows = ServiceClaim.objects.of(contract.store_id).filter(contract=contract)
    return list(rows.order_by("-pk").prefetch_related("steps"))


def own_claim(by: Actor, claim: str) -> ServiceClaim:
    """The viewer's own claim. Raises NotFound for everybody else."""
    everywhere = ServiceClaim.objects.across_stores("a person's own claim")
    rows = everywhere.filter(public_id=claim, person_id=by.person_id or 0)
    return _one(rows)


def store_claim(store: Store, claim: str) -> ServiceClaim:
    """A claim of the store. Raises NotFound."""
    return _one(ServiceClaim.objects.of(store).filter(public_id=claim))


def any_claim(claim: str) -> ServiceClaim:
    """A claim of any store, for the market's people. Raises NotFound."""
    everywhere = ServiceClaim.objects.across_stores("the market decides disputes of all stores")
    return _one(everywhere.filter(public_id=claim))


def _one(rows: QuerySet[ServiceClaim]) -> ServiceClaim:
    found = _with_all(rows).first()
    if found is None:
        raise NotFound()
    return found


def due_of(claim: ServiceClaim) -> datetime | None:
    """When the store has to do the next thing; None when it is not the store's turn."""
    due: datetime | None = None
    if claim.state == "asked":
        due = claim.answer_by
    elif claim.state in ("accepted", "received"):
        due = claim.fulfil_by
    return due


def is_late(claim: ServiceClaim) -> bool:
    """Whether the store should have done the next thing by now, or did the last one late."""
    due = due_of(claim)
    return claim.done_late if due is None else due < clock.now()


def inbox(store: Store, state: str = "") -> QuerySet[ServiceClaim]:
    """The store's claims: "" what waits for it, the most urgent first; "closed" the rest; "disputed"."""
    rows = _with_all(ServiceClaim.objects.of(store))
    if state == "closed":
        return rows.exclude(state__in=[*WAITING, "disputed"]).order_by("-pk")
    if state == "disputed":
        return rows.filter(state="disputed").order_by("disputed_at", "pk")
    due = Case(When(state="asked", then=F("answer_by")), default=F("fulfil_by"))
    return rows.filter(state__in=WAITING).annotate(due=due).order_by("due", "pk")


def claims_due(store: Store) -> ClaimsDue:
    """What waits for the store. One query."""
    rows = ServiceClaim.objects.of(store).filter(state__in=WAITING)
    dues = [(row.state, due_of(row)) for row in rows.only("state", "answer_by", "fulfil_by", "store")]
    moments = [due for _state, due in dues if due is not None]
    asked = sum(state == "asked" for state, _due in dues)
    late = sum(due < clock.now() for due in moments)
    return ClaimsDue(asked, len(dues) - asked, late, min(moments, default=None))


def disputes(*, open_only: bool = True) -> QuerySet[ServiceClaim]:
    """Claims before the market, the oldest dispute first; or those it decided, newest first."""
    rows = _with_all(ServiceClaim.objects.across_stores("the market decides disputes of all stores"))
    if open_only:
        return rows.filter(state="disputed").order_by("disputed_at", "pk")
    return rows.exclude(outcome="").order_by("-disputed_at", "-pk")


def may_dispute(claim: ServiceClaim) -> bool:
    """Whether the holder can put it before the market: after a refusal or a result, or when the store is late.

    Not any more when the goods went back, and the plan with them.
    """
    if claim.disputed_at is not None or claim.contract.state != "sold":
        return False
    if claim.state in ("refused", "done"):
        since = claim.done_at or claim.answered_at or claim.asked_at
        return bool(clock.now() <= since + timedelta(days=DISPUTE_DAYS))
    return claim.state in ("accepted", "received") and is_late(claim)


def steps_of_claim(claim: ServiceClaim) -> Sequence[ClaimStep]:
    """What happened, oldest first."""
    return sorted(claim.steps.all(), key=lambda step: (step.at, step.pk))


def asked_pictures(claim: ServiceClaim) -> list[Picture]:
    """The holder's pictures of what is to be done. Private."""
    return list(pictures_of(Owner(ASKED, claim.public_id)))


def result_pictures(claim: ServiceClaim) -> list[Picture]:
    """The store's pictures of what was done. Private."""
    return list(pictures_of(Owner(RESULT, claim.public_id)))


def claim_of_picture(picture: str) -> str:
    """The claim (public id) a private picture belongs to. Raises NotFound."""
    row = Picture.objects.filter(public_id=picture, owner_kind__in=[ASKED, RESULT]).first()
    if row is None:
        raise NotFound()
    return row.owner_id
