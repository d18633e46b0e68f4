"""An offer tried as a person: who, with which goods, when; the real receipt with it and without."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.look.forms import local_input, moment_of, whole_of
from regulars.faces.look.rehearsed import lines_of, whys
from regulars.faces.look.speech import money
from regulars.faces.merchant.frame import here, show
from regulars.goods.catalog.queries import Filters as Goods
from regulars.goods.catalog.queries import products_of_store, said, said_pairs, variants_of
from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.loyalty.customers.queries import Filters, customer_of, customers_of
from regulars.loyalty.members.queries import programme_of
from regulars.loyalty.segments.queries import member_keys, segment_of, segments_of
from regulars.people.merchants.queries import Store
from regulars.trade.offers.queries import Offer, offer_of, terms_of, titles_at
from regulars.trade.orders.queries.rehearsing import Rehearsal, Viewer, rehearse

PLACES, MOST_PIECES, MOST_GOODS, MOST_PEOPLE = 3, 999, 60, 30


def as_a_person(request: HttpRequest, store_id: str, offer_id: str) -> HttpResponse:
    """The form and both receipts; drafts too. Nothing is written."""
    store, actor = here(request, store_id)
    actor.require("offers", store.pk)
    offer = offer_of(store, offer_id)
    goods = _goods(store)
    asked = _asked(request, offer, goods)
    viewer, person = _viewer(store, actor, asked["who"])
    wanted = {key: many for key, many in asked["wanted"] if key and many}
    found = rehearse(store, offer, _terms(offer), wanted, asked["moment"], viewer) if wanted else None
    return show(
        request, "shop/offer_try", store, actor, "desk_offers", offer=offer, asked=asked, person=person,
        goods=[(key, label) for key, label, _minor in goods], people=_people(store, actor),
        back=reverse("desk_offer", args=[store.public_id, offer.public_id]), **_shown(found, offer),
    )  # fmt: skip


def _terms(offer: Offer) -> Any:
    code: dict[str, Any] = {"code": "C"} if offer.terms.get("needs_code") else {}
    return terms_of(offer, **code)


def _goods(store: Store) -> list[tuple[str, str, int]]:
    """What can be put into the basket: public id, name with price, price."""
    rows = products_of_store(store, Goods(state="published"), size=MOST_GOODS).items
    return [
        (one.public_id, _named(row, one), one.price_minor) for row in rows for one in variants_of(row)
    ]  # fmt: skip


def _named(row: Any, one: Any) -> str:
    options = " ".join(map(str, said_pairs(one.options, one.options_zh).values()))
    title = said(row.title, row.title_zh)
    return f"{title} {options} · {money(one.price_minor, row.currency)}".replace("  ", " ")


def _asked(request: HttpRequest, offer: Offer, goods: list[tuple[str, str, int]]) -> dict[str, Any]:
    """What was asked for; at first one of the goods, as often as the offer's last threshold needs it."""
    now = clock.now()
    usual = max(now, offer.starts_at)
    moment = moment_of(request.GET.get("at", "")) or (usual if usual < offer.ends_at else now)
    known = {key for key, _label, _minor in goods}
    wanted = []
    for at in range(1, PLACES + 1):
        key, many = request.GET.get(f"v{at}", ""), whole_of(request.GET.get(f"n{at}", ""), 1, MOST_PIECES)
        wanted.append((key if key in known else "", many if isinstance(many, int) else 1))
    if "v1" not in request.GET and goods:
        wanted[0] = _first(offer, goods)
    return {
        "who": request.GET.get("who", "new"),
        "moment": moment,
        "at": local_input(moment),
        "wanted": wanted,
    }


def _first(offer: Offer, goods: list[tuple[str, str, int]]) -> tuple[str, int]:
    threshold = max((tier.get("threshold_minor") or 0 for tier in offer.terms.get("tiers", ())), default=0)
    key, _label, minor = next((one for one in goods if one[2]), goods[0])
    return key, min(max(-(-threshold // minor) if minor else 1, 1), MOST_PIECES)


def _viewer(store: Store, actor: Actor, who: str) -> tuple[Viewer, str]:
    """Who it is: somebody thought of, a customer, or somebody of a group; and what they are called."""
    kind, _sep, key = who.partition(":")
    if (
        kind == "tier"
        and key.isascii()
        and key.isdigit()
        and len(key) < 5
        and programme_of(store) is not None
    ):
        return Viewer(tier=min(int(key), 20)), ""
    if kind in ("c", "g"):
        actor.require("customers", store.pk)
        return _real(store, kind, key)
    return Viewer(new=who != "regular"), ""


def _real(store: Store, kind: str, key: str) -> tuple[Viewer, str]:
    if kind == "c":
        customer = customer_of(store, key)
    else:
        among = member_keys(segment_of(store, key))
        found = customers_of(store, Filters(among=among), size=1).items
        if not found:
            return Viewer(), _("somebody of an empty group")
        customer = found[0]
    return Viewer(person_pk=customer.relation.person_id), customer.name or customer.email or _("Guest")


def _people(store: Store, actor: Actor) -> list[tuple[str, str]]:
    """Who one can be."""
    people = [("new", _("Somebody new to your store")), ("regular", _("Somebody who bought before"))]
    running = programme_of(store)
    if running is not None:
        people += [
            (f"tier:{at}", _("A member, tier “%(tier)s”") % {"tier": tier.name})
            for at, tier in enumerate(running.rules.tiers, 1)
        ]
    if actor.may("customers"):
        people += [
            (f"g:{row.public_id}", _("Somebody of the group “%(name)s”") % {"name": row.name})
            for row in segments_of(store)[:MOST_PEOPLE]
        ]
        rows = customers_of(store, Filters(), size=MOST_PEOPLE).items
        people += [(f"c:{one.relation.public_id}", one.name or one.email or _("Guest")) for one in rows]
    return people


def _shown(found: Rehearsal | None, offer: Offer) -> dict[str, Any]:
    if found is None:
        return {"found": None}
    titles = _titles(found, offer)
    gain = found.without.total_minor - found.with_it.total_minor
    sides = [
        {
            "title": title, "lines": lines_of(receipt, found.items, titles), "total": receipt.total_minor,
            "whys": whys(receipt, offer.public_id, titles) if title == _("With it") else [],
        }
        for title, receipt in ((_("Without it"), found.without), (_("With it"), found.with_it))
    ]  # fmt: skip
    return {"found": found, "sides": sides, "gain": gain, "currency": found.with_it.currency}


def _titles(found: Rehearsal, offer: Offer) -> dict[str, str]:
    """What the offers of both receipts are called, in the reader's language."""
    known = titles_at(found.with_it.priced_at, [one.offer_id for one in found.with_it.offers])
    names = {ref: said(*both) for ref, both in known.items()}
    return names | {offer.public_id: said(offer.title, offer.title_zh)}
