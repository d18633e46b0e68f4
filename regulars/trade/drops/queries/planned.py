"""What a store plans and runs by drops, for its calendar and for whoever asks what meets what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from regulars.people.merchants.models import Store
from regulars.trade.drops.models import Drop
from regulars.trade.drops.queries.finding import held_until, state_of
from regulars.trade.drops.queries.saying import words_of
from regulars.trade.drops.queries.standing import plan_of
from regulars.trade.offers.hooks.planned import Planned, Sale, State, planned
from regulars.trade.offers.rules import OfferTerms, Scope

STATES: dict[str, State] = {
    "draft": "draft", "scheduled": "scheduled", "open": "running", "sold-out": "ended", "ended": "ended",
    "stopped": "stopped",
}  # fmt: skip


def planned_drops(store: Store, since: datetime, until: datetime) -> Iterator[Planned]:
    """The store's drops that touch [since, until), drafts too."""
    rows = Drop.objects.of(store).filter(opens_at__lt=until, ends_at__gt=since)
    for row in rows.select_related("variant__product", "store").order_by("opens_at"):
        yield Planned(
            kind="drop",
            ref=row.public_id,
            title=row.title,
            title_zh=row.title_zh,
            store_id=row.store_id,
            starts_at=row.opens_at,
            ends_at=row.ends_at,
            state=STATES[state_of(row)],
            path=f"offers/drops/{row.public_id}/",
            products=(row.variant.product.public_id,),
            terms=_terms(row),
            words=words_of(row, plan_of(row)),
            sales=_sales(row),
        )


def _sales(row: Drop) -> tuple[Sale, ...]:
    """A ticket orders one piece at the drop's price, until the time to pay of the last one is over."""
    if row.closed_at is not None:
        return ()
    return (
        Sale(
            variant=row.variant.public_id,
            unit_minor=row.price_minor,
            starts_at=row.opens_at,
            ends_at=held_until(row),
            most=1,
            pieces=row.units,
        ),
    )


def _terms(row: Drop) -> tuple[OfferTerms, ...]:
    """The price of a piece, when the drop has one of its own."""
    if row.price_minor is None:
        return ()
    return (
        OfferTerms(
            row.public_id,
            "item-price",
            row.title,
            row.store.currency,
            store_id=row.store.public_id,
            scope=Scope("variant", frozenset({row.variant.public_id})),
            fixed_minor=row.price_minor,
        ),
    )


planned.register("drop", planned_drops)
