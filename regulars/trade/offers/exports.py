"""What a store takes along of its offers: their terms and budgets, who they are for, who holds and used them."""

from __future__ import annotations

from collections.abc import Iterator

from regulars.ground.kit.exports import CHUNK, goes_along
from regulars.people.merchants.models import Store
from regulars.trade.offers.models import Budget, Claim, Code, ExclusiveFor, Joining, Offer, Use


@goes_along(
    "offers",
    "public_id kind title title_zh terms currency starts_at ends_at claimable exclusive per_person pool "
    "budget.cap_minor budget.used_minor budget.cap_count budget.used_count version created_at published_at stopped_at",
    Offer,
    Budget,
)
def _offers(store: Store) -> Iterator[Offer]:
    return Offer.objects.filter(store=store).select_related("budget").order_by("pk").iterator(CHUNK)


@goes_along("codes", "offer.public_id code cap used", Code)
def _codes(store: Store) -> Iterator[Code]:
    rows = Code.objects.filter(offer__store=store).select_related("offer")
    return rows.order_by("pk").iterator(CHUNK)


@goes_along("offers_meant_for", "offer.public_id person.public_id", ExclusiveFor)
def _meant_for(store: Store) -> Iterator[ExclusiveFor]:
    rows = ExclusiveFor.objects.filter(offer__store=store).select_related("offer", "person")
    return rows.order_by("pk").iterator(CHUNK)


@goes_along(
    "coupons",
    "public_id offer.public_id person.public_id ordinal amount_minor claimed_at expires_at used_at used_ref",
    Claim,
)
def _coupons(store: Store) -> Iterator[Claim]:
    rows = Claim.objects.filter(offer__store=store).select_related("offer", "person")
    return rows.order_by("pk").iterator(CHUNK)


@goes_along("offer_uses", "offer.public_id code.code claim.public_id ref amount_minor at given_back_at", Use)
def _uses(store: Store) -> Iterator[Use]:
    rows = Use.objects.filter(offer__store=store).select_related("offer", "code", "claim")
    return rows.order_by("pk").iterator(CHUNK)


@goes_along("offers_joined", "offer.public_id offer.title offer.title_zh since ended_at", Joining)
def _joined(store: Store) -> Iterator[Joining]:
    rows = Joining.objects.filter(store=store).select_related("offer")
    return rows.order_by("pk").iterator(CHUNK)
