"""An offer's definition in words: keys and parameters in reading order. `queries.speaking` makes sentences of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from .checks import WHOLE_BP
from .steps import KINDS
from .terms import OfferTerms
from .words import Sentence

Reader = Literal["shopper", "owner"]
FIRST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What its owner set. Amounts in minor units of `currency`; `names` says what ids in the scope are called.

    `stores` are the names of those that take part, `terms` is the stored form of what the price rules read.
    """

    kind: str
    currency: str
    terms: Mapping[str, Any]
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    of_market: bool = False
    claimable: bool = False
    exclusive: bool = False
    per_person: int | None = None
    cap_count: int | None = None
    cap_minor: int | None = None
    stores: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)


def definition_from(terms: OfferTerms, names: Mapping[str, str] | None = None) -> Definition:
    """What a receipt still knows of an offer: the terms it was priced by."""
    stored = {
        "tiers": [_stored(tier) for tier in terms.tiers],
        "repeats": terms.repeats,
        "most_repeats": terms.most_repeats,
        "fixed_minor": terms.fixed_minor,
        "cap_minor": terms.cap_minor,
        "store_bp": terms.store_bp,
        "only_new": terms.only_new,
        "not_with": sorted(terms.not_with),
        "needs_code": terms.code is not None,
        "from_tier": _tier_in(terms.only_for),
        "scope": {
            "by": terms.scope.by,
            "ids": sorted(terms.scope.ids),
            "without_products": sorted(terms.scope.without_products),
            "without_categories": sorted(terms.scope.without_categories),
        },
    }
    return Definition(
        kind=terms.kind,
        currency=terms.currency,
        terms=stored,
        starts_at=terms.starts_at,
        ends_at=terms.ends_at,
        of_market=terms.store_id is None,
        claimable=terms.needs_claim,
        names=names or {},
    )


def sentences(offer: Definition, reader: Reader = "shopper") -> tuple[Sentence, ...]:
    """The offer's rules in words, the benefit first. Whatever changes a price is said to everybody.

    A budget in money, the exact split of the cost and the share held out are for the owner's eyes only.
    """
    parts = (_benefit, _goods, _people, _limits, _when, _together, _payer)
    said = [sentence for part in parts for sentence in part(offer)]
    return tuple([*said, *_own(offer)] if reader == "owner" else said)


def ids_in(terms: Mapping[str, Any]) -> set[str]:
    """The ids that the words of a definition name."""
    scope = terms.get("scope") or {}
    return {one for key in ("ids", "without_products", "without_categories") for one in scope.get(key, ())}


def _benefit(offer: Definition) -> Iterator[Sentence]:
    terms = offer.terms
    if terms.get("pot"):
        yield from _pot(offer)
    elif terms.get("fixed_minor") is not None:
        yield Sentence("price.fixed", {"amount_minor": terms["fixed_minor"]})
    else:
        for tier in terms.get("tiers") or ():
            yield _tier(offer.kind, tier, bool(terms.get("repeats")))
    if terms.get("repeats") and terms.get("most_repeats"):
        yield Sentence("repeats.most", {"times": terms["most_repeats"]})
    if terms.get("cap_minor") is not None:
        key = "cap.item" if offer.kind == "item-price" else "cap"
        yield Sentence(key, {"amount_minor": terms["cap_minor"]})


def _tier(kind: str, tier: Mapping[str, Any], repeats: bool) -> Sentence:
    start = tier.get("threshold_minor") or 0
    word = {"item-price": "price", "free-freight": "freight", "points": "points"}.get(kind, "off")
    params: dict[str, str | int] = {}
    if kind == "free-freight" and tier.get("percent_bp") == WHOLE_BP:
        word = "freight.free"
    elif tier.get("percent_bp"):
        word, params = f"{word}.percent", {"share_bp": tier["percent_bp"]}
    else:
        word, params = f"{word}.amount", {"off_minor": tier.get("off_minor") or 0}
    if not start:
        return Sentence(word, params)
    return Sentence(f"{word}.{'every' if repeats else 'from'}", params | {"from_minor": start})


def _pot(offer: Definition) -> Iterator[Sentence]:
    pot = offer.terms["pot"]
    if pot["min_minor"] == pot["max_minor"]:
        yield Sentence("pot.same", {"amount_minor": pot["max_minor"]})
    else:
        yield Sentence("pot", {"low_minor": pot["min_minor"], "high_minor": pot["max_minor"]})
    start = ((offer.terms.get("tiers") or [{}])[0]).get("threshold_minor") or 0
    if start:
        yield Sentence("pot.from", {"from_minor": start})
    yield Sentence("pot.until-empty", {})


def _goods(offer: Definition) -> Iterator[Sentence]:
    scope = offer.terms.get("scope") or {}
    if scope.get("ids"):
        yield _named(f"for.{scope.get('by', 'product')}", scope["ids"], offer.names)
    for key, word in (("without_products", "without.product"), ("without_categories", "without.category")):
        if scope.get(key):
            yield _named(word, scope[key], offer.names)
    if offer.kind == "cross-store" and offer.stores:
        yield _listed("stores", offer.stores)


def _named(key: str, ids: Any, names: Mapping[str, str]) -> Sentence:
    return _listed(key, sorted(names.get(one, one) for one in ids))


def _listed(key: str, names: Any) -> Sentence:
    shown = list(names)[:FIRST]
    return Sentence(key, {"names": "\n".join(shown), "more": len(names) - len(shown)})


def _people(offer: Definition) -> Iterator[Sentence]:
    terms = offer.terms
    if terms.get("only_new"):
        yield Sentence("people.new", {})
    if terms.get("from_tier"):
        tier = terms["from_tier"]
        yield Sentence("people.members", {}) if tier == 1 else Sentence("people.tier", {"tier": tier})
    if offer.exclusive:
        yield Sentence("people.chosen", {})
    if "birthday" in terms:
        window = terms["birthday"]
        yield Sentence("people.birthday", {"before": window["before"], "after": window["after"]})
    elif terms.get("needs_code"):
        yield Sentence("how.code", {})
        if terms.get("holdout"):
            yield Sentence("people.known", {})
    elif offer.claimable:
        yield Sentence("how.open" if "pot" in terms else "how.claim", {})
    else:
        yield Sentence("how.itself", {})


def _limits(offer: Definition) -> Iterator[Sentence]:
    if offer.per_person and "birthday" not in offer.terms:
        yield Sentence("limit.person", {"n": offer.per_person})
    if offer.cap_count:
        yield Sentence("limit.count", {"n": offer.cap_count})
    if offer.terms.get("claim_days"):
        yield Sentence("limit.days", {"n": offer.terms["claim_days"]})


def _when(offer: Definition) -> Iterator[Sentence]:
    if offer.starts_at and offer.ends_at:
        yield Sentence(
            "when", {"starts_at": offer.starts_at.isoformat(), "ends_at": offer.ends_at.isoformat()}
        )
    weekdays, dates = sorted(offer.terms.get("weekdays", ())), sorted(offer.terms.get("dates", ()))
    if weekdays or dates:
        days = {"weekdays": "".join(map(str, weekdays)), "dates": ",".join(dates)}
        yield Sentence("when.days", days)
    if offer.terms.get("hours"):
        start, end = offer.terms["hours"]
        key = "when.overnight" if end <= start else "when.hours"
        yield Sentence(key, {"from_hour": start, "until_hour": end})


def _together(offer: Definition) -> Iterator[Sentence]:
    yield Sentence(f"together.{KINDS[offer.kind].step}", {})
    for step in sorted(offer.terms.get("not_with") or ()):
        yield Sentence(f"not-with.{step}", {})


def _payer(offer: Definition) -> Iterator[Sentence]:
    share = _share(offer)
    yield Sentence("pays.market" if share == 0 else "pays.store" if share == WHOLE_BP else "pays.both", {})


def _own(offer: Definition) -> Iterator[Sentence]:
    if 0 < (share := _share(offer)) < WHOLE_BP:
        yield Sentence("own.share", {"share_bp": share})
    if offer.cap_minor:
        yield Sentence("own.budget", {"amount_minor": offer.cap_minor})
    if offer.terms.get("holdout"):
        yield Sentence("own.holdout", {"percent": offer.terms["holdout"]})


def _share(offer: Definition) -> int:
    """The part of the discount that stores carry, in basis points."""
    given = offer.terms.get("store_bp")
    return (0 if offer.of_market else WHOLE_BP) if given is None else int(given)


def _stored(tier: Any) -> dict[str, int]:
    found = {
        "threshold_minor": tier.threshold_minor,
        "off_minor": tier.off_minor,
        "percent_bp": tier.percent_bp,
    }
    return {key: value for key, value in found.items() if value is not None}


def _tier_in(keys: frozenset[str]) -> int | None:
    """The tier that the first of the keys names."""
    found = [key.rpartition(":")[2] for key in keys if key.startswith("tier:")]
    return min((int(one) for one in found if one.isdigit()), default=None)
