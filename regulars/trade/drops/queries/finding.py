"""Drops, found from the store, from the product, or by everybody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from regulars.goods.catalog.models import Variant
from regulars.ground.kit import clock
from regulars.ground.kit.refusals import NotFound
from regulars.ground.kit.statements import statement
from regulars.people.merchants.models import Store
from regulars.people.merchants.queries import open_stores
from regulars.trade.drops.models import Drop, Seat


def drop_of(store: Store, public_id: str) -> Drop:
    """One of the store's drops. Raises NotFound."""
    row = (
        Drop.objects.of(store).filter(public_id=public_id).select_related("variant__product", "store").first()
    )
    if row is None:
        raise NotFound()
    return row


def drops_of(store: Store) -> QuerySet[Drop]:
    """The store's drops, the latest opening first."""
    return Drop.objects.of(store).select_related("variant__product").order_by("-opens_at", "-pk")


def variant_of(store: Store, public_id: str) -> Variant:
    """One of the store's variants that are sold. Raises NotFound."""
    found = (
        Variant.objects.of(store)
        .filter(public_id=public_id, retired_at=None)
        .select_related("product")
        .first()
    )
    if found is None:
        raise NotFound()
    return found


def drop_for_shoppers(public_id: str) -> Drop:
    """A published drop of an open store. Raises NotFound."""
    rows = Drop.objects.across_stores("a drop's own page").filter(
        public_id=public_id, published_at__isnull=False
    )
    row = rows.select_related("variant__product", "store").first()
    if row is None or not open_stores().filter(pk=row.store_id).exists():
        raise NotFound()
    return row


def state_of(row: Drop, now: datetime | None = None) -> str:
    """draft, scheduled, open, sold-out, stopped or ended."""
    moment = now or clock.now()
    if row.published_at is None:
        return "draft"
    if row.stopped_at is not None:
        return "stopped"
    if row.paid >= row.units:
        return "sold-out"
    if row.closed_at is not None or row.ends_at <= moment:
        return "ended"
    return "scheduled" if row.opens_at > moment else "open"


def shown_for(*, stores: Iterable[int] = (), products: Iterable[int] = ()) -> list[Drop]:
    """Drops to be pointed to on pages of these stores or products: those that come or run, soonest first."""
    keys, goods = list(stores), list(products)
    return _shown(keys or None, goods or None, clock.now()) if keys or goods else []


@statement
def _shown(stores: list[int] | None, products: list[int] | None, now: datetime) -> QuerySet[Drop, Drop]:
    whose = Q(store__in=stores) if stores else Q()
    whose |= Q(variant__product__in=products) if products else Q()
    rows = Drop.objects.across_stores("what comes and runs, for everybody").filter(
        whose, published_at__isnull=False, stopped_at=None, ends_at__gt=now, closed_at=None
    )
    return rows.select_related("variant__product", "store").order_by("opens_at")[:6]


def alive() -> QuerySet[Drop]:
    """Published drops that are not closed, for the clock's work."""
    rows = Drop.objects.across_stores("the clock attends drops of all stores")
    return rows.filter(published_at__isnull=False, closed_at=None).order_by("pk")


def ticket_of(person_id: int, public_id: str) -> Seat:
    """One's own ticket, won or further. Raises NotFound."""
    rows = Seat.objects.across_stores("one person's own ticket").filter(
        person_id=person_id, public_id=public_id
    )
    row = rows.exclude(state="placed").select_related("drop__variant__product", "drop__store").first()
    if row is None:
        raise NotFound()
    return row


def held_until(row: Drop) -> datetime:
    """Until when the drop's pieces stay off the shelf: who wins in the last second may still pay."""
    ends: datetime = row.ends_at
    return ends + timedelta(minutes=row.pay_minutes + 1)
