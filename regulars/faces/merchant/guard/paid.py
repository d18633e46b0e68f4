"""Who pays for what: an offer that runs, what it gave away and at whose cost, and the stop."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.faces.look.speech import money, number_of
from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.shop.offers.lists import LOOK, labels
from regulars.goods.catalog.queries import said
from regulars.ground.kit.refusals import NotFound
from regulars.people.merchants.queries import Store
from regulars.trade.guard.queries import Paid, SoldUnder, overrides_of, who_paid
from regulars.trade.offers.queries import Offer, joinable, offer_of, state_of, takes_part


def paid(request: HttpRequest, store_id: str, offer_id: str) -> HttpResponse:
    """One offer of the store, or one of the market it takes part in."""
    store, actor = here(request, store_id)
    actor.require("offers", store.pk)
    offer = _offer(store, offer_id)
    found, state = who_paid(store, offer), state_of(offer)
    return show(
        request, "guard/paid", store, actor, "desk_offers", offer=offer, paid=found, own=offer.store_id == store.pk,
        state=LOOK[state], state_label=labels()[state], under=[_line(row, store, offer) for row in found.under],
        parts=_parts(found, offer.currency), stop_words=_told(found),
        override=overrides_of(store).filter(offer_ref=offer.public_id).first(),
    )  # fmt: skip


def _offer(store: Store, offer_id: str) -> Offer:
    try:
        return offer_of(store, offer_id)
    except NotFound:
        for found in joinable(store):
            if found.public_id == offer_id and takes_part(found):
                return found
        raise


def _parts(found: Paid, currency: str) -> list[dict[str, object]]:
    payers = found.payers
    rows = [
        ("store", _("You"), payers.store_minor), ("market", _("The market"), payers.market_minor),
        ("others", _("Other stores"), payers.others_minor),
    ]  # fmt: skip
    most = max(payers.total_minor, 1)
    return [
        {"kind": kind, "label": label, "amount": money(minor, currency), "width": minor * 1000 // most}
        for kind, label, minor in rows
        if minor or kind == "store"
    ]


def _line(row: SoldUnder, store: Store, offer: Offer) -> dict[str, object]:
    line = row.line
    return {
        "id": line.public_id, "href": reverse("desk_order", args=[store.public_id, row.order]),
        "order": number_of(row.order), "title": f"{line.quantity} × {said(line.title, line.title_zh)}",
        "left": money(row.left_minor, offer.currency), "cost": money(row.cost_minor, offer.currency),
        "under": money(row.cost_minor - row.left_minor, offer.currency),
    }  # fmt: skip


def _told(found: Paid) -> str:
    """Who learns of a stop, before it is confirmed."""
    if not found.in_hand:
        return _(
            "Stop this offer now? Baskets show the price without it at once; orders already placed keep it."
        )
    return ngettext(
        "Stop this offer now? %(n)s person who holds it sees it as over among their coupons, baskets show the price "
        "without it at once; orders already placed keep it.",
        "Stop this offer now? %(n)s people who hold it see it as over among their coupons, baskets show the price "
        "without it at once; orders already placed keep it.",
        found.in_hand,
    ) % {"n": found.in_hand}
