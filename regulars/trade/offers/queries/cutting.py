"""The price on the shelf: what the store's price cuts make of it for everybody who looks now."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from regulars.ground.kit import clock
from regulars.people.merchants.queries import market
from regulars.trade.offers.models import Offer
from regulars.trade.offers.queries.definition import terms_of
from regulars.trade.offers.rules import times_of
from regulars.trade.offers.rules.basket import Line
from regulars.trade.offers.rules.worth import item_worth

ASKING = ("needs_code", "only_new", "from_tier", "birthday")


def cut_minor(offers: Iterable[Offer], line: Line) -> int:
    """The unit price of `line` (one piece) after the best price cut that asks nothing of the shopper, minor units."""
    now, zone = clock.now(), ZoneInfo(market().zone)
    cuts = [
        terms_of(offer) for offer in offers if _for_everybody(offer) and times_of(offer.terms).at(now, zone)
    ]
    return line.unit_minor - max((item_worth(one, line) for one in cuts if one.scope.covers(line)), default=0)


def _for_everybody(offer: Offer) -> bool:
    asked = offer.exclusive or offer.claimable or any(offer.terms.get(name) for name in ASKING)
    return offer.kind == "item-price" and not asked
