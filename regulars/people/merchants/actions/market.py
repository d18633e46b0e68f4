"""What the market decides: its own settings, and which stores rest."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput
from regulars.ground.kit.sanitize import plain
from regulars.people.merchants.events import StoreRestored, StoreSuspended
from regulars.people.merchants.models import Market, Store, Suspension
from regulars.people.merchants.queries import MARKET_CACHE


@action("merchants.suspend")
def suspend(*, by: Actor, store: Store, reason: str) -> Suspension:
    """Hide the store from shoppers, with a reason its owner can read. Orders already paid go on."""
    by.require("market.merchants")
    text = plain(reason, limit=300)
    if not text:
        raise BadInput(_("Say why, so that the merchant can answer."), param="reason")
    row, fresh = Suspension.objects.get_or_create(
        store=store, lifted_at=None, defaults={"reason": text, "by_id": by.person_id}
    )
    if fresh:
        announce(StoreSuspended(store=store.public_id, reason=text, store_id=store.pk, ref=store.public_id))
    return row


@action("merchants.restore")
def restore(*, by: Actor, store: Store) -> None:
    """Lift the store's suspension."""
    by.require("market.merchants")
    if Suspension.objects.filter(store=store, lifted_at=None).update(lifted_at=clock.now()):
        announce(StoreRestored(store=store.public_id, store_id=store.pk, ref=store.public_id))


@action("merchants.set_market")
def set_market(*, by: Actor, **settings: Any) -> Market:
    """Name the market, its zone, currency and periods."""
    by.require("market.merchants")
    row = Market.objects.order_by("id").first() or Market()
    for key, value in settings.items():
        setattr(row, key, value)
    row.save()
    cache.delete(MARKET_CACHE)
    return row
