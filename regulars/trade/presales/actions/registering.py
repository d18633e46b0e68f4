"""What presales tell the floors below: what deposits are for, what is promised, what is planned."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from regulars.people.merchants.models import Store
from regulars.trade.advances.hooks import purposes
from regulars.trade.offers.hooks import Planned, Sale, planned
from regulars.trade.offers.hooks.planned import State
from regulars.trade.offers.rules import OfferTerms, Scope, Tier
from regulars.trade.orders.rules.granting import grants
from regulars.trade.presales.actions import balancing, booking
from regulars.trade.presales.models import Presale
from regulars.trade.presales.queries import items_of, phase, rules_in_words

STATES: dict[str, State] = {"draft": "draft", "stopped": "stopped", "soon": "scheduled", "over": "ended"}


def planned_by(store: Store, since: datetime, until: datetime) -> Iterator[Planned]:
    """The store's presales that touch a span of time."""
    rows = Presale.objects.of(store).filter(deposit_from__lt=until, balance_until__gt=since)
    for row in rows.select_related("product", "store").order_by("deposit_from", "pk"):
        yield plan_of(row)


def plan_of(row: Presale) -> Planned:
    """A presale as the calendar and the guard see it."""
    return Planned(
        kind="presale",
        ref=row.public_id,
        title=row.title,
        title_zh=row.title_zh,
        store_id=row.store_id,
        starts_at=row.deposit_from,
        ends_at=row.balance_until,
        state=STATES.get(phase(row), "running"),
        path=f"offers/presales/{row.public_id}/",
        products=(row.product.public_id,),
        terms=tuple(_terms(row)),
        words=tuple(rules_in_words(row)),
        sales=() if row.state == "stopped" else tuple(_sales(row)),
    )


def _sales(row: Presale) -> Iterator[Sale]:
    """What the balance is for: the presale's price, less what the deposit swells by, while balances are paid."""
    for number, item in enumerate(items_of(row), 1):
        swelling = OfferTerms(
            f"{row.public_id}:{number}",
            "item-price",
            row.title,
            row.currency,
            store_id=row.store.public_id,
            scope=Scope("variant", frozenset({item.variant.public_id})),
            tiers=(Tier(off_minor=item.off_minor or 1),),
        )
        yield Sale(
            variant=item.variant.public_id,
            unit_minor=item.price_minor,
            starts_at=row.balance_from,
            ends_at=row.balance_until,
            most=row.per_person,
            pieces=item.quota,
            terms=(swelling,) if item.off_minor else (),
        )


def _terms(row: Presale) -> Iterator[OfferTerms]:
    """The price of a piece, deposit and balance together."""
    for number, item in enumerate(items_of(row), 1):
        yield OfferTerms(
            row.public_id if number == 1 else f"{row.public_id}:{number}",
            "item-price",
            row.title,
            row.currency,
            store_id=row.store.public_id,
            scope=Scope("variant", frozenset({item.variant.public_id})),
            fixed_minor=item.price_minor - item.off_minor,
        )


purposes.register(booking.PURPOSE, on_paid=booking.deposit_paid, on_lapsed=booking.deposit_lapsed)
grants.register(
    balancing.KIND,
    prefix=balancing.PREFIX,
    grants_of=balancing.grants_of,
    on_placed=balancing.placed,
    on_paid=balancing.paid,
    on_ended=balancing.ended,
)
planned.register("presale", planned_by)
