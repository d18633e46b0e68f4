"""What a customer took and used of one store's own offers; the market's and other stores' are not the store's to see."""

from __future__ import annotations

from datetime import datetime

from regulars.ground.kit.streams import Found, Older
from regulars.people.merchants.models import Store
from regulars.trade.offers.models import Claim, Use


def coupons_taken(store: Store, person_pk: int, older: Older) -> list[Found]:
    """Coupons and red envelopes of the store that the customer took. One query."""
    rows = Claim.objects.filter(offer__store=store, person_id=person_pk).select_related("offer")
    return older.of(rows, "claimed_at")


def offers_used(store: Store, person_pk: int, since: datetime, older: Older) -> list[Found]:
    """Each time an offer of the store lowered the customer's price, from `since` on. One query.

    Limits outlive what a store has forgotten: uses from before the two met are nobody's.
    """
    rows = Use.objects.filter(offer__store=store, holder=f"p:{person_pk}", at__gte=since)
    return older.of(rows.select_related("offer"), "at")
