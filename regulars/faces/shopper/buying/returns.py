"""Money back: choose what and why, see the exact amount, ask; send the goods, withdraw, or let the market decide."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.faces.look.addresses import address
from regulars.faces.look.going import go
from regulars.faces.shopper.buying import tiles, words
from regulars.faces.shopper.buying.going import key_for
from regulars.faces.shopper.frame import looking, show
from regulars.goods.catalog.queries import said
from regulars.ground.kit.refusals import BadInput, NotFound, Refusal
from regulars.trade.orders import actions
from regulars.trade.orders.queries import (
    Order,
    OrderLine,
    Return,
    ReturnLine,
    lines_back,
    lines_of,
    order_of_shopper,
    possible,
    reckon,
    returnable_until,
    returns_in,
)
from regulars.trade.orders.rules import whole_quantity
from regulars.trade.orders.rules.counting import NotWhole

PIECES = "q-"


@never_cache
@require_http_methods(["GET", "POST"])
def return_ask(request: HttpRequest, order: str) -> HttpResponse:
    """Ask for money back for some lines of an order. Raises NotFound."""
    row = order_of_shopper(by=looking(request), order=order, guest_key=key_for(request, order))
    if request.method == "GET":
        return _form(request, row)
    if "look" in request.POST:
        return _form(request, row, look=True)
    try:
        back = _ask(request, row)
    except (NotFound, actions.NotNow, actions.ReturnOpen):
        raise
    except Refusal as refusal:
        return _form(request, row, refusal)
    amount = words.money(back.amount_minor, row.currency)
    messages.success(
        request, _("You asked for %(amount)s. The store answers within three days.") % {"amount": amount}
    )
    return go("return", order, back.public_id)


def _ask(request: HttpRequest, row: Order) -> Return:
    return actions.ask_return(
        by=looking(request),
        order=row.public_id,
        lines=_pieces(request, row),
        kind=request.POST.get("kind", ""),
        reason=request.POST.get("reason", ""),
        text=request.POST.get("text", ""),
        freight="freight" in request.POST,
        guest_key=key_for(request, row.public_id),
    )


def _pieces(request: HttpRequest, row: Order) -> dict[str, int]:
    """How many of each line; 0 means none. Raises BadInput for what is no number."""
    sent = {
        name.removeprefix(PIECES): value for name, value in request.POST.items() if name.startswith(PIECES)
    }
    try:
        counted = {line: whole_quantity(value or "0", 0) for line, value in sent.items()}
    except NotWhole as error:
        raise BadInput(param="lines") from error
    return {line: many for line, many in counted.items() if many}


def _form(
    request: HttpRequest, row: Order, refusal: Refusal | None = None, look: bool = False
) -> HttpResponse:
    if refusal is None and not possible(row)["ask_return"]:
        return go("order", row.group.public_id, to=f"#{row.public_id}")
    urls = tiles.covers(line.cover for line in lines_of(row))
    return show(
        request,
        "buying/return_ask",
        active="me",
        status=422 if refusal else 200,
        order=row,
        store=said(row.store.name, row.store.name_zh),
        lines=[_choice(request, line, row, urls) for line in lines_of(row)],
        kinds=words.return_kinds(),
        reasons=words.reasons(),
        typed=_typed(request),
        refusal=refusal,
        until=returnable_until(row),
        preview=_preview(request, row) if look or refusal else _whole(row),
        back=_back_to(row),
    )


def _back_to(row: Order) -> dict[str, str]:
    return {"href": address("order", row.group.public_id) + f"#{row.public_id}", "label": _("Order")}


def _typed(request: HttpRequest) -> dict[str, object]:
    post = request.POST
    return {
        "kind": post.get("kind", "return_and_refund"),
        "reason": post.get("reason", ""),
        "text": post.get("text", "")[:1000],
        "freight": "freight" in post,
    }


def _choice(request: HttpRequest, line: OrderLine, row: Order, urls: tiles.Urls) -> dict[str, object]:
    left = line.quantity - line.returned_quantity
    only = left if len(lines_of(row)) == 1 else 0
    return tiles.sold(line, row.currency, urls, linked=False) | {
        "left": left,
        "wanted": request.POST.get(f"{PIECES}{line.public_id}", str(only))[:4],
        "field": f"{PIECES}{line.public_id}",
    }


def _preview(request: HttpRequest, row: Order) -> dict[str, object] | None:
    """What the chosen lines would give back today, to the cent."""
    try:
        units = _pieces(request, row)
    except BadInput:
        return None
    keys = {line.public_id: (line.pk, line.quantity - line.returned_quantity) for line in lines_of(row)}
    known = {keys[name][0]: many for name, many in units.items() if name in keys and many <= keys[name][1]}
    return _given_back(row, known, "freight" in request.POST) if known else None


def _whole(row: Order) -> dict[str, object] | None:
    """What the one line of an order would give back; nothing is chosen among several."""
    lines = lines_of(row)
    left = {line.pk: line.quantity - line.returned_quantity for line in lines}
    return _given_back(row, left, freight=False) if len(lines) == 1 and all(left.values()) else None


def _given_back(row: Order, units: dict[int, int], freight: bool) -> dict[str, object]:
    what = reckon(row, units, freight=freight)
    parts = [
        (said(what.lines[one.line_id].title, what.lines[one.line_id].title_zh), one)
        for one in what.backing.lines
    ]
    rows = [
        {"label": f"{name} × {one.quantity}", "minor": one.paid_minor, "kind": "item"} for name, one in parts
    ]
    if what.backing.plans:
        rows.append({"label": _("Service plans"), "minor": what.backing.plans_minor, "kind": "item"})
    if what.backing.freight_minor:
        rows.append({"label": _("Delivery"), "minor": what.backing.freight_minor, "kind": "fee"})
    return {"lines": rows, "total_minor": what.backing.total_minor}


@never_cache
@require_GET
def return_page(request: HttpRequest, order: str, back: str) -> HttpResponse:
    """Where a return stands, and what one can still do. Raises NotFound."""
    return _page(request, *_mine(request, order, back))


def _mine(request: HttpRequest, order: str, back: str) -> tuple[Order, Return]:
    row = order_of_shopper(by=looking(request), order=order, guest_key=key_for(request, order))
    found = next((one for one in returns_in(row) if one.public_id == back), None)
    if found is None:
        raise NotFound()
    return row, found


def _page(request: HttpRequest, order: Order, row: Return, refusal: Refusal | None = None) -> HttpResponse:
    urls = tiles.covers(one.line.cover for one in lines_back(row))
    products = {line.pk: line for line in lines_of(order)}
    return show(
        request,
        "buying/return",
        active="me",
        status=422 if refusal else 200,
        order=order,
        row=row,
        state=words.return_state(row.state),
        kind=dict(words.return_kinds()).get(row.kind, _("Cancelled before it was sent")),
        reason=words.reason(row.reason),
        store=said(order.store.name, order.store.name_zh),
        lines=[_going_back(products[one.line_id], one, row.currency, urls) for one in lines_back(row)],
        goods_first=row.kind == "return_and_refund",
        may_withdraw=row.state in {"asked", "accepted", "disputed"},
        may_dispute=row.disputed_at is None and row.state in {"refused", "accepted"},
        refusal=refusal,
        typed=request.POST.get("text", "")[:1000],
        back=_back_to(order),
    )


def _going_back(line: OrderLine, one: ReturnLine, currency: str, urls: tiles.Urls) -> dict[str, object]:
    given = {"minor": one.amount_minor, "list_minor": None, "quantity": one.quantity}
    return tiles.sold(line, currency, urls) | given


@require_POST
def return_withdraw(request: HttpRequest, order: str, back: str) -> HttpResponse:
    """No longer ask. Raises NotFound, NotNow."""
    row, _back = _mine(request, order, back)
    actions.withdraw_return(by=looking(request), back=back, guest_key=key_for(request, order))
    messages.success(request, _("Withdrawn. Nothing goes back."))
    return go("order", row.group.public_id, to=f"#{order}")


@require_POST
def return_sent(request: HttpRequest, order: str, back: str) -> HttpResponse:
    """The goods are on their way to the store. Raises NotFound, NotNow."""
    _mine(request, order, back)
    actions.send_back(
        by=looking(request),
        back=back,
        carrier=request.POST.get("carrier", ""),
        tracking=request.POST.get("tracking", ""),
        guest_key=key_for(request, order),
    )
    messages.success(request, _("Noted. The money follows as soon as the goods arrive."))
    return go("return", order, back)


@require_POST
def return_dispute(request: HttpRequest, order: str, back: str) -> HttpResponse:
    """Ask the market to decide. Raises NotFound, NotNow."""
    row, found = _mine(request, order, back)
    text = request.POST.get("text", "")
    if not text.strip():
        return _page(request, row, found, actions.SayWhy(param="text"))
    actions.dispute(by=looking(request), back=back, text=text, guest_key=key_for(request, order))
    messages.success(request, _("The market looks at it and writes to both of you."))
    return go("return", order, back)
