"""An order uses offers and may give them back. Rows per person first, the hot rows (codes, budgets) last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import Refusal
from regulars.ground.kit.statements import insert_all, statement
from regulars.trade.offers.events import OfferGivenBack, OfferUsed
from regulars.trade.offers.models import Budget, Claim, Code, Offer, Use
from regulars.trade.offers.queries.applying import normal
from regulars.trade.offers.queries.definition import budget_of, is_pot
from regulars.trade.offers.rules import Receipt


class OfferGone(Refusal):
    """Somebody was quicker: a code, coupon or budget is used up."""

    status = 409
    code = "offer-gone"
    sentence = _("An offer in your basket was used up a moment ago. Look at the new total and order again.")


class OfferLimitReached(Refusal):
    """The person, or somebody with the same address or phone, has used it as often as allowed."""

    status = 409
    code = "offer-limit-reached"
    sentence = _(
        "An offer in your basket was used as often as one person may. Look at the new total and order again."
    )


@dataclass(slots=True)
class Wanted:
    """One offer as an order uses it."""

    offer: Offer
    amount: int
    claim_id: str | None
    code: str | None


@action("offers.use", audit=False)
def use_offers(
    *,
    by: Actor,
    ref: str,
    receipt: Receipt,
    holders: Sequence[str],
    person_pk: int,
    codes: Sequence[str] = (),
) -> int:
    """Use every offer that `receipt` took off, for the order group `ref`; returns how many.

    `holders` are the keys (person, hashed mail address, hashed phone) by which limits per person bite.
    Raises OfferGone, OfferLimitReached; then nothing is used.
    """
    wanted = _wanted(receipt, codes)
    if not wanted:
        return 0
    claims = _take_claims(wanted, ref, person_pk)
    typed = [each.code for each in wanted if each.code]
    known = {code.code: code for code in Code.objects.filter(code__in=typed)} if typed else {}
    rows = _uses(wanted, ref, holders, claims, known)
    try:
        insert_all(rows)
    except IntegrityError as error:
        raise OfferLimitReached() from error
    _count_codes(wanted, known)
    _count_budgets(wanted)
    announce(*(_used(each, receipt.currency, ref, person_pk) for each in wanted))
    return len(wanted)


def _wanted(receipt: Receipt, codes: Sequence[str]) -> list[Wanted]:
    amounts: dict[str, int] = {}
    claims: dict[str, str | None] = {}
    for step in receipt.steps:
        amounts[step.offer_id] = amounts.get(step.offer_id, 0) + step.amount_minor
        claims[step.offer_id] = step.claim_id
    by_offer = {terms.offer_id: terms.code for terms in receipt.offers if terms.code}
    offers = _offers(list(amounts))
    return [Wanted(o, amounts[o.public_id], claims[o.public_id], by_offer.get(o.public_id)) for o in offers]


@statement
def _offers(refs: list[str]) -> QuerySet[Offer, Offer]:
    return Offer.objects.filter(public_id__in=refs).select_related("budget").order_by("pk")


def _take_claims(wanted: list[Wanted], ref: str, person_pk: int) -> dict[str, int]:
    ids = [each.claim_id for each in wanted if each.claim_id]
    if not ids:
        return {}
    now = clock.now()
    free = Claim.objects.filter(public_id__in=ids, person_id=person_pk, used_at=None, expires_at__gt=now)
    keys = dict(free.order_by("pk").values_list("public_id", "pk"))
    taken = Claim.objects.filter(pk__in=list(keys.values()), used_at=None).update(used_at=now, used_ref=ref)
    if taken != len(ids):
        raise OfferGone()
    return keys


def _uses(
    wanted: list[Wanted], ref: str, holders: Sequence[str], claims: dict[str, int], codes: dict[str, Code]
) -> list[Use]:
    taken = _taken(wanted, holders)
    rows = []
    for each in wanted:
        keys = holders if each.offer.per_person else holders[:1]
        for place, holder in enumerate(keys):
            code = codes.get(each.code) if each.code else None
            rows.append(
                Use(
                    offer=each.offer,
                    holder=holder,
                    ref=ref,
                    amount_minor=0 if place else each.amount,
                    ordinal=_ordinal(each.offer, taken.get((each.offer.pk, holder), set())),
                    claim_id=claims.get(each.claim_id or ""),
                    code=code,
                )
            )
    return rows


def _taken(wanted: list[Wanted], holders: Sequence[str]) -> dict[tuple[int, str], set[int]]:
    limited = [each.offer.pk for each in wanted if each.offer.per_person]
    taken: dict[tuple[int, str], set[int]] = {}
    if limited:
        uses = Use.objects.filter(
            offer__in=limited, holder__in=holders, given_back_at=None, ordinal__isnull=False
        )
        for offer, holder, ordinal in uses.values_list("offer_id", "holder", "ordinal"):
            taken.setdefault((offer, holder), set()).add(ordinal or 0)
    return taken


def _ordinal(offer: Offer, taken: set[int]) -> int | None:
    if not offer.per_person:
        return None
    free = next((n for n in range(1, offer.per_person + 1) if n not in taken), None)
    if free is None:
        raise OfferLimitReached()
    return free


def _count_codes(wanted: list[Wanted], known: dict[str, Code]) -> None:
    words = {normal(each.code) for each in wanted if each.code}
    if words - known.keys():
        raise OfferGone()
    for code in sorted((known[word] for word in words), key=lambda row: row.pk):
        if not Code.objects.filter(pk=code.pk, used__lt=F("cap")).update(used=F("used") + 1):
            raise OfferGone()


def _count_budgets(wanted: list[Wanted]) -> None:
    for each in wanted:
        if budget_of(each.offer) is None:
            continue
        minor = 0 if is_pot(each.offer) else each.amount
        count = 0 if each.offer.claimable else 1
        fits = (Q(cap_minor=None) | Q(used_minor__lte=F("cap_minor") - minor)) & (
            Q(cap_count=None) | Q(used_count__lte=F("cap_count") - count)
        )
        spent = Budget.objects.filter(fits, pk=each.offer.pk).update(
            used_minor=F("used_minor") + minor, used_count=F("used_count") + count
        )
        if not spent:
            raise OfferGone()


def _used(each: Wanted, currency: str, ref: str, person_pk: int) -> OfferUsed:
    return OfferUsed(
        offer=each.offer.public_id,
        amount_minor=each.amount,
        currency=currency,
        ref=ref,
        store_id=each.offer.store_id,
        person_id=person_pk,
    )


@action("offers.give_back", audit=False)
def give_back(*, by: Actor, ref: str) -> int:
    """Give back every offer the order group `ref` used; returns how many. A second call gives back nothing.

    The published rule: called when the whole group ended before anything was shipped. A coupon whose
    time is over stays expired. The caller holds the group's row, so two calls never overlap.
    """
    uses = list(
        Use.objects.filter(ref=ref, given_back_at=None)
        .select_related("offer__budget", "code")
        .order_by("offer_id", "pk")
    )
    if not uses:
        return 0
    Use.objects.filter(pk__in=[use.pk for use in uses]).update(given_back_at=clock.now())
    Claim.objects.filter(used_ref=ref, pk__in=[use.claim_id for use in uses if use.claim_id]).update(
        used_at=None, used_ref=""
    )
    firsts = list({use.offer_id: use for use in reversed(uses)}.values())[::-1]
    for code_pk in sorted({use.code_id for use in firsts if use.code_id}):
        Code.objects.filter(pk=code_pk).update(used=F("used") - 1)
    for use in firsts:
        _return_budget(use)
    announce(
        *(
            OfferGivenBack(
                offer=use.offer.public_id, amount_minor=use.amount_minor, store_id=use.offer.store_id, ref=ref
            )
            for use in firsts
        )
    )
    return len(firsts)


def _return_budget(use: Use) -> None:
    if budget_of(use.offer) is None:
        return
    minor = 0 if is_pot(use.offer) else use.amount_minor
    count = 0 if use.offer.claimable else 1
    Budget.objects.filter(pk=use.offer_id).update(
        used_minor=F("used_minor") - minor, used_count=F("used_count") - count
    )
