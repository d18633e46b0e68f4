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
from regulars.trade.orders.queries.foreseen import basis_of, packed, terms_key

log = logging.getLogger("regulars.forecast")
PATIENCE = timedelta(minutes=20)


class TermsChanged(Exception):
    """A forecast is asked for with other terms: this one is of no use any more."""


@action("offers.foretell", audit=False)
def ask_forecast(*, by: Actor, store: Store | None, offer: str) -> str:
    """Have the worker price past orders again with the offer of the store (None: of the market).

    Returns "kept" when nothing it is made from has changed since the last one, "working" when one is under way for
    these terms, else "asked". There is never more than one of an offer: another one's terms end the one before. One
    that was given up, or could not be worked out, is made anew.
    """
    require_owner(by, store)
    found = offer_of(store, offer)
    list(Offer.objects.select_for_update().filter(pk=found.pk))  # two who ask at once are one after the other
    key, basis, now = terms_key(found), basis_of(found), clock.now()
    row = Forecast.objects.filter(offer=found, terms_key=key).first()
    if row is not None and row.done_at is None and row.asked_at > now - PATIENCE:
        return "working"
    if row is not None and row.answer is not None and row.basis == basis:
        return "kept"
    fresh = {"done": 0, "whole": 0, "answer": None, "asked_at": now, "done_at": None}
    Forecast.objects.update_or_create(offer=found, defaults=fresh | {"terms_key": key, "basis": basis})
    work_out.enqueue(found.pk, key)
    return "asked"


@task()
def work_out(offer_pk: int, key: str) -> None:
    """Work out a forecast that was asked for. Given up when the terms have changed since, in the middle as well."""
    row = Forecast.objects.filter(offer=offer_pk, terms_key=key, done_at=None)
    offer = Offer.objects.select_related("store", "budget").get(pk=offer_pk)
    if not row.exists() or terms_key(offer) != key:
        return

    def tell(done: int, whole: int) -> None:
        if not row.update(done=done, whole=whole):
            raise TermsChanged()

    try:
        answer = packed(foresee(offer.store, plan_from(offer), tell=tell))
    except TermsChanged:
        return
    except Exception:
        log.exception("the forecast of %s could not be worked out", offer.public_id)
        row.update(done_at=clock.now())
        raise
    row.update(answer=answer, done_at=clock.now())
