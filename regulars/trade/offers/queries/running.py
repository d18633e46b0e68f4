"""Offers as their owners see them, and the stores' choice of the market's offers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet, Sum

from regulars.ground.kit import clock
from regulars.ground.kit.refusals import NotFound
from regulars.ground.kit.statements import statement
from regulars.people.merchants.models import Store
from regulars.trade.offers.models import Offer

STATES = ("draft", "planned", "running", "ended", "stopped")


@dataclass(frozen=True, slots=True)
class OfferFigures:
    """Uses of an offer (order groups) and what they took off (minor units); given back not counted."""

    uses: int
    amount_minor: int


def running(now: datetime) -> QuerySet[Offer]:
    """Published offers that count at `now`, with store and budget at hand."""
    return Offer.objects.filter(
        published_at__isnull=False, stopped_at=None, starts_at__lte=now, ends_at__gt=now
    ).select_related("store", "budget")


def titles_at(moment: datetime, refs: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Titles in English and Chinese of those of these offers that ran at `moment`, by public id."""
    return {ref: (one, other) for ref, one, other in _titles(moment, list(refs))}


@statement
def _titles(moment: datetime, refs: list[str]) -> QuerySet[Offer, tuple[str, str, str]]:
    return running(moment).filter(public_id__in=refs).values_list("public_id", "title", "title_zh")


def owned_by(store: Store | None) -> QuerySet[Offer]:
    """The offers of a store; None means the market's own."""
    return Offer.objects.filter(store=store).select_related("store", "budget")


def offer_of(store: Store | None, offer: str) -> Offer:
    """One offer of its owner, with `claims_count` and `joined_count`. Raises NotFound."""
    found = owned_by(store).filter(public_id=offer).first()
    if found is None:
        raise NotFound()
    return found


def offers_of(store: Store | None, state: str = "") -> QuerySet[Offer]:
    """The owner's offers, newest first, optionally in one of STATES; with uses and what they took off."""
    used = Q(uses__given_back_at=None)
    return (
        owned_by(store)
        .filter(_in_state(state))
        .annotate(
            uses_count=Count("uses__ref", filter=used, distinct=True),
            taken_minor=Sum("uses__amount_minor", filter=used, default=0),
        )
        .order_by("-id")
    )


def any_published(store: Store) -> bool:
    """Whether the store ever published an offer."""
    return Offer.objects.filter(store=store, published_at__isnull=False).exists()


def _in_state(state: str) -> Q:
    now = clock.now()
    open_ = Q(published_at__isnull=False, stopped_at=None)
    return {
        "draft": Q(published_at=None),
        "planned": open_ & Q(starts_at__gt=now),
        "running": open_ & Q(starts_at__lte=now, ends_at__gt=now),
        "ended": open_ & Q(ends_at__lte=now),
        "stopped": Q(stopped_at__isnull=False),
    }.get(state, Q())


def state_of(offer: Offer) -> str:
    """One of STATES."""
    now = clock.now()
    if offer.published_at is None:
        return "draft"
    if offer.stopped_at is not None:
        return "stopped"
    if offer.starts_at > now:
        return "planned"
    return "running" if offer.ends_at > now else "ended"


def figures_of(offer: Offer) -> OfferFigures:
    """Uses and money of one offer."""
    counted = offer.uses.filter(given_back_at=None).aggregate(
        uses=Count("ref", distinct=True), amount=Sum("amount_minor", default=0)
    )
    return OfferFigures(counted["uses"], counted["amount"])


def counted(offer: Offer) -> OfferFigures:
    """Uses and money as `offers_of` counted them. No question to the database."""
    return OfferFigures(vars(offer)["uses_count"], vars(offer)["taken_minor"])


def takes_part(offer: Offer) -> bool:
    """Whether the store that asked `joinable` takes part in the offer. No question to the database."""
    return bool(vars(offer)["joined"])


def joinable(store: Store) -> QuerySet[Offer]:
    """Cross-store offers of the market that the store takes part in or could, `joined` says which."""
    mine = Count("joinings", filter=Q(joinings__store=store, joinings__ended_at=None))
    return (
        Offer.objects.filter(
            store=None,
            kind="cross-store",
            currency=store.currency,
            published_at__isnull=False,
            stopped_at=None,
            ends_at__gt=clock.now(),
        )
        .annotate(joined=mine)
        .order_by(F("starts_at").asc())
    )
