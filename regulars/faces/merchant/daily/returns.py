"""Returns: those to decide by their deadline, and one return with its decision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from regulars.faces.look.going import go
from regulars.faces.merchant.daily import dues, words
from regulars.faces.merchant.daily.history import timeline_of
from regulars.faces.merchant.daily.orders import buyer_of
from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.daily.tables import pages, views
from regulars.faces.merchant.frame import here, show
from regulars.goods.media.queries import picture_urls, pictures_by_public_id
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import Refusal
from regulars.people.merchants.queries import Store
from regulars.trade.orders import actions as orders
from regulars.trade.orders.queries import (
    Order,
    Return,
    left_of,
    lines_back,
    order_of,
    refund_preview,
    return_counts,
    return_of,
    returns_go_to,
    returns_to_work,
)

STATES = ("all", "asked", "accepted", "disputed", "refunded", "refused", "withdrawn")


def index(request: HttpRequest, store_id: str) -> HttpResponse:
    """The store's returns as filtered; without a choice those to decide, if there are any."""
    store, actor = here(request, store_id)
    need(actor, "orders")
    counts = return_counts(store)
    asked = _asked(request, counts)
    state = "" if asked["state"] == "all" else asked["state"]
    found = returns_to_work(store, state, asked["q"].lstrip("# "), cursor=request.GET.get("cursor", ""))
    covers = _covers(found.items)
    return show(
        request,
        "daily/returns",
        store,
        actor,
        "desk_returns",
        asked=asked,
        rows=[_row(row, store, covers) for row in found.items],
        anything=any(counts.values()),
        views=views(asked, "state", _views(counts)),
        paging=pages(asked, found),
    )


def _asked(request: HttpRequest, counts: Mapping[str, int]) -> dict[str, str]:
    usual = "asked" if counts.get("asked") and "q" not in request.GET else "all"
    state = request.GET.get("state", usual)
    return {"q": request.GET.get("q", "")[:120], "state": state if state in STATES else "all"}


def _views(counts: Mapping[str, int]) -> Iterator[tuple[str, str, int | None]]:
    named = (
        ("asked", _("To decide")),
        ("accepted", _("Goods coming back")),
        ("disputed", _("With the market")),
        ("refunded", _("Refunded")),
        ("refused", pgettext("return", "Refused")),
        ("withdrawn", _("Withdrawn")),
    )
    for key, label in named:
        yield key, label, counts.get(key, 0)
    yield "all", _("All"), sum(counts.values())


def _covers(rows: list[Return]) -> Mapping[str, Any]:
    return pictures_by_public_id([part.line.cover for row in rows for part in lines_back(row)[:1]])


def _row(row: Return, store: Store, covers: Mapping[str, Any]) -> dict[str, Any]:
    lines = lines_back(row)
    first = lines[0].line if lines else None
    code, label = words.return_state(row.state)
    return {
        "id": row.public_id,
        "href": reverse("desk_return", args=[store.public_id, row.public_id]),
        "number": words.number_of(row.order.public_id),
        "goods": words.title_of(first) if first else "",
        "more": len(lines) - 1,
        "pieces": sum(line.quantity for line in lines),
        "image": picture_urls(covers[first.cover]) if first and first.cover in covers else None,
        "buyer": row.order.person.name or _("Guest"),
        "kind": words.return_kind(row.kind),
        "reason": words.reason(row.reason),
        "state": code,
        "state_label": label,
        "due": dues.to_decide(row.decide_by) if row.state == "asked" else None,
        "at": row.asked_at,
        "amount": row.amount_minor,
        "currency": row.currency,
    }


def one(request: HttpRequest, store_id: str, return_id: str) -> HttpResponse:
    """One return."""
    store, actor = here(request, store_id)
    need(actor, "orders")
    return page(request, store, actor, return_id)


def page(
    request: HttpRequest,
    store: Store,
    actor: Actor,
    return_id: str,
    error: str = "",
    typed: str = "",
    error_where: str = "",
) -> HttpResponse:
    """One return with its order; `error` stands beside the answer that was typed, `error_where` at the address."""
    back = return_of(store, return_id)
    order = order_of(store, back.order.public_id)
    return show(
        request,
        "daily/return",
        store,
        actor,
        "desk_returns",
        status=422 if error or error_where else 200,
        back=back,
        order=order,
        number=words.number_of(order.public_id),
        buyer=buyer_of(order),
        pill=words.return_state(back.state),
        kind=words.return_kind(back.kind),
        reason=words.reason(back.reason),
        lines=_lines(back),
        now=_preview(order, back),
        goods_first=back.kind == "return_and_refund",
        send_to=back.send_to or returns_go_to(store),
        error_where=error_where,
        due=dues.to_decide(back.decide_by) if back.state == "asked" else None,
        timeline=timeline_of(store, order),
        error=error,
        typed=typed,
    )


def _lines(back: Return) -> list[dict[str, Any]]:
    covers = pictures_by_public_id([part.line.cover for part in lines_back(back)])
    return [
        {
            "title": words.title_of(part.line),
            "variant": words.variant_of(part.line),
            "quantity": part.quantity,
            "bought": part.line.quantity,
            "amount_minor": part.amount_minor,
            "image": picture_urls(covers[part.line.cover]) if part.line.cover in covers else None,
        }
        for part in lines_back(back)
    ]


def _preview(order: Order, back: Return) -> Any:
    """What would go back today; None once it did or will not."""
    if back.state not in ("asked", "accepted", "disputed", "refused"):
        return None
    units = {part.line.public_id: part.quantity for part in lines_back(back)}
    left = left_of(order)
    if any(left.get(line, 0) < many for line, many in units.items()):
        return None
    return refund_preview(order, units, freight=bool(back.split.get("freight")))


@require_POST
def accept(request: HttpRequest, store_id: str, return_id: str) -> HttpResponse:
    """Agree to a return."""
    store, actor = here(request, store_id)
    need(actor, "orders")
    waits = return_of(store, return_id).kind == "return_and_refund"
    answer, send_to = request.POST.get("answer", ""), request.POST.get("send_to", "")
    if waits and not send_to.strip():
        return page(request, store, actor, return_id, error_where=str(orders.SayWhere.sentence))
    orders.accept_return(
        by=actor,
        store=store,
        back=return_id,
        answer=answer,
        restock="restock" in request.POST,
        send_to=send_to,
    )
    messages.success(
        request,
        _("Accepted. The money goes back when the goods are here.")
        if waits
        else _("Accepted, and the money is sent back."),
    )
    return go("desk_return", store.public_id, return_id)


@require_POST
def refuse(request: HttpRequest, store_id: str, return_id: str) -> HttpResponse:
    """Decline a return with an answer."""
    store, actor = here(request, store_id)
    need(actor, "orders")
    answer = request.POST.get("answer", "")
    try:
        orders.refuse_return(by=actor, store=store, back=return_id, answer=answer)
    except Refusal as refusal:
        if refusal.param is None:
            raise
        return page(request, store, actor, return_id, str(refusal.sentence), answer)
    messages.success(request, _("Refused. The buyer reads your answer and may ask the market to decide."))
    return go("desk_return", store.public_id, return_id)


@require_POST
def where(request: HttpRequest, store_id: str, return_id: str) -> HttpResponse:
    """Say where goods that come back go."""
    store, actor = here(request, store_id)
    need(actor, "orders")
    try:
        orders.say_where(by=actor, store=store, back=return_id, send_to=request.POST.get("send_to", ""))
    except orders.SayWhere as refusal:
        return page(request, store, actor, return_id, error_where=str(refusal.sentence))
    messages.success(request, _("The buyer reads the address on the page of the return, and in a letter."))
    return go("desk_return", store.public_id, return_id)


@require_POST
def receive(request: HttpRequest, store_id: str, return_id: str) -> HttpResponse:
    """The goods are back."""
    store, actor = here(request, store_id)
    need(actor, "orders")
    orders.receive_return(by=actor, store=store, back=return_id, restock="restock" in request.POST)
    messages.success(request, _("The goods are back and the money is on its way to the buyer."))
    return go("desk_return", store.public_id, return_id)
