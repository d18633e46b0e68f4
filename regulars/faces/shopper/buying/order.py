"""One order group: what happened, where the parcels are, what it cost, what one can do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from regulars.faces.look.addresses import address
from regulars.faces.look.places import address_lines
from regulars.faces.look.speech import number_of
from regulars.faces.shopper.asking import cards
from regulars.faces.shopper.buying import tiles, words
from regulars.faces.shopper.buying.going import keep_key, key_for
from regulars.faces.shopper.buying.held import held_of
from regulars.faces.shopper.buying.orders import shown_state
from regulars.faces.shopper.buying.paying import guest_link
from regulars.faces.shopper.buying.receipts import in_words, rules_of
from regulars.faces.shopper.frame import looking, show
from regulars.faces.shopper.services.words import plans_of_orders
from regulars.goods.catalog.queries import said
from regulars.ground.kit import clock
from regulars.trade.orders.queries import (
    Order,
    OrderEvent,
    OrderGroup,
    OrderLine,
    Return,
    group_of,
    lines_back,
    lines_of,
    parcels_of,
    parts_of,
    possible,
    receipt_of,
    returnable_until,
    returns_in,
    steps_of,
)
from regulars.trade.payments.queries import PaymentRefund, refunds_of

WAY = ("paid", "shipped", "delivered", "confirmed")
ENDS_BADLY = {"cancelled", "expired", "refused", "return-refused"}


@never_cache
@require_GET
def order(request: HttpRequest, group: str) -> HttpResponse:
    """The page of an order group; a guest opens it with its key. Raises NotFound."""
    row = group_of(by=looking(request), group=group, guest_key=key_for(request, group))
    orders = parts_of(row)
    if request.GET.get("key"):
        keep_key(request, row.guest_key, [row.public_id, *(one.public_id for one in orders)])
    urls = tiles.covers(line.cover for one in orders for line in lines_of(one))
    asks = cards.about_orders(looking(request).person_id, [one.public_id for one in orders])
    names = {one.store.public_id: said(one.store.name, one.store.name_zh) for one in orders}
    guest = looking(request).person_id is None
    plans = plans_of_orders([one.public_id for one in orders])
    priced = receipt_of(row)
    told = in_words(priced, names, row.prepaid_minor)
    return show(
        request,
        "buying/order",
        active="me",
        group=row,
        orders=[_order(row, one, urls) | {"plans": plans.get(one.public_id, [])} for one in orders],
        receipt=told,
        offer_rules=rules_of(priced, told.titles),
        asks=asks,
        address=address_lines(row.address),
        refunds=_refunds(row, orders),
        held=held_of([row]).get(row.public_id),
        waits=row.state == "awaiting_payment" and row.pay_until > clock.now(),
        guest=guest,
        link=guest_link(row) if guest else "",
        back={"href": address("orders") if not guest else address("home"), "label": _("My orders")},
    )


def _order(group: OrderGroup, row: Order, urls: tiles.Urls) -> dict[str, object]:
    state = shown_state(group, row)
    return {
        "id": row.public_id,
        "row": row,
        "number": number_of(row.public_id),
        "store": {
            "name": said(row.store.name, row.store.name_zh),
            "href": address("store", row.store.slug),
        },
        "state": words.order_state(state),
        "steps": steps(row, state),
        "timeline": _timeline(row),
        "lines": [_line(line, row.currency, urls) for line in lines_of(row)],
        "may": possible(row),
        "until": returnable_until(row),
        "returns": [_back(row, back) for back in returns_in(row)],
        "parcels": parcels_of(row),
    }


def _line(line: OrderLine, currency: str, urls: tiles.Urls) -> dict[str, object]:
    gone = line.returned_quantity
    notes = [_("%(n)s sent back") % {"n": gone}] if gone else []
    return tiles.sold(line, currency, urls) | {"notes": notes}


def steps(row: Order, state: str) -> dict[str, object] | None:
    """The short way of an order that goes well, and where it is on it; None for one that ended otherwise."""
    at = {
        "paid": "paid",
        "processing": "paid",
        "shipped": "shipped",
        "delivered": "delivered",
        "confirmed": "confirmed",
    }
    if state not in at:
        return None
    labels = {"paid": _("Paid"), "shipped": _("Sent"), "delivered": _("Arrived"), "confirmed": _("Completed")}
    items = [{"key": key, "label": labels[key]} for key in WAY]
    return {"items": items, "current": "" if state == "confirmed" else at[state]}


def _timeline(row: Order) -> list[dict[str, object]]:
    """What happened, newest first."""
    events = steps_of(row)
    return [_event(one, newest=place == 0) for place, one in enumerate(reversed(events))]


def _event(one: OrderEvent, newest: bool) -> dict[str, object]:
    kind = "bad" if one.kind in ENDS_BADLY else "now" if newest else "done"
    noted = one.kind in {"shipped", "refused"}
    return {
        "title": words.happened(one.kind),
        "at": one.at,
        "who": words.who(one.by_kind),
        "note": one.note if noted else "",
        "kind": kind,
        "icon": "" if kind == "bad" else "check",
    }


def _back(row: Order, back: Return) -> dict[str, object]:
    return {
        "row": back,
        "href": address("return", row.public_id, back.public_id),
        "state": words.return_state(back.state),
        "reason": words.reason(back.reason),
        "pieces": sum(line.quantity for line in lines_back(back)),
    }


def _refunds(group: OrderGroup, orders: list[Order]) -> list[PaymentRefund]:
    """Money on its way back; asked for only when there can be some."""
    ended = group.state in {"expired", "cancelled"}
    return (
        list(refunds_of(group.public_id, *group.advances))
        if ended or any(one.refunded_minor for one in orders)
        else []
    )
