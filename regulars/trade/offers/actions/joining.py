"""Stores join and leave the market's cross-store offers."""

from __future__ import annotations

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound
from regulars.people.merchants.models import Store
from regulars.trade.offers.events import OfferJoined, OfferLeft
from regulars.trade.offers.models import Joining, Offer
from regulars.trade.offers.queries.running import joinable


@action("offers.join")
def join_offer(*, by: Actor, store: Store, offer: str) -> Joining:
    """Take part in an offer of the market with the whole store. Joining twice is joining once."""
    by.require("offers", store.pk)
    row = _joinable(store, offer)
    joining, fresh = Joining.objects.get_or_create(offer=row, store=store, ended_at=None)
    if fresh:
        announce(
            OfferJoined(offer=row.public_id, store=store.public_id, store_id=store.pk, ref=row.public_id)
        )
    return joining


@action("offers.leave")
def leave_offer(*, by: Actor, store: Store, offer: str) -> None:
    """No longer take part; orders already placed keep the offer."""
    by.require("offers", store.pk)
    row = _joinable(store, offer)
    if Joining.objects.filter(offer=row, store=store, ended_at=None).update(ended_at=clock.now()):
        announce(OfferLeft(offer=row.public_id, store=store.public_id, store_id=store.pk, ref=row.public_id))


def _joinable(store: Store, offer: str) -> Offer:
    found = joinable(store).filter(public_id=offer).first()
    if found is None:
        raise NotFound()
    return found
