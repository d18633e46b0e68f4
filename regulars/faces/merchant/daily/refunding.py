"""Money back from the store's side: some pieces, or the whole order refused; the exact amount first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from regulars.faces.look.going import go
from regulars.faces.merchant.daily import words
from regulars.faces.merchant.daily.order import shown_lines, something_left
from regulars.faces.merchant.daily.orders import buyer_of
from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.frame import here, show
from regulars.ground.kit.refusals import Refusal
from regulars.trade.orders.actions import refund_lines, refuse_order
from regulars.trade.orders.queries import Order, freight_is_back, left_of, lines_of, order_of, refund_preview
from regulars.trade.orders.rules import AFTER_SHIPPING, BEFORE_SHIPPING, REASONS

AGREED = tuple(reason for reason in REASONS if reason != "changed-mind")


def refund(request: HttpRequest, store_id: str, order_id: str) -> HttpResponse:
    """Choose pieces, see what goes back, send it."""
    store, actor = here(request, store_id)
    need(actor, "orders")
    order = order_of(store, order_id)
    given = request.POST if request.method == "POST" else request.GET
    units, errors = _units(order, given)
    if request.method == "POST" and not units:
        errors.setdefault("units", _("Choose at least one piece."))
    if request.method == "POST" and not errors:
        try:
            back = refund_lines(
                by=actor, store=store, order=order_id, lines=units, freight="freight" in given,
                reason=given.get("reason", "agreed"), text=given.get("text", ""), restock="restock" in given,
            )  # fmt: skip
        except Refusal as refusal:
            if refusal.param is None:
                raise
            errors["units"] = str(refusal.sentence)
        else:
            sent = words.money(back.amount_minor, order.currency)
            messages.success(request, _("%(amount)s went back to the buyer.") % {"amount": sent})
            return go("desk_order", store.public_id, order_id)
    context = _context(order, given, units, errors)
    if request.headers.get("HX-Request"):
        return render(request, "merchant/daily/refund_sum.html", {"store": store} | context)
    status = 422 if request.method == "POST" else 200
    return show(request, "daily/refund", store, actor, "desk_orders", status=status, **context)


def _units(order: Order, given: QueryDict) -> tuple[dict[str, int], dict[str, str]]:
    """Pieces by line as typed, and sentences by line for those that cannot be."""
    units: dict[str, int] = {}
    errors: dict[str, str] = {}
    for line in lines_of(order):
        text, left = (
            given.get(f"units_{line.public_id}", "0").strip() or "0",
            line.quantity - line.returned_quantity,
        )
        if not (text.isascii() and text.isdecimal()) or int(text[:9]) > left:
            errors[line.public_id] = _("At most %(n)s.") % {"n": left}
        elif int(text):
            units[line.public_id] = int(text)
    return units, errors


def _context(
    order: Order, given: QueryDict, units: Mapping[str, int], errors: Mapping[str, str]
) -> dict[str, Any]:
    freight = "freight" in given
    return {
        "order": order,
        "number": words.number_of(order.public_id),
        "buyer": buyer_of(order),
        "lines": [line for line in shown_lines(order) if line["left"]],
        "units": units,
        "errors": errors,
        "freight": freight,
        "freight_left": bool(order.freight_minor) and not freight_is_back(order),
        "shipped": order.state in AFTER_SHIPPING,
        "possible": order.state in (*BEFORE_SHIPPING, *AFTER_SHIPPING) and something_left(order),
        "restock": "restock" in given,
        "reasons": [(code, words.reason(code)) for code in AGREED],
        "reason": given.get("reason", "agreed"),
        "text": given.get("text", ""),
        "back": refund_preview(order, units, freight=freight) if units and not errors else None,
    }


def refuse(request: HttpRequest, store_id: str, order_id: str) -> HttpResponse:
    """Say why the order cannot be delivered; everything goes back."""
    store, actor = here(request, store_id)
    need(actor, "orders")
    order, error = order_of(store, order_id), ""
    if request.method == "POST":
        try:
            refuse_order(
                by=actor, store=store, order=order_id, reason=request.POST.get("reason", ""),
                restock="restock" in request.POST,
            )  # fmt: skip
        except Refusal as refusal:
            if refusal.param is None:
                raise
            error = str(refusal.sentence)
        else:
            messages.success(request, _("The order is refused and the money is on its way back."))
            return go("desk_order", store.public_id, order_id)
    units = left_of(order)
    return show(
        request, "daily/refuse", store, actor, "desk_orders", status=422 if error else 200, order=order,
        number=words.number_of(order.public_id), buyer=buyer_of(order), error=error,
        typed=request.POST, back=refund_preview(order, units, freight=True),
        possible=order.state in BEFORE_SHIPPING,
    )  # fmt: skip
