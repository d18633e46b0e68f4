"""One order: what was bought and why it cost that, who bought it, where it goes, and what happened so far."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.merchant.daily import dues, words
from regulars.faces.merchant.daily.contact import address_lines, contact_of
from regulars.faces.merchant.daily.history import timeline_of
from regulars.faces.merchant.daily.orders import buyer_of
from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.services.sold import plans_of
from regulars.goods.catalog.queries import said
from regulars.goods.media.queries import picture_urls, pictures_by_public_id
from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.loyalty.customers.queries import relation_of
from regulars.loyalty.customers.rules import stage
from regulars.people.merchants.queries import Store
from regulars.trade.orders.queries import (
    Order,
    PartStep,
    Return,
    carriers_of,
    contact_is_open,
    freight_is_back,
    income_of,
    left_of,
    lines_of,
    order_of,
    parcels_of,
    part_of,
    returns_in,
)
from regulars.trade.orders.rules import AFTER_SHIPPING, BEFORE_SHIPPING
from regulars.trade.orders.rules.states import OPEN_RETURNS


def one(request: HttpRequest, store_id: str, order_id: str) -> HttpResponse:
    """The order's page."""
    store, actor = here(request, store_id)
    need(actor, "orders", "reception")
    order = order_of(store, order_id)
    return show(
        request,
        "daily/order",
        store,
        actor,
        "desk_orders",
        order=order,
        number=words.number_of(order.public_id),
        pill=words.order_state(order.state),
        lines=shown_lines(order),
        plans=plans_of(order),
        receipt=_receipt(order),
        income=_income(order),
        buyer=_buyer(store, order, actor),
        contact=contact_of(order, opened=contact_is_open(actor, store, order)),
        address=address_lines(order.group.address),
        timeline=timeline_of(store, order),
        parcels=parcels_of(order),
        returns=[_return(store, back) for back in returns_in(order)],
        can=can(order, actor),
        due=dues.to_ship(order.ship_by) if order.state in BEFORE_SHIPPING and order.ship_by else None,
        carriers=carriers_of(store),
    )


def can(order: Order, actor: Actor) -> Mapping[str, bool]:
    """What the viewer may do with the order now. Expects a whole order."""
    waiting, gone = order.state in BEFORE_SHIPPING, order.state in AFTER_SHIPPING
    asked = any(back.state in OPEN_RETURNS for back in returns_in(order))
    mine = actor.may("orders")
    return {
        "accept": mine and order.state == "paid",
        "ship": mine and waiting and not asked,
        "deliver": mine and order.state == "shipped",
        "refuse": mine and waiting,
        "refund": mine and (waiting or gone) and not asked and something_left(order),
        "asked": asked,
    }


def something_left(order: Order) -> bool:
    """Whether anything of the order has not gone back yet."""
    return any(left_of(order).values())


def shown_lines(order: Order) -> list[dict[str, Any]]:
    """The order's lines with what came off them and who bears it."""
    lines = lines_of(order)
    covers = pictures_by_public_id([line.cover for line in lines if line.cover])
    return [
        {
            "id": line.public_id,
            "title": words.title_of(line),
            "variant": words.variant_of(line),
            "sku": line.variant.sku,
            "image": picture_urls(covers[line.cover]) if line.cover in covers else None,
            "quantity": line.quantity,
            "returned": line.returned_quantity,
            "left": line.quantity - line.returned_quantity,
            "unit_minor": line.unit_minor,
            "list_minor": line.list_minor,
            "store_minor": line.store_discount_minor,
            "market_minor": line.market_discount_minor,
            "paid_minor": line.paid_minor,
        }
        for line in lines
    ]


def _receipt(order: Order) -> list[dict[str, Any]]:
    plans = plans_of(order)
    listed = order.goods_minor - sum(one["list_minor"] for one in plans)
    lines = [{"label": _("Goods at list price"), "minor": listed, "kind": "item"}]
    lines += [{"label": one["label"], "minor": one["list_minor"], "kind": "item"} for one in plans]
    steps = part_of(order)
    lines += [_step(step, order.currency) for step in steps if step.step != "freight"]
    lines.append({"label": _("Delivery"), "minor": order.freight_minor, "kind": "fee"})
    return lines + [_step(step, order.currency) for step in steps if step.step == "freight"]


def _step(step: PartStep, currency: str) -> dict[str, Any]:
    if not step.market_minor:
        borne = _("paid by you")
    elif not step.store_minor:
        borne = _("paid by the market")
    else:
        borne = _("%(own)s paid by you, %(other)s by the market") % {
            "own": words.money(step.store_minor, currency),
            "other": words.money(step.market_minor, currency),
        }
    name = words.step(step.step)
    return {
        "label": said(step.title, step.title_zh) or name or _("Offer"),
        "note": name if step.title else "",
        "minor": -step.amount_minor,
        "kind": "offer",
        "funder": borne,
    }


def _income(order: Order) -> list[dict[str, Any]]:
    """From what the shopper paid to what the store gets, refunds included."""
    income = income_of(order)
    rows = [{"label": _("Paid by the buyer"), "minor": income.paid_minor}]
    if income.refunded_minor:
        rows.append({"label": _("Sent back to the buyer"), "minor": -income.refunded_minor})
    if income.market_minor:
        rows.append({"label": _("Offers the market pays you for"), "minor": income.market_minor})
    rows.append({"label": _("Commission of the market"), "minor": -income.commission_minor})
    return [*rows, {"label": _("Yours"), "minor": income.total_minor, "total": True}]


def _buyer(store: Store, order: Order, actor: Actor) -> dict[str, Any]:
    found = relation_of(store, order.person_id)
    row: dict[str, Any] = {"name": buyer_of(order), "href": "", "badge": None, "orders": 0}
    if found is None:
        return row
    where = stage(found.orders_count, found.last_order_at, found.followed_at is not None, clock.now())
    readable = actor.may("customers") or actor.may("reception")
    href = reverse("desk_customer", args=[store.public_id, found.public_id]) if readable else ""
    return row | {"href": href, "badge": words.stage(where), "orders": found.orders_count}


def _return(store: Store, back: Return) -> dict[str, Any]:
    return {
        "number": words.number_of(back.public_id),
        "href": reverse("desk_return", args=[store.public_id, back.public_id]),
        "pill": words.return_state(back.state),
        "kind": words.return_kind(back.kind),
        "reason": words.reason(back.reason),
        "amount": back.amount_minor,
        "at": back.asked_at,
    }


def slip(request: HttpRequest, store_id: str, order_id: str) -> HttpResponse:
    """What lies in the parcel, to print: no prices."""
    store, actor = here(request, store_id)
    need(actor, "orders")
    order = order_of(store, order_id)
    return show(
        request,
        "daily/slip",
        store,
        actor,
        "desk_orders",
        order=order,
        number=words.number_of(order.public_id),
        lines=[line for line in shown_lines(order) if line["left"]],
        contact=contact_of(order, opened=contact_is_open(actor, store, order)),
        address=address_lines(order.group.address),
        freight_back=freight_is_back(order),
    )
