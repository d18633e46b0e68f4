"""What an offer would cost is asked for, and worked out by the worker."""

from __future__ import annotations

import logging
from datetime import timedelta

from django_tasks import task

from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.people.merchants.models import Store
from regulars.trade.offers.actions.making import require_owner
from regulars.trade.offers.models import Offer
from regulars.trade.offers.queries import offer_of
from regulars.trade.orders.models import Forecast
from regulars.trade.orders.queries.foreseeing import foresee, plan_from
from regulars.trade.orders.queries.foreseen import packed, terms_key

log = logging.getLogger("regulars.forecast")
PATIENCE = timedelta(minutes=20)


@action("offers.foretell", audit=False)
def ask_forecast(*, by: Actor, store: Store | None, offer: str) -> None:
    """Have the worker price past orders again with the offer of the store (None: of the market).

    One under way for the same terms goes on; one that was given up, and one that is done, are made anew.
    """
    require_owner(by, store)
    found = offer_of(store, offer)
    key, now = terms_key(found), clock.now()
    under_way = Forecast.objects.filter(offer=found, terms_key=key, done_at=None)
    if under_way.filter(asked_at__gt=now - PATIENCE).exists():
        return
    fresh = {"terms_key": key, "done": 0, "whole": 0, "answer": None, "asked_at": now, "done_at": None}
    Forecast.objects.update_or_create(offer=found, defaults=fresh)
    work_out.enqueue(found.pk, key)


@task()
def work_out(offer_pk: int, key: str) -> None:
    """Work out a forecast that was asked for. Given up when the terms have changed since."""
    row = Forecast.objects.filter(offer=offer_pk, terms_key=key, done_at=None)
    offer = Offer.objects.select_related("store", "budget").get(pk=offer_pk)
    if not row.exists() or terms_key(offer) != key:
        return

    def tell(done: int, whole: int) -> None:
        row.update(done=done, whole=whole)

    try:
        answer = packed(foresee(offer.store, plan_from(offer), tell=tell))
    except Exception:
        log.exception("the forecast of %s could not be worked out", offer.public_id)
        row.update(done_at=clock.now())
        raise
    row.update(answer=answer, done_at=clock.now())
