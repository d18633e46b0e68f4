"""Offers as shoppers see them: what runs in a store, what can be taken, what is in hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from regulars.ground.kit import clock
from regulars.ground.kit.statements import statement
from regulars.people.merchants.models import Store
from regulars.trade.offers.models import Claim, Offer
from regulars.trade.offers.queries.holdout import open_to
from regulars.trade.offers.queries.running import running


@dataclass(frozen=True, slots=True)
class HeldClaim:
    """A claim and how it stands: ready, used or expired."""

    claim: Claim
    state: str


def offers_of_store_for_shoppers(
    store: Store, person_pk: int | None = None, *, now: datetime | None = None
) -> list[Offer]:
    """What runs in the store now (or at `now`): its own offers and the market's it joined.

    Exclusive ones only for their people.
    """
    rows = _running_in(store.pk, person_pk or 0, store.currency, now or clock.now())
    return open_to(rows, person_pk)


@statement
def _running_in(store: int, person: int, currency: str, now: datetime) -> QuerySet[Offer, Offer]:
    joined = Q(store=None, joinings__store=store, joinings__ended_at=None)
    rows = _meant_for(person, now).filter(Q(store=store) | joined, currency=currency)
    return rows.order_by("ends_at", "id")


def claimable(
    store: Store | None = None, person_pk: int | None = None, *, now: datetime | None = None
) -> list[Offer]:
    """Coupons and red envelopes to take now (or at `now`), with `mine` (how many this person took).

    Without a store: the market's.
    """
    mine = (
        Count("claims", filter=Q(claims__person_id=person_pk))
        if person_pk
        else Count("claims", filter=Q(pk=None))
    )
    left = Q(budget=None) | Q(budget__cap_count=None) | Q(budget__used_count__lt=F("budget__cap_count"))
    rows = _meant_for(person_pk, now).filter(left, store=store, claimable=True).annotate(mine=mine)
    return open_to(rows.order_by("ends_at", "id"), person_pk)


def _meant_for(person_pk: int | None, now: datetime | None) -> QuerySet[Offer]:
    meant = Q(exclusive=False) | Q(exclusive=True, meant_for__person_id=person_pk or 0)
    return running(now or clock.now()).filter(meant).distinct()


def coupons_of(person_pk: int | None, limit: int = 200, *, store: Store | None = None) -> list[HeldClaim]:
    """What a person holds: ready ones first (the soonest to expire first), then used and expired ones.

    With a store only its own.
    """
    if person_pk is None:
        return []
    now = clock.now()
    rows = (
        Claim.objects.filter(Q() if store is None else Q(offer__store=store), person_id=person_pk)
        .select_related("offer", "offer__store", "offer__budget")
        .order_by("expires_at")
    )
    held = [HeldClaim(claim, _state(claim, now)) for claim in rows[:limit]]
    return sorted(held, key=lambda each: ("ready", "used", "expired").index(each.state))


def in_hand(person_pk: int | None, offers: Iterable[Offer]) -> dict[int, list[str]]:
    """How the person's claims of these offers stand (ready, used, expired), by the offer's key.

    One question, and none for nobody.
    """
    wanted = [offer.pk for offer in offers if offer.claimable]
    found: dict[int, list[str]] = {}
    if person_pk is None or not wanted:
        return found
    now = clock.now()
    for claim in Claim.objects.filter(person_id=person_pk, offer__in=wanted).select_related("offer"):
        found.setdefault(claim.offer_id, []).append(_state(claim, now))
    return found


def _state(claim: Claim, now: datetime) -> str:
    if claim.used_at is not None:
        return "used"
    ready = claim.expires_at > now and claim.offer.stopped_at is None
    return "ready" if ready else "expired"
