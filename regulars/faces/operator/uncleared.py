"""Money on its way for too long, and money that matches nothing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.look.forms import Given
from regulars.faces.look.going import go
from regulars.faces.operator.confirming import ask, confirmed
from regulars.faces.operator.frame import here, query, show, turns
from regulars.faces.operator.words import ACCOUNTS, PROVIDERS, REASONS, age, money, named
from regulars.goods.catalog.queries import said
from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.pages import page
from regulars.ground.kit.refusals import NotFound, Refusal
from regulars.people.merchants.queries import Store, any_store, stores_by_key
from regulars.trade.orders.actions import settle_discrepancy
from regulars.trade.orders.queries import group_behind
from regulars.trade.payments.queries import Payment, payments_by_public_id
from regulars.trade.settlement.queries import (
    Discrepancy,
    Uncleared,
    discrepancies,
    discrepancy,
    ref_parts,
    uncleared,
)

SIZE = 50


def index(request: HttpRequest) -> HttpResponse:
    """Discrepancies first, open or resolved."""
    actor = here(request)
    asked = {"show": "resolved" if request.GET.get("show") == "resolved" else ""}
    rows = discrepancies(resolved=bool(asked["show"]))
    found = page(rows, by="-at", cursor=request.GET.get("cursor", ""), size=SIZE)
    payments = payments_by_public_id(row.ref for row in found.items)
    return show(
        request,
        "uncleared",
        actor,
        "console_uncleared",
        asked=asked,
        rows=[_row(row, payments.get(row.ref)) for row in found.items],
        tabs=tabs(),
        current=asked["show"] or "open",
        extra=turns(found, asked),
    )


def tabs() -> list[dict[str, str]]:
    """The three lists."""
    here_ = reverse("console_uncleared")
    return [
        {"key": "open", "label": _("To resolve"), "href": here_},
        {"key": "resolved", "label": _("Resolved"), "href": f"{here_}?show=resolved"},
        {"key": "transit", "label": _("Under way"), "href": reverse("console_transit")},
    ]


def why(row: Discrepancy, payment: Payment | None) -> str:
    """The reason in the reader's words; a wrong amount is told with both amounts."""
    if payment is None or payment.received_minor == payment.amount_minor or payment.captured_minor:
        return named(REASONS, row.reason)
    came = money(payment.received_minor, payment.received_currency or payment.currency)
    return _("%(came)s came, %(asked)s was asked for") % {
        "came": came,
        "asked": money(payment.amount_minor, payment.currency),
    }


def _row(row: Discrepancy, payment: Payment | None) -> dict[str, object]:
    return {
        "id": row.public_id,
        "href": reverse("console_discrepancy", args=[row.public_id]),
        "reason": why(row, payment),
        "ref": row.ref,
        "amount_minor": row.amount_minor,
        "currency": row.currency,
        "at": row.at,
        "age": age(clock.now() - row.at),
        "kind": _("Held payment") if payment and payment.state == "held" else _("Discrepancy"),
        "resolution": row.resolution,
        "resolved_at": row.resolved_at,
    }


def transit(request: HttpRequest) -> HttpResponse:
    """Every amount on a transit account that is not zero, with reason and age."""
    actor = here(request)
    cursor = request.GET.get("cursor", "")
    found = uncleared(SIZE + 1, cursor)
    stores = stores_by_key({row.store_id for row in found if row.store_id})
    return show(
        request,
        "transit",
        actor,
        "console_uncleared",
        rows=[_amount(row, stores) for row in found[:SIZE]],
        prev="?" if cursor else "",
        next=query({}, cursor=found[SIZE - 1].cursor) if len(found) > SIZE else "",
        tabs=tabs(),
    )


def _amount(row: Uncleared, stores: dict[int, Store]) -> dict[str, object]:
    store = stores.get(row.store_id or 0)
    return {
        "account": named(ACCOUNTS, row.kind),
        "store": said(store.name, store.name_zh) if store else "",
        "ref": row.ref,
        "href": reverse("console_ledger") + query({"q": row.ref}),
        "amount_minor": abs(row.amount_minor),
        "currency": row.currency,
        "reason": named(REASONS, row.reason),
        "age": age(row.age),
        "overdue": row.overdue,
    }


def one(request: HttpRequest, discrepancy_id: str) -> HttpResponse:
    """One discrepancy: what is known about it, and where the money should go."""
    return _page(request, here(request), discrepancy_id)


def _page(
    request: HttpRequest, actor: Actor, discrepancy_id: str, errors: dict[str, str] | None = None
) -> HttpResponse:
    row = discrepancy(discrepancy_id)
    payment = payments_by_public_id([row.ref]).get(row.ref)
    left = -sum(ref_parts("unmatched", row.currency, row.ref).values())
    return show(
        request,
        "discrepancy",
        actor,
        "console_uncleared",
        status=422 if errors else 200,
        row=row,
        payment=payment,
        provider=named(PROVIDERS, payment.provider) if payment else "",
        reason=why(row, payment),
        left=left,
        errors=errors or {},
        values=request.POST.dict(),
        group=group_behind(by=actor, ref=payment.ref if payment else row.ref),
        age=age(clock.now() - row.at),
    )


def resolve(request: HttpRequest, discrepancy_id: str) -> HttpResponse:
    """The money goes to the payer, a store or the market; without any the matter is closed. Asks for the password."""
    actor = here(request, "market.money")
    if not confirmed(request):
        return ask(reverse("console_discrepancy", args=[discrepancy_id]))
    given = Given(request.POST)
    to, store = request.POST.get("to", ""), None
    if to == "store":
        store = _store(given)
    words = given.text("resolution", needed=_("Say how it was resolved, so that others can follow."))
    if given.errors:
        return _page(request, actor, discrepancy_id, given.errors)
    try:
        settle_discrepancy(by=actor, discrepancy_id=discrepancy_id, resolution=words, to=to, store=store)
    except Refusal as refusal:
        given.take(refusal, {}, "to")
        return _page(request, actor, discrepancy_id, given.errors)
    messages.success(request, _("Resolved. The books show where the money went."))
    return go("console_discrepancy", discrepancy_id)


def _store(given: Given) -> Store | None:
    name = given.text("store", needed=_("Name the store by its address or id."))
    try:
        return any_store(name) if name else None
    except NotFound:
        given.refuse("store", _("There is no store with this address or id."))
        return None
