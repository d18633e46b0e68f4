"""Limits that would make an offer safe, each of them tried by the guard itself."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from regulars.people.merchants.models import Store
from regulars.trade.guard.queries.checking import Check, check_offer
from regulars.trade.offers.models import Offer
from regulars.trade.offers.rules import KINDS, STEPS

TRIES = 6
WORST = 6
NICE = 100
RANK = {step.key: rank for rank, step in enumerate(STEPS)}


@dataclass(frozen=True, slots=True)
class Limit:
    """`kind`: without, not-with, threshold or less. `terms` are the offer's terms with it; `value` is what changes.

    value: how many products stay out, the steps shut out, the threshold or amount in minor units; basis points where
    `percent` is True.
    """

    kind: str
    terms: dict[str, Any]
    value: int | tuple[str, ...]
    percent: bool = False


def limits_for(store: Store, offer: Offer, check: Check, kind: str = "") -> list[Limit]:
    """Limits (of one kind, if it is given) under which the guard finds nothing any more.

    Amounts are sought with the worst variants; what is found is then tried on everything the offer touches.
    """
    if not check.bad or offer.published_at is not None:
        return []
    worst = frozenset(told.key for told in check.bad[:WORST])
    ways: dict[str, Callable[[], Iterator[Limit]]] = {
        "without": lambda: _without(offer, check),
        "not-with": lambda: _apart(offer, check),
        "threshold": lambda: _higher(store, offer, worst),
        "less": lambda: _less(store, offer, worst),
    }
    made = [one for name, way in ways.items() if kind in ("", name) for one in way()]
    return [one for one in made if _safe(store, offer, one.terms)]


def _with(offer: Offer, changed: dict[str, Any]) -> dict[str, Any]:
    terms: dict[str, Any] = offer.terms | changed
    return terms


def _safe(store: Store, offer: Offer, terms: dict[str, Any], only: frozenset[str] | None = None) -> bool:
    tried = copy.copy(offer)
    tried.terms = terms
    found = check_offer(store, tried, only=only)
    return found.proven and not found.bad


def _without(offer: Offer, check: Check) -> Iterator[Limit]:
    products = sorted({told.variant.product.public_id for told in check.bad})
    scope = dict(offer.terms.get("scope") or {})
    if scope.get("by") == "product":
        left = [one for one in scope["ids"] if one not in products]
        if not left:
            return
        scope["ids"] = left
    else:
        scope["without_products"] = sorted({*scope.get("without_products", ()), *products})
    yield Limit("without", offer.terms | {"scope": scope}, len(products))


def _apart(offer: Offer, check: Check) -> Iterator[Limit]:
    """Keep later steps that take part away from what this offer touches."""
    own = RANK[KINDS[offer.kind].step]
    steps = {rung.step for told in check.bad for rung in told.ladder.rungs if rung.store_minor}
    later = tuple(sorted((key for key in steps if RANK[key] > own), key=RANK.__getitem__))
    if later:
        yield Limit(
            "not-with", offer.terms | {"not_with": sorted({*offer.terms.get("not_with", ()), *later})}, later
        )


def _higher(store: Store, offer: Offer, worst: frozenset[str]) -> Iterator[Limit]:
    tiers = offer.terms.get("tiers") or []
    if KINDS[offer.kind].step in ("item", "freight", "points") or len(tiers) != 1 or "pot" in offer.terms:
        return
    now = int(tiers[0].get("threshold_minor") or 0)
    most = max(now, int(tiers[0].get("off_minor") or 10_000)) * 8

    def terms(value: int) -> dict[str, Any]:
        return _with(offer, {"tiers": [tiers[0] | {"threshold_minor": value}]})

    if (value := _least(now, most, lambda at: _safe(store, offer, terms(at), worst))) is not None:
        yield Limit("threshold", terms(value), value)


def _less(store: Store, offer: Offer, worst: frozenset[str]) -> Iterator[Limit]:
    tiers = offer.terms.get("tiers") or []
    if KINDS[offer.kind].step == "freight" or len(tiers) != 1 or "pot" in offer.terms:
        return
    name = "off_minor" if tiers[0].get("off_minor") else "percent_bp"
    now = int(tiers[0].get(name) or 0)

    def terms(value: int) -> dict[str, Any]:
        return _with(offer, {"tiers": [tiers[0] | {name: value}]})

    fallen = _least(0, now, lambda less: now > less and _safe(store, offer, terms(now - less), worst))
    if fallen is not None and now - fallen > 0:
        yield Limit("less", terms(now - fallen), now - fallen, name == "percent_bp")


def _least(low: int, high: int, safe: Callable[[int], bool]) -> int | None:
    """The least value above `low` (in steps of NICE, to a part in 2^TRIES) found safe; None when none was."""
    found = None
    for _try in range(TRIES):
        middle = -(-(low + high) // (2 * NICE)) * NICE
        if middle <= low or (found is not None and middle >= found):
            break
        if safe(middle):
            found = high = middle
        else:
            low = middle
    return found
