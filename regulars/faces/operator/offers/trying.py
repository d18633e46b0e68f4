"""An offer of the market tried as a person: with goods of which stores, when; the real receipt with it and without."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.look.forms import local_input, moment_of, whole_of
from regulars.faces.look.rehearsed import lines_of, whys
from regulars.faces.look.speech import money
from regulars.faces.operator.frame import here, show
from regulars.goods.catalog.queries import Variant, goods_by_store, said, said_pairs
from regulars.ground.kit import clock
from regulars.people.merchants.queries import open_stores_selling_in
from regulars.trade.offers.queries import Offer, joinings_of, offer_of, terms_of, titles_at
from regulars.trade.offers.rules import OfferTerms
from regulars.trade.orders.queries.rehearsing import Rehearsal, rehearse_together

PLACES, MOST_PIECES, MOST_STORES, EACH = 3, 999, 40, 4
NEW = "new"


@dataclass(frozen=True, slots=True)
class Asked:
    """Who, when, and for each place a variant (public id) with its pieces."""

    who: str
    moment: datetime
    wanted: list[tuple[str, int]]

    @property
    def at(self) -> str:
        """The moment as a form field holds it."""
        return local_input(self.moment)


def as_a_person(request: HttpRequest, offer_id: str) -> HttpResponse:
    """The form and both receipts; drafts too. Nothing is written."""
    actor = here(request)
    offer = offer_of(None, offer_id)
    joined, goods = _goods(offer)
    asked = _asked(request, offer, goods)
    wanted = {key: many for key, many in asked.wanted if key and many}
    terms = _terms(offer, joined, wanted, goods)
    found = rehearse_together(offer, terms, wanted, asked.moment, new=asked.who == NEW) if wanted else None
    return show(
        request, "offer_try", actor, "console_offers", offer=offer, asked=asked, alone=not joined,
        goods=[(one.public_id, _named(one)) for one in goods], crosses=offer.kind == "cross-store",
        people=[(NEW, _("Somebody new to these stores")), ("regular", _("Somebody who bought there before"))],
        back=reverse("console_offer", args=[offer.public_id]), **_shown(found, offer),
    )  # fmt: skip


def _goods(offer: Offer) -> tuple[frozenset[str], list[Variant]]:
    """Who takes part (public ids), and what can be put into the basket: of them, else of any open stores."""
    stores = [one.store for one in joinings_of(offer)] if offer.kind == "cross-store" else []
    shown = stores or open_stores_selling_in(offer.currency, MOST_STORES)
    keys = [store.pk for store in shown[:MOST_STORES]]
    return frozenset(store.public_id for store in stores), goods_by_store(keys, EACH)


def _named(one: Variant) -> str:
    options = " ".join(map(str, said_pairs(one.options, one.options_zh).values()))
    store, title = said(one.store.name, one.store.name_zh), said(one.product.title, one.product.title_zh)
    return f"{store} · {title} {options} · {money(one.price_minor, one.product.currency)}".replace("  ", " ")


def _asked(request: HttpRequest, offer: Offer, goods: list[Variant]) -> Asked:
    """What was asked for; at first goods of two stores, as often as the offer's first threshold needs them."""
    now = clock.now()
    usual = max(now, offer.starts_at)
    moment = moment_of(request.GET.get("at", "")) or (usual if usual < offer.ends_at else now)
    known = {one.public_id for one in goods}
    wanted = []
    for at in range(1, PLACES + 1):
        key, many = request.GET.get(f"v{at}", ""), whole_of(request.GET.get(f"n{at}", ""), 1, MOST_PIECES)
        wanted.append((key if key in known else "", many if isinstance(many, int) else 1))
    if "v1" not in request.GET:
        wanted = _first(offer, goods)
    return Asked(request.GET.get("who", NEW), moment, wanted)


def _first(offer: Offer, goods: list[Variant]) -> list[tuple[str, int]]:
    """A piece of two stores each, the first as often as it takes."""
    two = list({one.store_id: one for one in reversed(goods) if one.price_minor}.values())[:2]
    threshold = min((tier.get("threshold_minor") or 0 for tier in offer.terms.get("tiers", ())), default=0)
    missing = max(threshold - sum(one.price_minor for one in two[1:]), 0)
    wanted = [
        (one.public_id, min(max(-(-missing // one.price_minor), 1), MOST_PIECES) if place == 0 else 1)
        for place, one in enumerate(two)
    ]
    return [*wanted, *[("", 1)] * (PLACES - len(wanted))]


def _terms(offer: Offer, joined: frozenset[str], wanted: dict[str, int], goods: list[Variant]) -> OfferTerms:
    """While no store takes part, those of the basket count as taking part."""
    chosen = frozenset(one.store.public_id for one in goods if one.public_id in wanted)
    more: dict[str, Any] = {"code": "C"} if offer.terms.get("needs_code") else {}
    return terms_of(offer, stores=joined or chosen, **more)


def _shown(found: Rehearsal | None, offer: Offer) -> dict[str, Any]:
    if found is None:
        return {"found": None}
    titles = _titles(found, offer)
    sides = [
        {
            "title": title, "lines": lines_of(receipt, found.items, titles, store=False),
            "total": receipt.total_minor, "whys": whys(receipt, offer.public_id, titles) if with_it else [],
        }
        for title, receipt, with_it in (
            (_("Without it"), found.without, False), (_("With it"), found.with_it, True),
        )
    ]  # fmt: skip
    gain = found.without.total_minor - found.with_it.total_minor
    return {"found": found, "sides": sides, "gain": gain, "currency": found.with_it.currency}


def _titles(found: Rehearsal, offer: Offer) -> dict[str, str]:
    """What the offers of both receipts are called, in the reader's language."""
    known = titles_at(found.with_it.priced_at, [one.offer_id for one in found.with_it.offers])
    names = {ref: said(*both) for ref, both in known.items()}
    return names | {offer.public_id: said(offer.title, offer.title_zh)}
