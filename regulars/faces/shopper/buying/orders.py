"""One's orders: the list by where they stand, and what one can do with an order."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from regulars.faces.look.addresses import address
from regulars.faces.look.going import go
from regulars.faces.shopper.buying import tiles, words
from regulars.faces.shopper.buying.going import key_for
from regulars.faces.shopper.buying.held import held_of
from regulars.faces.shopper.frame import looking, show
from regulars.goods.catalog.queries import said
from regulars.ground.kit import clock
from regulars.ground.kit.pages import Page
from regulars.trade.orders import actions
from regulars.trade.orders.queries import (
    Order,
    OrderGroup,
    Return,
    groups_of,
    lines_of,
    order_of_shopper,
    parts_of,
)

SIZE = 10
PREVIEW = 3


@never_cache
@require_GET
def orders(request: HttpRequest) -> HttpResponse:
    """The person's orders, newest first, by where they stand. Raises LogInFirst."""
    state = request.GET.get("state", "")
    found = groups_of(by=looking(request), state=state, cursor=request.GET.get("cursor", ""), size=SIZE)
    return show(
        request,
        "buying/orders",
        active="me",
        tabs=_tabs(),
        chosen=state,
        groups=_cards(found),
        prev=_link(state, found.prev_cursor),
        next=_link(state, found.next_cursor),
        back={"href": address("me"), "label": _("Me")},
    )


def _tabs() -> list[dict[str, str]]:
    labels = {
        "": _("All"),
        "awaiting_payment": _("To pay"),
        "paid": _("To be sent"),
        "shipped": _("On the way"),
        "delivered": _("Arrived"),
        "returns": _("Returns"),
    }
    home = address("orders")
    return [
        {"key": key, "label": label, "href": f"{home}?state={key}" if key else home}
        for key, label in labels.items()
    ]


def _link(state: str, cursor: str) -> str:
    given = {key: value for key, value in (("state", state), ("cursor", cursor)) if value}
    return f"?{urlencode(given)}" if cursor else ""


def _cards(found: Page[OrderGroup]) -> list[dict[str, object]]:
    urls = tiles.covers(
        line.cover for group in found.items for order in parts_of(group) for line in lines_of(order)
    )
    held = held_of(found.items)
    return [_card(group, urls, group.public_id in held) for group in found.items]


def _card(group: OrderGroup, urls: tiles.Urls, held: bool) -> dict[str, object]:
    return {
        "href": address("order", group.public_id),
        "placed_at": group.placed_at,
        "total_minor": group.total_minor,
        "currency": group.currency,
        "pay": address("pay", group.public_id) if _waits(group) and not held else "",
        "held": held,
        "pay_until": group.pay_until,
        "orders": [_part(group, order, urls) for order in parts_of(group)],
    }


def _waits(group: OrderGroup) -> bool:
    return bool(group.state == "awaiting_payment" and group.pay_until > clock.now())


def _part(group: OrderGroup, order: Order, urls: tiles.Urls) -> dict[str, object]:
    lines = lines_of(order)
    return {
        "store": said(order.store.name, order.store.name_zh),
        "state": words.order_state(shown_state(group, order)),
        "pictures": [urls.get(line.cover) for line in lines[:PREVIEW]],
        "more": len(lines) - PREVIEW,
        "first": said(lines[0].title, lines[0].title_zh) if lines else "",
        "pieces": sum(line.quantity for line in lines),
    }


def shown_state(group: OrderGroup, order: Order) -> str:
    """An order's state as it is true: an unpaid one whose time is over has expired, swept up or not."""
    late = order.state == "awaiting_payment" and group.pay_until <= clock.now()
    return "expired" if late else str(order.state)


@require_POST
def order_confirm(request: HttpRequest, order: str) -> HttpResponse:
    """The goods are here and all is well. Raises NotFound, NotNow, ReturnOpen."""
    row = actions.confirm(by=looking(request), order=order, guest_key=key_for(request, order))
    messages.success(request, _("Thank you. The order is complete."))
    return go("order", row.group.public_id, to=f"#{order}")


@require_POST
def order_cancel(request: HttpRequest, order: str) -> HttpResponse:
    """Give up an order: the group while unpaid, one part once paid. Raises NotFound, NotNow."""
    by, key = looking(request), key_for(request, order)
    row = order_of_shopper(by=by, order=order, guest_key=key)
    group = row.group.public_id
    if row.group.paid_at is None:
        actions.cancel_group(by=by, group=group, guest_key=key_for(request, group) or key)
        came = held_of([row.group]).get(group)
        messages.success(
            request,
            _("The order is cancelled.") if came else _("The order is cancelled. Nothing was charged."),
        )
        return go("order", group)
    back = actions.ask_return(by=by, order=order, kind="cancel", reason="changed-mind", guest_key=key)
    messages.success(request, _cancelled(back, row))
    return go("order", group, to=f"#{order}")


def _cancelled(back: Return, row: Order) -> str:
    amount = words.money(back.amount_minor, row.currency)
    if back.state == "refunded":
        return _("The order is cancelled. %(amount)s goes back to you.") % {"amount": amount}
    return _(
        "The store prepares it already and was asked to cancel. %(amount)s goes back to you if it agrees."
    ) % {"amount": amount}
