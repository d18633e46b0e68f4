"""Where a store's or a product's page points to the drops that come or run."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from regulars.goods.catalog.queries import said
from regulars.ground.kit import clock
from regulars.people.merchants.queries import Store
from regulars.trade.drops.queries import shown_for


def pointers(*, store: Store | None = None, product: int | None = None) -> list[dict[str, Any]]:
    """The drops that come or run, for the page of a store or a product."""
    rows = shown_for(stores=[store.pk] if store else [], products=[product] if product else [])
    now = clock.now()
    return [
        {
            "href": reverse("drop", args=[row.public_id]),
            "title": said(row.title, row.title_zh),
            "units": row.units,
            "opens_at": row.opens_at,
            "ends_at": row.ends_at,
            "open": row.opens_at <= now,
        }
        for row in rows
    ]
