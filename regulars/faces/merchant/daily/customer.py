"""One customer of the store: who they are to it, what it knows, what the staff wrote down."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from regulars.faces.look.going import go
from regulars.faces.merchant.daily import words
from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.person.contact import contact_of
from regulars.faces.merchant.person.profile import known
from regulars.goods.catalog.queries import said
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import Refusal
from regulars.loyalty.customers.actions import write_note
from regulars.loyalty.customers.queries import Note, consents, contact_is_open, customer_of, notes
from regulars.loyalty.customers.rules import hidden
from regulars.loyalty.segments.queries import tags_of
from regulars.people.merchants.queries import Store, staff_names
from regulars.trade.offers.queries import coupons_of
from regulars.trade.orders.queries import Order, orders_of_customer

SHOWN = 20


def one(request: HttpRequest, store_id: str, customer_id: str) -> HttpResponse:
    """The customer's page."""
    store, actor = here(request, store_id)
    need(actor, "customers", "reception")
    return page(request, store, actor, customer_id)


def page(
    request: HttpRequest, store: Store, actor: Actor, customer_id: str, error: str = "", typed: str = ""
) -> HttpResponse:
    """The customer's page; `error` stands beside the note that was typed."""
    found = customer_of(store, customer_id)
    relation = found.relation
    orders = list(orders_of_customer(store, relation.person_id)[: SHOWN + 1])
    opened, may_write = contact_is_open(actor, store, relation), actor.may("customers")
    written = list(notes(store, customer_id)[:100]) if may_write else []
    return show(
        request,
        "daily/customer",
        store,
        actor,
        "desk_customers",
        status=422 if error else 200,
        customer=found,
        relation=relation,
        name=found.name or _("Guest"),
        stage=words.stage(found.stage),
        currency=relation.currency or store.currency,
        kept_minor=relation.paid_minor - relation.refunded_minor,
        orders=[_order(row, store) for row in orders[:SHOWN]],
        more_orders=len(orders) > SHOWN,
        coupons=_coupons(store, relation.person_id),
        consents=_consents(store, customer_id),
        tags=list(tags_of(store, relation.person_id)[:50]),
        notes=[_note(row, names, opened) for names in [staff_names(store)] for row in written],
        known=known(store, relation),
        contact=contact_of(store, relation, opened=opened),
        may_write=may_write,
        error=error,
        typed=typed,
    )


def _order(row: Order, store: Store) -> dict[str, Any]:
    code, label = words.order_state(row.state)
    return {
        "id": row.public_id,
        "number": words.number_of(row.public_id),
        "number_href": reverse("desk_order", args=[store.public_id, row.public_id]),
        "at": row.placed_at,
        "state": code,
        "state_label": label,
        "total": row.paid_minor,
        "currency": row.currency,
    }


def _coupons(store: Store, person_id: int) -> list[dict[str, Any]]:
    """The store's own coupons in the customer's hand; those of others are not the store's to see."""
    return [
        {
            "title": said(held.claim.offer.title, held.claim.offer.title_zh),
            "href": reverse("desk_offer", args=[store.public_id, held.claim.offer.public_id]),
            "amount": held.claim.amount_minor,
            "currency": held.claim.offer.currency,
            "expires": held.claim.expires_at,
            "state": {"ready": "active", "used": "ended", "expired": "expired"}[held.state],
            "label": {"ready": _("Ready"), "used": _("Used"), "expired": _("Expired")}[held.state],
        }
        for held in coupons_of(person_id, store=store)
    ]


def _consents(store: Store, customer_id: str) -> list[dict[str, Any]]:
    return [
        {
            "purpose": words.purpose(row.purpose),
            "channel": words.channel(row.channel),
            "granted": row.granted,
            "at": row.at,
        }
        for row in consents(store, customer_id).values()
    ]


def _note(row: Note, names: dict[int, str], opened: bool) -> dict[str, Any]:
    return {
        "text": row.text if opened else hidden(row.text),
        "at": row.at,
        "who": names.get(row.by_id, _("Staff")),
    }


@require_POST
def write(request: HttpRequest, store_id: str, customer_id: str) -> HttpResponse:
    """Write something down about a customer."""
    store, actor = here(request, store_id)
    need(actor, "customers")
    text = request.POST.get("text", "")
    try:
        write_note(by=actor, store=store, relation_id=customer_id, text=text)
    except Refusal as refusal:
        if refusal.param is None:
            raise
        return page(request, store, actor, customer_id, str(refusal.sentence), text)
    messages.success(request, _("Your note is kept. Only this store's staff reads it."))
    return go("desk_customer", store.public_id, customer_id, to="#notes")
