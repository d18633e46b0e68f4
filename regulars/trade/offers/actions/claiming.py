"""People take coupons and open red envelopes; never more than there are."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import IntegrityError
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import Busy, NotFound, Refusal
from regulars.loyalty.members.queries import reached
from regulars.people.merchants.models import Store
from regulars.trade.offers.actions.making import require_owner
from regulars.trade.offers.events import OfferClaimed
from regulars.trade.offers.models import Budget, Claim, ExclusiveFor, Offer
from regulars.trade.offers.queries.definition import budget_of, is_pot
from regulars.trade.offers.queries.holdout import goes_without
from regulars.trade.offers.queries.running import offer_of, running


class AllTaken(Refusal):
    """Nothing is left of a limited coupon."""

    status = 409
    code = "all-taken"
    sentence = _("All of these are taken. Follow the store to hear of the next ones.")


class AlreadyClaimed(Refusal):
    """The person has as many as one may have."""

    code = "already-claimed"
    sentence = _("You have this coupon already. It waits in your list of coupons.")


class ForMembers(Refusal):
    """The person is no member of the store, or has not reached the tier."""

    code = "for-members"
    sentence = _("This is for members of the store. Its page says how to join, and what your tier is.")


class NotOpen(Refusal):
    """The offer is not there for this person."""

    status = 404
    code = "offer-not-open"
    sentence = _("This cannot be taken here now. The store's page shows what else it offers you.")


class NotClaimable(Refusal):
    """The offer works without taking it."""

    code = "not-claimable"
    sentence = _("This offer needs no coupon; it counts by itself.")


@action("offers.claim")
def claim(*, by: Actor, offer: str) -> Claim:
    """Take a coupon of a running offer.

    Raises AllTaken, AlreadyClaimed, NotClaimable, ForMembers, NotFound.
    """
    person = by.require_person()
    row = _running(offer, person)
    if is_pot(row):
        raise NotClaimable(_("Open the red envelope instead."))
    return _take(row, person, None)


@action("offers.open_red_envelope")
def open_red_envelope(*, by: Actor, offer: str) -> Claim:
    """Draw an amount from the pot; `amount_minor` of the claim says how much.

    Raises AllTaken, AlreadyClaimed.

    Every whole amount from the smallest to the largest is equally likely; the last one gets what is left.
    """
    person = by.require_person()
    row = _running(offer, person)
    if not is_pot(row):
        raise NotClaimable()
    return _take(row, person, _draw(row))


@action("offers.give_claims")
def give_claims(*, by: Actor, store: Store | None, offer: str, persons: Iterable[int]) -> int:
    """Put one coupon each into the hands of persons (keys) who have none; returns how many got one.

    Whoever is held out gets none.

    Raises AllTaken when the budget does not suffice for all of them.
    """
    require_owner(by, store)
    row = offer_of(store, offer)
    if not row.claimable or is_pot(row):
        raise NotClaimable()
    have = set(Claim.objects.filter(offer=row, ordinal=1).values_list("person_id", flat=True))
    fresh = [
        person for person in dict.fromkeys(persons) if person not in have and not goes_without(row, person)
    ]
    until = lasts_until(row, clock.now())
    rows = [Claim(offer=row, person_id=person, expires_at=until) for person in fresh]
    Claim.objects.bulk_create(rows, batch_size=1000)
    if fresh:
        spend_budget(row, 0, len(fresh))
    return len(fresh)


def _running(offer: str, person: int) -> Offer:
    row = running(clock.now()).filter(public_id=offer).first()
    if row is None:
        raise NotFound()
    if not row.claimable:
        raise NotClaimable()
    if "birthday" in row.terms:
        raise NotClaimable(
            _("This coupon comes by itself around your birthday, once your store knows the day.")
        )
    if row.store is not None and not reached(row.store, row.terms.get("from_tier"), person):
        raise ForMembers()
    if row.exclusive and not ExclusiveFor.objects.filter(offer=row, person_id=person).exists():
        raise NotFound()
    if goes_without(row, person):
        raise NotOpen()
    return row


def _take(offer: Offer, person: int, amount: int | None) -> Claim:
    ordinal = _free_ordinal(offer, person)
    try:
        taken = Claim.objects.create(
            offer=offer,
            person_id=person,
            ordinal=ordinal,
            amount_minor=amount,
            expires_at=lasts_until(offer, clock.now()),
        )
    except IntegrityError as error:
        raise Busy() from error
    spend_budget(offer, amount or 0, 1)
    tell_claimed(offer, taken)
    return taken


def tell_claimed(offer: Offer, claim: Claim) -> None:
    """Announce that somebody holds a claim of the offer now."""
    announce(
        OfferClaimed(
            offer=offer.public_id,
            claim=claim.public_id,
            amount_minor=claim.amount_minor,
            store_id=offer.store_id,
            person_id=claim.person_id,
            ref=offer.public_id,
        )
    )


def _free_ordinal(offer: Offer, person: int) -> int:
    have = Claim.objects.filter(offer=offer, person_id=person).values_list("ordinal", flat=True)
    most = offer.per_person or 1
    free = next((n for n in range(1, most + 1) if n not in set(have)), None)
    if free is None:
        raise AlreadyClaimed()
    return free


def _draw(offer: Offer) -> int:
    """An amount between the pot's bounds, no more than is left.

    Raises AllTaken when less than the smallest is.
    """
    low, high = int(offer.terms["pot"]["min_minor"]), int(offer.terms["pot"]["max_minor"])
    left = _left(Budget.objects.get(pk=offer.pk))
    if left < low:
        raise AllTaken()
    return min(left, low + secrets.randbelow(high - low + 1))


def _left(budget: Budget) -> int:
    left: int = (budget.cap_minor or 0) - budget.used_minor
    return left


def spend_budget(offer: Offer, minor: int, count: int) -> None:
    """The one conditional UPDATE by which claims use up a budget. Raises AllTaken."""
    if budget_of(offer) is None:
        return
    fits = (Q(cap_minor=None) | Q(used_minor__lte=F("cap_minor") - minor)) & (
        Q(cap_count=None) | Q(used_count__lte=F("cap_count") - count)
    )
    spent = Budget.objects.filter(fits, pk=offer.pk).update(
        used_minor=F("used_minor") + minor, used_count=F("used_count") + count
    )
    if not spent:
        raise AllTaken()


def lasts_until(offer: Offer, now: datetime) -> datetime:
    """The end of a coupon of the offer that somebody gets now."""
    days = offer.terms.get("claim_days")
    end: datetime = offer.ends_at
    return min(end, now + timedelta(days=days)) if days else end
