"""Who may use an offer: words to type, and people it is meant for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.faces.look.forms import Given
from regulars.faces.look.going import go
from regulars.faces.merchant.frame import here, show
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound, Refusal
from regulars.ground.kit.sheets import write_csv
from regulars.loyalty.customers.queries import Customer, Filters, counts_of, customer_of, customers_of
from regulars.loyalty.segments.queries import member_keys, segment_of, segments_of
from regulars.people.merchants.queries import Store
from regulars.trade.offers import actions as offers
from regulars.trade.offers.queries import Offer, all_codes, count_codes, newest_codes, offer_of, people_meant

SHOWN = 50
GROUPS = ("followers", "buyers", "repeat", "lapsed")


def codes(request: HttpRequest, store_id: str, offer_id: str) -> HttpResponse:
    """The offer's codes: see them, make single ones, name one for everybody."""
    store, actor = here(request, store_id)
    actor.require("offers", store.pk)
    offer = offer_of(store, offer_id)
    if not offer.terms.get("needs_code"):
        raise NotFound()
    if request.method != "POST":
        return _codes(request, store, actor, offer, {})
    given = Given(request.POST, store.currency)
    try:
        said = (
            _name(given, actor, store, offer)
            if request.POST.get("do") == "name"
            else _make(given, actor, store, offer)
        )
    except Refusal as refusal:
        given.refuse(
            {"code": "word", "count": "count"}.get(refusal.param or "", "word"), str(refusal.sentence)
        )
    if given.errors:
        return _codes(request, store, actor, offer, given.errors)
    messages.success(request, said)
    return go("desk_offer_codes", store.public_id, offer.public_id)


def _name(given: Given, actor: Actor, store: Store, offer: Offer) -> str:
    cap = given.whole("word_cap", high=10_000_000) or offers.FOR_EVERYBODY
    if not given.errors:
        offers.name_code(by=actor, store=store, offer=offer.public_id, code=given.text("word"), cap=cap)
    return _("The word is ready to be used.")


def _make(given: Given, actor: Actor, store: Store, offer: Offer) -> str:
    count = given.whole("count", needed=True, high=10_000)
    if given.errors or count is None:
        return ""
    made = len(offers.make_codes(by=actor, store=store, offer=offer.public_id, count=count))
    return ngettext("%(n)s code is made.", "%(n)s codes are made.", made) % {"n": made}


def _codes(
    request: HttpRequest, store: Store, actor: Actor, offer: Offer, errors: dict[str, str]
) -> HttpResponse:
    return show(
        request, "shop/offer_codes", store, actor, "desk_offers", status=422 if errors else 200, offer=offer,
        errors=errors, typed=request.POST, total=count_codes(offer),
        rows=[
            {"id": one.code, "code": one.code, "used": f"{one.used:,} / {one.cap:,}"}
            for one in newest_codes(offer, SHOWN)
        ],
    )  # fmt: skip


def codes_csv(request: HttpRequest, store_id: str, offer_id: str) -> StreamingHttpResponse:
    """All codes of the offer."""
    store, actor = here(request, store_id)
    actor.require("offers", store.pk)
    rows = all_codes(offer_of(store, offer_id))
    lines = write_csv(
        [_("Code"), _("May be used"), _("Used")], ((one.code, one.cap, one.used) for one in rows)
    )
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="codes.csv"'
    return answer


def people(request: HttpRequest, store_id: str, offer_id: str) -> HttpResponse:
    """Choose the customers an exclusive offer is meant for."""
    store, actor = here(request, store_id)
    actor.require("offers", store.pk)
    offer = offer_of(store, offer_id)
    if not offer.exclusive:
        raise NotFound()
    saved = {row.public_id: row for row in segments_of(store)[:50]}
    group = request.GET.get("group", "followers")
    group = group if group in GROUPS or group in saved else "followers"
    if request.method == "POST":
        return _give(request, store, actor, offer, group)
    found = customers_of(store, _filters(store, group), cursor=request.GET.get("cursor", ""))
    have = people_meant(offer)
    counts = counts_of(store) | {key: row.size for key, row in saved.items()}
    return show(
        request, "shop/offer_people", store, actor, "desk_offers", offer=offer, group=group, counts=counts,
        saved=[{"id": key, "name": row.name, "size": row.size} for key, row in saved.items()],
        rows=[_person(store, one, have) for one in found.items], given=len(have),
        prev=f"?group={group}&cursor={found.prev_cursor}" if found.prev_cursor else "",
        next=f"?group={group}&cursor={found.next_cursor}" if found.next_cursor else "",
    )  # fmt: skip


def _person(store: Store, one: Customer, have: set[int]) -> dict[str, Any]:
    relation = one.relation
    return {
        "id": relation.public_id, "name": one.name or one.email or _("Guest"), "email": one.email,
        "orders": relation.orders_count, "paid": relation.paid_minor, "currency": relation.currency or store.currency,
        "has": relation.person_id in have,
    }  # fmt: skip


def _give(request: HttpRequest, store: Store, actor: Actor, offer: Offer, group: str) -> HttpResponse:
    back = f"?group={group}"
    if request.POST.get("bulk") == "group":
        persons = list(_everybody(store, group))
    else:
        persons = [customer_of(store, one).relation.person_id for one in request.POST.getlist("ids")[:100]]
    if not persons:
        messages.warning(request, _("Tick the people first."))
        return go("desk_offer_people", store.public_id, offer.public_id, to=back)
    try:
        new = offers.hand_out(by=actor, store=store, offer=offer.public_id, persons=persons)
    except NotFound:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal.sentence))
        return go("desk_offer_people", store.public_id, offer.public_id, to=back)
    said = ngettext("%(n)s more customer has it.", "%(n)s more customers have it.", new) % {"n": new}
    messages.success(request, said)
    return go("desk_offer_people", store.public_id, offer.public_id, to=back)


def _filters(store: Store, group: str) -> Filters:
    """A part of the customer list, or the people of one of the store's groups."""
    if group in GROUPS:
        return Filters(group=group)  # type: ignore[arg-type]
    return Filters(among=member_keys(segment_of(store, group)))


def _everybody(store: Store, group: str) -> Iterator[int]:
    cursor = ""
    while True:
        found = customers_of(store, _filters(store, group), cursor=cursor, size=100)
        yield from (one.relation.person_id for one in found.items)
        cursor = found.next_cursor
        if not cursor:
            return
