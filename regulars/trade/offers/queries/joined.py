"""Who takes part in an offer of the market."""

from __future__ import annotations

from django.db.models import QuerySet

from regulars.trade.offers.models import Joining, Offer


def joinings_of(offer: Offer) -> QuerySet[Joining]:
    """Stores that take part now, those that joined first in front."""
    return Joining.objects.filter(offer=offer, ended_at=None).select_related("store").order_by("since", "pk")


def joined_counts(offers: list[Offer]) -> dict[int, int]:
    """How many stores take part in each offer, by key. One query."""
    found: dict[int, int] = {}
    rows = Joining.objects.filter(offer__in=offers, ended_at=None)
    for key in rows.values_list("offer_id", flat=True):
        found[key] = found.get(key, 0) + 1
    return found
