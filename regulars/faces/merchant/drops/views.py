"""All drops of the store, the form of one, and its live page."""

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
from regulars.faces.merchant.drops import form
from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.guard import planning
from regulars.goods.catalog.actions import SoldOut
from regulars.goods.catalog.queries import said
from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.pages import page
from regulars.ground.kit.refusals import BadInput, Refusal
from regulars.people.merchants.queries import Store
from regulars.trade.drops import actions, queries
from regulars.trade.drops.queries import Drop


def index(request: HttpRequest, store_id: str) -> HttpResponse:
    """Every drop, the latest opening first."""
    store, actor = here(request, store_id)
    need(actor, "offers")
    found = page(queries.drops_of(store), by="-opens_at", cursor=request.GET.get("cursor", ""), size=50)
    around = pages({}, found)
    rows = [_row(store, one) for one in found.items]
    return show(
        request,
        "drops/index",
        store,
        actor,
        "desk_drops",
        rows=rows,
        prev=around["prev"],
        next=around["next"],
    )


def new(request: HttpRequest, store_id: str) -> HttpResponse:
    """Plan a drop."""
    store, actor = here(request, store_id)
    need(actor, "offers")
    if request.method == "POST":
        return _written(request, store, actor, "")
    return _form(request, store, actor, form.starting(), "")


def edit(request: HttpRequest, store_id: str, drop_id: str) -> HttpResponse:
    """Change a draft."""
    store, actor = here(request, store_id)
    need(actor, "offers")
    row = queries.drop_of(store, drop_id)
    if request.method == "POST":
        return _written(request, store, actor, drop_id)
    return _form(request, store, actor, form.shown(row, store.currency), drop_id)


def one(request: HttpRequest, store_id: str, drop_id: str) -> HttpResponse:
    """The live page: sold, held, waiting; its rules as shoppers read them."""
    store, actor = here(request, store_id)
    need(actor, "offers")
    row = queries.drop_of(store, drop_id)
    state = queries.state_of(row)
    return show(
        request,
        "drops/one",
        store,
        actor,
        "desk_drops",
        row=row,
        title=said(row.title, row.title_zh),
        state=state,
        pill=pill(state),
        now_at=clock.now(),
        figures=queries.figures_of(row),
        words=queries.words_of(row, queries.plan_of(row)),
        minor=row.price_minor or row.variant.price_minor,
        guard=planning.around(store, row.public_id, state == "draft"),
        link=settings.SITE_URL.rstrip("/") + reverse("drop", args=[row.public_id]),
    )


def do(request: HttpRequest, store_id: str, drop_id: str) -> HttpResponse:
    """Carry out the button that was pressed."""
    store, actor = here(request, store_id)
    wish = request.POST.get("do", "")
    try:
        if wish == "discard":
            actions.discard_drop(by=actor, store=store, drop=drop_id)
            messages.success(request, _("The draft is thrown away."))
            return go("desk_drops", store.public_id)
        if wish == "publish":
            return planning.publish(request, store, actor, drop_id)
        _done(request, store, actor, drop_id, wish)
    except (actions.DropNotPossible, actions.DropFixed, SoldOut) as refusal:
        messages.error(request, str(refusal.sentence))
    return go("desk_drop", store.public_id, drop_id)


def _done(request: HttpRequest, store: Store, actor: Actor, drop_id: str, wish: str) -> None:
    if wish == "stop":
        actions.stop_drop(by=actor, store=store, drop=drop_id)
        messages.success(request, _("The drop is stopped. What nobody has won is back on the shelf."))
    elif wish == "units":
        given = Given(request.POST, store.currency)
        units = given.whole("units", needed=True, low=1, high=100_000)
        if units is None:
            raise actions.DropNotPossible(next(iter(given.errors.values())), param="units")
        actions.change_units(by=actor, store=store, drop=drop_id, units=units)
        messages.success(request, _("The number of pieces is changed."))
    else:
        raise BadInput(param="do")


def pill(state: str) -> tuple[str, str]:
    """A state's look and word."""
    words = {
        "draft": ("draft", _("Draft")), "scheduled": ("scheduled", _("Announced")), "open": ("open", _("Running")),
        "sold-out": ("completed", _("Sold out")), "stopped": ("cancelled", _("Stopped")), "ended": ("ended", _("Ended")),
    }  # fmt: skip
    return words[state]


def _row(store: Store, row: Drop) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "name": said(row.title, row.title_zh),
        "href": reverse("desk_drop", args=[store.public_id, row.public_id]),
        "product": said(row.variant.product.title, row.variant.product.title_zh),
        "state": pill(queries.state_of(row)),
        "at": row.opens_at,
        "units": row.units,
        "paid": row.paid,
        "waiting": row.waiting,
    }


def _written(request: HttpRequest, store: Store, actor: Actor, drop_id: str) -> HttpResponse:
    given = Given(request.POST, store.currency)
    fields = form.read(given, store)
    if fields is not None:
        try:
            row = actions.plan_drop(by=actor, store=store, fields=fields, drop=drop_id)
            return go("desk_drop", store.public_id, row.public_id)
        except Refusal as refusal:
            given.take(refusal, form.FIELDS, "title")
    return _form(request, store, actor, request.POST.dict(), drop_id, given, 422)


def _form(
    request: HttpRequest,
    store: Store,
    actor: Actor,
    values: dict[str, Any],
    drop_id: str,
    given: Given | None = None,
    status: int = 200,
) -> HttpResponse:
    return show(
        request,
        "drops/form",
        store,
        actor,
        "desk_drops",
        status=status,
        values=values,
        drop_id=drop_id,
        errors=given.errors if given else {},
        listed=given.listed() if given else [],
        wares=form.wares(store),
        people=form.people(store),
        phases=form.PHASES,
        chinese_open=bool(values.get("title_zh") or values.get("text_zh")),
        phases_open=bool(values.get("who_2"))
        or values.get("who_1") not in (None, "", "everybody")
        or bool(given and any(name.startswith(("who_", "after_", "share_")) for name in given.errors)),
    )
