"""Which offers a person holds, was meant for, and used."""

from __future__ import annotations

from collections.abc import Iterator

from regulars.ground.kit.exports import CHUNK
from regulars.ground.kit.privacy import About, forgets, knows_nobody, tells
from regulars.trade.offers.models import Claim, Code, ExclusiveFor, Offer, Use

knows_nobody("an offer's own words, the same for everybody", Offer)
knows_nobody("a word that unlocks an offer, whoever says it", Code)


@tells(
    "coupons",
    "public_id offer.title offer.store.name ordinal amount_minor claimed_at expires_at used_at used_ref",
    Claim,
)
def _coupons(about: About) -> Iterator[Claim]:
    rows = Claim.objects.filter(person_id=about.person_id, **about.at("offer__store_id"))
    return rows.select_related("offer__store").order_by("pk").iterator(CHUNK)


@tells("offers_meant_for_me", "offer.title offer.store.name", ExclusiveFor)
def _meant(about: About) -> Iterator[ExclusiveFor]:
    rows = ExclusiveFor.objects.filter(person_id=about.person_id, **about.at("offer__store_id"))
    return rows.select_related("offer__store").order_by("pk").iterator(CHUNK)


@tells("offers_used", "offer.title offer.store.name ref amount_minor at given_back_at", Use)
def _used(about: About) -> Iterator[Use]:
    rows = Use.objects.filter(holder=f"p:{about.person_id}", **about.at("offer__store_id"))
    return rows.select_related("offer__store").order_by("pk").iterator(CHUNK)


@forgets("coupons in hand and invitations to exclusive offers are deleted", Claim, ExclusiveFor)
def _forget_coupons(about: About) -> None:
    for model in (Claim, ExclusiveFor):
        model.objects.filter(person_id=about.person_id, **about.at("offer__store_id")).delete()
