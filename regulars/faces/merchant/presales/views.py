"""All presales of the store, the form of one, and its page with who booked and the money."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.look.forms import Given
from regulars.faces.look.going import go
from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.daily.tables import pages
from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.guard import planning
from regulars.faces.merchant.presales import form
from regulars.goods.catalog.queries import (
    Filters,
    Product,
    product_of,
    products_of_store,
    said,
    said_pairs,
    variants_of,
)
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.pages import page
from regulars.ground.kit.refusals import BadInput, Refusal
from regulars.people.merchants.queries import Store
from regulars.trade.presales import actions, queries
from regulars.trade.presales.queries import Booking, Presale

PILLS = {
    "draft": "draft",
    "soon": "scheduled",
    "deposit": "active",
    "between": "active",
    "balance": "active",
    "over": "ended",
    "stopped": "cancelled",
}


def index(request: HttpRequest, store_id: str) -> HttpResponse:
    """Every presale, the latest first."""
    store, actor = here(request, store_id)
    need(actor, "offers")
    found = page(
        queries.presales_of(store), by="-deposit_from", cursor=request.GET.get("cursor", ""), size=50
    )
    around = pages({}, found)
    return show(
        request,
        "presales/index",
        store,
        actor,
        "desk_presales",
        rows=[_row(store, one) for one in found.items],
        prev=around["prev"],
        next=around["next"],
    )


def _row(store: Store, row: Presale) -> dict[str, Any]:
    now = queries.phase(row)
    return {
        "id": row.public_id,
        "name": said(row.title, row.title_zh),
        "href": reverse("desk_presale", args=[store.public_id, row.public_id]),
        "product": said(row.product.title, row.product.title_zh),
        "state": (PILLS[now], queries.phase_words(now)),
        "since": row.deposit_from,
        "until": row.balance_until,
        "booked": row.booked,  # type: ignore[attr-defined]
        "quota": row.quota,  # type: ignore[attr-defined]
    }


def new(request: HttpRequest, store_id: str) -> HttpResponse:
    """Choose a product, then plan its presale."""
    store, actor = here(request, store_id)
    need(actor, "offers")
    name = request.POST.get("product", "") or request.GET.get("product", "")
    if not name:
        goods = products_of_store(store, Filters(state="published"), size=100).items
        return show(request, "presales/choose", store, actor, "desk_presales", goods=goods)
    product = product_of(store, name)
    if request.method == "POST":
        return _written(request, store, actor, product, "")
    return _form(request, store, actor, product, form.starting(product), "")


def edit(request: HttpRequest, store_id: str, presale_id: str) -> HttpResponse:
    """Change a draft."""
    store, actor = here(request, store_id)
    need(actor, "offers")
    row = queries.presale_of(store, presale_id)
    product = product_of(store, row.product.public_id)
    if request.method == "POST":
        return _written(request, store, actor, product, presale_id)
    return _form(request, store, actor, product, form.shown(row), presale_id)


def _written(
    request: HttpRequest, store: Store, actor: Actor, product: Product, presale: str
) -> HttpResponse:
    given = Given(request.POST, product.currency)
    plan = form.read(given, product)
    if plan is not None:
        try:
            if presale:
                row = actions.replan_presale(by=actor, store=store, presale=presale, **plan)
            else:
                row = actions.plan_presale(by=actor, store=store, product_id=product.public_id, **plan)
        except (actions.PresaleNotPossible, actions.PresaleFixed) as refusal:
            given.take(refusal, {}, "title")
        else:
            messages.success(request, _("The plan is saved. Look it over, then publish it."))
            return go("desk_presale", store.public_id, row.public_id)
    return _form(request, store, actor, product, request.POST.dict(), presale, given)


def _form(
    request: HttpRequest,
    store: Store,
    actor: Actor,
    product: Product,
    values: dict[str, Any],
    presale: str,
    given: Given | None = None,
) -> HttpResponse:
    return show(
        request,
        "presales/form",
        store,
        actor,
        "desk_presales",
        status=422 if given else 200,
        product=product,
        values=values,
        variants=[
            {
                "id": one.public_id,
                "label": " · ".join(said_pairs(one.options, one.options_zh).values())
                or said(product.title, product.title_zh),
                "price_minor": one.price_minor,
            }
            for one in variants_of(product)
        ],
        errors=given.errors if given else {},
        listed=given.listed() if given else [],
        back=reverse("desk_presale", args=[store.public_id, presale])
        if presale
        else reverse("desk_presales", args=[store.public_id]),
    )


def one(request: HttpRequest, store_id: str, presale_id: str) -> HttpResponse:
    """Where it stands: the sum and the rules as shoppers read them, who booked, the money."""
    store, actor = here(request, store_id)
    need(actor, "offers")
    row = queries.presale_of(store, presale_id)
    now = queries.phase(row)
    found = page(queries.bookings_in(row), by="-made_at", cursor=request.GET.get("cursor", ""), size=50)
    around = pages({}, found)
    return show(
        request,
        "presales/one",
        store,
        actor,
        "desk_presales",
        row=row,
        title=said(row.title, row.title_zh),
        phase=now,
        pill=(PILLS[now], queries.phase_words(now)),
        windows=queries.windows_of(row),
        items=[_item(each) for each in queries.items_of(row)],
        figures=queries.figures_of(row),
        rules=queries.rules_in_words(row),
        guard=planning.around(store, row.public_id, now == "draft"),
        bookings=[_booking(each) for each in found.items],
        prev=around["prev"],
        next=around["next"],
        link=settings.SITE_URL.rstrip("/") + reverse("presale", args=[row.public_id]),
    )


def _item(item: queries.PresaleItem) -> dict[str, Any]:
    return {
        "label": " · ".join(said_pairs(item.variant.options, item.variant.options_zh).values())
        or said(item.variant.product.title, item.variant.product.title_zh),
        "sum": queries.sum_for(item),
        "booked": item.booked,
        "quota": item.quota,
    }


def _booking(row: Booking) -> dict[str, Any]:
    words = {
        "awaiting": ("unpaid", _("Deposit not paid yet")),
        "booked": ("held", _("Deposit paid")),
        "ordered": ("unpaid", _("Balance ordered")),
        "paid": ("paid", _("Paid in full")),
        "lapsed": ("ended", _("Deposit not paid in time")),
        "cancelled": ("cancelled", _("Cancelled by the shopper")),
        "forfeited": ("ended", _("Deposit kept")),
        "refunded": ("refunded", _("Deposit given back")),
    }
    return {
        "id": row.public_id,
        "name": row.person.name or _("A shopper"),
        "variant": " · ".join(said_pairs(row.item.variant.options, row.item.variant.options_zh).values()),
        "quantity": row.quantity,
        "deposit_minor": row.item.deposit_minor * row.quantity,
        "currency": row.presale.currency,
        "made_at": row.made_at,
        "state": words[row.state],
    }


def do(request: HttpRequest, store_id: str, presale_id: str) -> HttpResponse:
    """Carry out the button that was pressed."""
    store, actor = here(request, store_id)
    try:
        if request.POST.get("do") == "publish":
            return planning.publish(request, store, actor, presale_id)
        _done(request, store, actor, presale_id, request.POST.get("do", ""))
    except (actions.PresaleNotPossible, actions.PresaleFixed) as refusal:
        messages.error(request, str(refusal.sentence))
    except Refusal as refusal:
        if refusal.param != "why":
            raise
        messages.error(request, str(refusal.sentence))
    return go("desk_presale", store.public_id, presale_id)


def _done(request: HttpRequest, store: Store, actor: Actor, presale: str, wish: str) -> None:
    if wish == "stop":
        why = request.POST.get("why", "")
        actions.stop_presale(by=actor, store=store, presale=presale, why=why)
        messages.success(request, _("The presale is cancelled. Everything paid for it goes back by itself."))
    else:
        raise BadInput(param="do")
