"""Which offers a basket may be priced with: running, meant for this person, within every limit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from regulars.ground.kit.statements import statement
from regulars.people.merchants.queries import market
from regulars.trade.offers.models import Claim, Code, ExclusiveFor, Joining, Offer, Use
from regulars.trade.offers.queries.definition import budget_of, is_pot, terms_of
from regulars.trade.offers.queries.holdout import goes_without
from regulars.trade.offers.queries.running import running
from regulars.trade.offers.rules import OfferTerms, Tier, times_of


@dataclass(frozen=True, slots=True)
class CodeReport:
    """What became of a typed code: accepted, unknown, used-up, limit-reached."""

    code: str
    state: str
    offer: str = ""


@dataclass(frozen=True, slots=True)
class Applicable:
    """Offers for the price rules, the claims they may use, and what to say about typed codes."""

    terms: tuple[OfferTerms, ...] = ()
    held: Mapping[str, str] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()
    codes: tuple[CodeReport, ...] = ()


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks and for what: store keys to public ids, the person, the keys by which limits bite."""

    stores: Mapping[int, str]
    currency: str
    now: datetime
    person_pk: int | None = None
    holders: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


def normal(code: str) -> str:
    """A code as it is stored: capitals, no spaces."""
    return "".join(code.split()).upper()[:40]


def terms_for(asking: Asking) -> Applicable:
    """The offers that may apply to what `asking` describes. At most six queries, whatever is asked."""
    offers = _meant_for(asking, _running(asking.now, asking.currency, list(asking.stores)))
    typed = _typed(asking)
    full = _full(asking, offers)
    claims = _claims(asking, offers)
    best = _best_claims(claims)
    joined = _joined(asking, offers)
    by_code = {code.offer_id: code for code in typed.values() if code.used < code.cap}
    terms = [
        made
        for offer in offers
        if offer.pk not in full
        and (made := _terms(offer, by_code.get(offer.pk), best.get(offer.pk), joined.get(offer.pk)))
        and (made := today(offer, made, asking.now))
    ]
    usable = [claim for claim in claims if not is_pot(claim.offer) or best[claim.offer_id] == claim]
    return Applicable(
        tuple(terms),
        {claim.public_id: claim.offer.public_id for claim in usable},
        tuple(usable),
        tuple(
            _report(word, typed.get(normal(word)), {o.pk: o for o in offers}, full) for word in asking.codes
        ),
    )


@statement
def _running(now: datetime, currency: str, stores: list[int]) -> QuerySet[Offer, Offer]:
    return running(now).filter(Q(store=None) | Q(store__in=stores), currency=currency)


def _meant_for(asking: Asking, offers: list[Offer]) -> list[Offer]:
    offers = [offer for offer in offers if not goes_without(offer, asking.person_pk)]
    shut = [offer.pk for offer in offers if offer.exclusive]
    if not shut:
        return offers
    mine = ExclusiveFor.objects.filter(offer__in=shut, person_id=asking.person_pk or 0)
    meant = set(mine.values_list("offer_id", flat=True))
    return [offer for offer in offers if not offer.exclusive or offer.pk in meant]


def _typed(asking: Asking) -> dict[str, Code]:
    words = [normal(code) for code in asking.codes]
    return {code.code: code for code in Code.objects.filter(code__in=words)} if words else {}


def _full(asking: Asking, offers: list[Offer]) -> set[int]:
    """Offers that are used up: their count is, or this person's (by any of the holder keys)."""
    limited = {offer.pk: offer.per_person for offer in offers if offer.per_person}
    full = {offer.pk for offer in offers if _count_is_out(offer)}
    if limited and asking.holders:
        uses = Use.objects.filter(holder__in=asking.holders, offer__in=limited, given_back_at=None)
        counts = Counter(uses.values_list("offer_id", "holder"))
        full |= {offer for (offer, _holder), many in counts.items() if many >= (limited[offer] or 0)}
    return full


def _count_is_out(offer: Offer) -> bool:
    budget = budget_of(offer)
    counted = budget is not None and budget.cap_count is not None and not offer.claimable
    return bool(counted and budget and budget.used_count >= (budget.cap_count or 0))


def _claims(asking: Asking, offers: list[Offer]) -> list[Claim]:
    wanted = {offer.pk: offer for offer in offers if offer.claimable}
    if not wanted or asking.person_pk is None:
        return []
    rows = Claim.objects.filter(
        person_id=asking.person_pk, used_at=None, expires_at__gt=asking.now, offer__in=wanted
    ).order_by("id")
    claims = list(rows)
    for claim in claims:
        claim.offer = wanted[claim.offer_id]
    return claims


def _best_claims(claims: list[Claim]) -> dict[int, Claim]:
    best: dict[int, Claim] = {}
    for claim in claims:
        known = best.get(claim.offer_id)
        if known is None or (claim.amount_minor or 0) > (known.amount_minor or 0):
            best[claim.offer_id] = claim
    return best


def _joined(asking: Asking, offers: list[Offer]) -> dict[int, frozenset[str]]:
    crossing = [offer.pk for offer in offers if offer.kind == "cross-store"]
    if not crossing:
        return {}
    found: dict[int, set[str]] = {}
    for offer_id, store_id in _taking_part(crossing, list(asking.stores)):
        found.setdefault(offer_id, set()).add(asking.stores[store_id])
    return {offer: frozenset(stores) for offer, stores in found.items()}


@statement
def _taking_part(offers: list[int], stores: list[int]) -> QuerySet[Joining, tuple[int, int]]:
    rows = Joining.objects.filter(offer__in=offers, ended_at=None, store__in=stores)
    return rows.values_list("offer_id", "store_id")


def _terms(
    offer: Offer, code: Code | None, claim: Claim | None, joined: frozenset[str] | None
) -> OfferTerms | None:
    if offer.kind == "cross-store" and not joined:
        return None
    if offer.terms.get("needs_code"):
        return terms_of(offer, code=code.code) if code else None
    if is_pot(offer):
        return terms_of(offer, tiers=_drawn(offer, claim)) if claim else None
    return terms_of(offer, stores=joined or frozenset())


def today(offer: Offer, terms: OfferTerms, now: datetime) -> OfferTerms | None:
    """The terms as they count at `now`: they start and end with the span of days and hours that is on or comes next.

    None when no such span comes. Receipts keep it, so they replay without knowing of days and hours.
    """
    times = times_of(offer.terms)
    if times.always:
        return terms
    span = times.next(max(now, offer.starts_at), ZoneInfo(market().zone))
    if span is None or span[0] >= offer.ends_at:
        return None
    return replace(terms, starts_at=max(span[0], offer.starts_at), ends_at=min(span[1], offer.ends_at))


def _drawn(offer: Offer, claim: Claim) -> tuple[Tier, ...]:
    threshold = (offer.terms.get("tiers") or [{}])[0].get("threshold_minor", 0)
    return (Tier(threshold, off_minor=claim.amount_minor or 0),)


def _report(word: str, code: Code | None, offers: Mapping[int, Offer], full: set[int]) -> CodeReport:
    if code is None or code.offer_id not in offers:
        return CodeReport(word, "unknown")
    offer = offers[code.offer_id].public_id
    if code.used >= code.cap:
        return CodeReport(word, "used-up", offer)
    return CodeReport(word, "limit-reached" if code.offer_id in full else "accepted", offer)
