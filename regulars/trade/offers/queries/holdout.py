"""Who goes without an offer so that what it brings can be measured: a stable share, chosen by chance.

Nobody is told: for them the offer is not there, in lists, in the basket, by its code and at its address.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from regulars.loyalty.outreach.rules.contacts import held_out
from regulars.trade.offers.models import Offer

MOST_HELD = 50
TARGETED = ("needs_code", "from_tier", "birthday")


def may_hold_out(claimable: bool, exclusive: bool, terms: Mapping[str, Any]) -> bool:
    """Whether a share can be held out: what everybody sees and gets by itself has no people of its own."""
    return claimable or exclusive or any(terms.get(name) for name in TARGETED)


def goes_without(offer: Offer, person_pk: int | None) -> bool:
    """Whether this person is among the share held out. The same answer every time, without any question.

    Nobody in particular can take part in a comparison: who is not logged in gets no code that holds people out.
    """
    percent = int(offer.terms.get("holdout") or 0)
    if not percent:
        return False
    if person_pk is None:
        return bool(offer.terms.get("needs_code"))
    return held_out(offer.public_id, str(person_pk), percent)


def open_to(offers: Iterable[Offer], person_pk: int | None) -> list[Offer]:
    """Those of the offers that are there for this person. Nobody in particular sees what could be taken."""
    return [offer for offer in offers if person_pk is None or not goes_without(offer, person_pk)]
