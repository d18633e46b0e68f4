"""People of a draw as its store may know them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from regulars.loyalty.customers.queries import relations_of
from regulars.people.merchants.models import Store
from regulars.trade.draws.models import Draw, Entry


def entrants_of(draw: Draw | None) -> QuerySet[Entry]:
    """Lots of a draw with their people, by number; none without a draw."""
    rows = Entry.objects.of(draw.store_id if draw is not None else None)
    return rows.filter(draw=draw).select_related("person").order_by("number")


def customers_among(store: Store, people: Iterable[int | None]) -> dict[int, str]:
    """Those of these people (by key) who are the store's customers: the id of their page."""
    known = relations_of(store, {one for one in people if one is not None})
    return {key: row.public_id for key, row in known.items()}
