"""One offer as a page shows it to shoppers, before it begins and while it runs."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from regulars.trade.offers.models import Joining, Offer
from regulars.trade.offers.queries.holdout import open_to


def offer_for_shoppers(
    public_id: str, now: datetime, *, person_pk: int | None = None, store_id: int | None = None
) -> Offer | None:
    """A published offer that has not ended at `now`, with store and budget; perhaps only if it counts in a store.

    An exclusive one only for its people. One query, none for no id.
    """
    if not public_id:
        return None
    meant = Q(exclusive=False) | Q(meant_for__person_id=person_pk or 0)
    joined = Q(store=None, joinings__store_id=store_id, joinings__ended_at=None)
    here = Q() if store_id is None else Q(store_id=store_id) | joined
    rows = Offer.objects.filter(
        meant, here, public_id=public_id, published_at__isnull=False, stopped_at=None, ends_at__gt=now
    )
    return next(iter(open_to(rows.select_related("store", "budget")[:1], person_pk)), None)


def stores_in(offer: Offer) -> list[int] | None:
    """Keys of the stores in which the offer counts; None for all of them. One query for the market's cross-store ones."""
    if offer.store_id is not None:
        return [offer.store_id]
    if offer.kind != "cross-store":
        return None
    rows = Joining.objects.filter(offer=offer, ended_at=None)
    return list(rows.values_list("store_id", flat=True))
