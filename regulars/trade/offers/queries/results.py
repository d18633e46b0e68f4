"""What an offer brought: people who could have it against those held out alike, by what was left of their orders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any, Literal

from django.db.models import QuerySet

from regulars.ground.kit import clock
from regulars.loyalty.customers.models import Relation
from regulars.loyalty.members.models import Member
from regulars.loyalty.outreach.figures.uplift import compare
from regulars.loyalty.outreach.rules.verdict import FEWEST_PEOPLE, Verdict, side, verdict
from regulars.trade.offers.models import ExclusiveFor, Offer
from regulars.trade.offers.queries.holdout import goes_without

Said = Literal["works", "no-effect", "stop", "too-early", "too-few", "everybody"]
WORD: dict[str, Said] = {"gain": "works", "loss": "stop", "no-effect": "no-effect"}


@dataclass(frozen=True, slots=True)
class Results:
    """What is known of an offer. Amounts of the verdicts in minor units of its currency.

    `said` is the word; `margin` is None while a good that was sold has no cost price. `until`: when orders stop to
    count. `more` (too-few only): about how many more people it takes before anything can be said; 0 when there are
    enough and too few of them bought. `everybody`: nobody was held out, so nothing can be compared.
    """

    said: Said
    paid: Verdict
    margin: Verdict | None
    since: datetime
    until: datetime
    more: int = 0

    @property
    def judged(self) -> Verdict:
        """The verdict that decides: by margin where every cost price is known, else by what was paid."""
        return self.margin or self.paid


def results_of(offer: Offer) -> Results:
    """Compare the two sides of a store's offer that has begun, until it ended or now.

    Compared are those who were its people when it began: whom it was meant for, members, or the store's customers.
    Who came later is not counted, for the offer itself may have brought them.
    """
    since, until = offer.starts_at, offer.stopped_at or offer.ends_at
    none = verdict(side(()), side(()))
    if offer.store is None or not offer.terms.get("holdout"):
        return Results("everybody", none, None, since, until)
    people = _people(offer)
    now = clock.now()
    if now < until:
        return Results("too-early", _counts(people), None, since, until)
    paid, margin = compare(offer.store, people, dict.fromkeys(people, since), until - since, now)
    judged = margin or paid
    return Results(
        WORD.get(judged.kind, "too-few"),
        paid,
        margin,
        since,
        until,
        more=_more(judged, offer.terms["holdout"]),
    )


def _people(offer: Offer) -> dict[str, bool]:
    """Everybody compared, by public id: whether the offer was there for them. One query."""
    keys = _audience(offer).values_list("person_id", "person__public_id")
    return {public_id: not goes_without(offer, pk) for pk, public_id in keys.iterator(chunk_size=2000)}


def _audience(offer: Offer) -> QuerySet[Any]:
    if offer.exclusive:
        return ExclusiveFor.objects.filter(offer=offer)
    if offer.terms.get("from_tier") or "birthday" in offer.terms:
        return Member.objects.of(offer.store_id).filter(joined_at__lte=offer.starts_at)
    return Relation.objects.of(offer.store_id).filter(first_touch_at__lte=offer.starts_at)


def _counts(people: dict[str, bool]) -> Verdict:
    had = sum(people.values())
    return Verdict("too-early", had, len(people) - had)


def _more(found: Verdict, percent: int) -> int:
    """How many more people until the smaller side has enough of them."""
    if found.kind != "too-few":
        return 0
    share = min(percent, 100 - percent) / 100
    return max(0, ceil(FEWEST_PEOPLE / share) - found.sent - found.held)
