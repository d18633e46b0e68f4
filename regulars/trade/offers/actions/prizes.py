"""Coupons as prizes: set aside when they are promised, handed over to winners, freed when nobody takes them."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError
from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from regulars.goods.catalog.queries import said
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import Busy, NotFound, Refusal
from regulars.people.merchants.models import Store
from regulars.trade.offers.actions.claiming import NotClaimable, lasts_until, spend_budget, tell_claimed
from regulars.trade.offers.actions.keeping import locked
from regulars.trade.offers.models import Budget, Claim, Offer
from regulars.trade.offers.queries.definition import is_pot
from regulars.trade.offers.queries.running import offer_of


class EndsBefore(Refusal):
    """The coupon would end before those who win it can take it."""

    code = "coupon-ends-before"
    sentence = _("This coupon ends before its winners have time to take it. Choose one that lasts longer.")


@action("offers.set_aside", audit=False)
def set_aside(*, by: Actor, store: Store, offer: str, count: int, until: datetime) -> Offer:
    """Keep `count` coupons of the store's published offer for winners, who may take them until the moment given.

    Raises NotFound, NotClaimable, AllTaken, EndsBefore.
    """
    by.require("offers", store.pk)
    row = locked(offer_of(store, offer))
    if row.published_at is None or row.stopped_at is not None:
        sentence = _("“%(title)s” was stopped. Choose another coupon.")
        raise NotClaimable(sentence % {"title": said(row.title, row.title_zh)})
    if not row.claimable or is_pot(row) or "birthday" in row.terms:
        raise NotClaimable(_("Only coupons that people take can be won."))
    if row.ends_at <= until:
        raise EndsBefore()
    spend_budget(row, 0, count)
    return row


@action("offers.hand_over", audit=False)
def hand_over(*, by: Actor, offer: Offer, person: int) -> Claim:
    """Put a coupon set aside into a winner's hand, beside those the person has already. System only."""
    if by.kind != "system":
        raise NotFound()
    mine = Claim.objects.filter(offer=offer, person_id=person).aggregate(last=Max("ordinal"))
    try:
        taken = Claim.objects.create(
            offer=offer,
            person_id=person,
            ordinal=(mine["last"] or 0) + 1,
            expires_at=lasts_until(offer, clock.now()),
        )
    except IntegrityError as error:
        raise Busy() from error
    tell_claimed(offer, taken)
    return taken


@action("offers.free_aside", audit=False)
def free_aside(*, by: Actor, offer: Offer, count: int) -> None:
    """Coupons set aside that nobody gets may be taken by anybody again. System only."""
    if by.kind != "system":
        raise NotFound()
    Budget.objects.filter(pk=offer.pk, used_count__gte=count).update(used_count=F("used_count") - count)
