"""Looking at every store before an offer of the market is published: a batch at a time, however many there are."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F

from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.people.merchants.models import Store
from regulars.trade.guard.models import MarketLook, MarketPush
from regulars.trade.guard.queries import Check
from regulars.trade.guard.queries.shared import look_at, market_check, stores_to_look_at, terms_key
from regulars.trade.offers.models import Offer
from regulars.trade.offers.queries import offer_of

AT_ONCE = 4
KEPT = timedelta(days=7)


@action("guard.begin_market_look", audit=False)
def begin_market_look(*, by: Actor, offer: str) -> MarketLook:
    """Begin to look at all stores, from the first one again when the offer changed. Needs market.offers.

    Safe to repeat: a look that is under way, or done not long ago, goes on or stands.
    """
    by.require("market.offers")
    row = offer_of(None, offer)
    if market_check(row) is None:
        MarketLook.objects.filter(offer=row).delete()
        MarketLook.objects.create(offer=row, of=terms_key(row), stores=stores_to_look_at(row).count())
    return MarketLook.objects.get(offer=row)


def look_on(offer: Offer) -> bool:
    """Look at the next batch of stores. The search only reads; False when there is nothing left to do."""
    look = MarketLook.objects.filter(offer=offer, of=terms_key(offer), done_at=None).first()
    if look is None:
        return False
    found = look_at(offer, look.last_store)
    keep_batch(by=SYSTEM, look=look, found=found)
    return bool(found)


def look_at_markets() -> int:
    """Go on with every look under way, a few batches each; returns how many looks went on."""
    MarketLook.objects.filter(began_at__lt=clock.now() - KEPT).delete()
    looks = list(MarketLook.objects.filter(done_at=None).select_related("offer").order_by("began_at"))
    for look in looks:
        for _batch in range(AT_ONCE):
            if not look_on(look.offer):
                break
    return len(looks)


@action("guard.keep_batch", audit=False)
def keep_batch(*, by: Actor, look: MarketLook, found: list[tuple[Store, Check]]) -> None:
    """Keep what a batch found, once: whoever looked at the same stores meanwhile was first. Empty: it is done."""
    mine = MarketLook.objects.filter(pk=look.pk, of=look.of, last_store=look.last_store, done_at=None)
    if not found:
        mine.update(done_at=clock.now(), stores=F("looked"))
        return
    changed = mine.update(
        last_store=found[-1][0].pk,
        looked=F("looked") + len(found),
        judged=F("judged") + sum(check.judged for _store, check in found),
        unknown=F("unknown") + sum(check.unknown for _store, check in found),
    )
    if changed:
        pushes = [
            MarketPush(look=look, store=store, lines=len(check.bad)) for store, check in found if check.bad
        ]
        MarketPush.objects.bulk_create(pushes)
