"""The forecast of an offer as far as the worker has come with it."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from datetime import datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from regulars.goods.catalog.models import Variant
from regulars.ground.kit import clock
from regulars.people.merchants.queries import market
from regulars.trade.offers.models import Offer
from regulars.trade.offers.queries import budget_of, joinings_of, people_meant
from regulars.trade.orders.models import Forecast
from regulars.trade.orders.queries.foreseeing import Foresight
from regulars.trade.orders.rules.foresight import Projection, Span


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a forecast is. `state`: unasked, working, broken or done.

    `done` of `whole` orders are priced; 0 of 0 waits for its turn. `answer` and `made_at` are there once it is done.
    """

    state: str
    done: int = 0
    whole: int = 0
    answer: Foresight | None = None
    made_at: datetime | None = None


def forecast_of(offer: Offer) -> Progress:
    """How the forecast of the offer's present terms stands. At most three queries."""
    row = Forecast.objects.filter(offer=offer, terms_key=terms_key(offer)).first()
    if row is None:
        return Progress("unasked")
    if row.done_at is None:
        return Progress("working", row.done, row.whole)
    if row.answer is None:
        return Progress("broken")
    return Progress("done", row.done, row.whole, unpacked(row.answer), row.done_at)


def terms_key(offer: Offer) -> str:
    """What tells the terms of an offer from any others by which a forecast would differ."""
    budget = budget_of(offer)
    asked = [
        offer.kind, offer.terms, offer.starts_at.isoformat(), offer.ends_at.isoformat(), offer.claimable,
        offer.per_person, budget.cap_count if budget else None, budget.cap_minor if budget else None,
        sorted(people_meant(offer)) if offer.exclusive else None,
        sorted(row.store_id for row in joinings_of(offer)) if offer.kind == "cross-store" else None,
    ]  # fmt: skip
    return sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def basis_of(offer: Offer) -> str:
    """What tells what a forecast made now would be made from: the day, and what the store's goods cost. Two queries."""
    day = clock.now().astimezone(ZoneInfo(market().zone)).date()
    known = (
        Variant.objects.of(offer.store_id).exclude(cost_minor=None) if offer.store_id is not None else None
    )
    costs = sorted(known.values_list("pk", "cost_minor")) if known is not None else []
    return sha256(json.dumps([day.isoformat(), costs]).encode()).hexdigest()


def packed(found: Foresight) -> dict[str, Any]:
    """The forecast as plain values."""
    plain = {each.name: getattr(found, each.name) for each in fields(found)}
    said = found.projection
    spans = {each.name: getattr(said, each.name) for each in fields(said)} if said else {}
    named = {name: [one.low, one.middle, one.high] for name, one in spans.items()}
    return plain | {"projection": named or None}


def unpacked(plain: dict[str, Any]) -> Foresight:
    """The forecast again."""
    named = plain["projection"]
    said = Projection(**{name: Span(*ends) for name, ends in named.items()}) if named else None
    return Foresight(**(plain | {"projection": said}))
