"""Contracts and claims in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.goods.catalog.queries import said
from regulars.ground.kit.moments import said_day
from regulars.trade.offers.rules import Receipt
from regulars.trade.services.queries import Seen, ServiceClaim, of_orders, title_of, titles_of_plans


def plan_lines(receipt: Receipt) -> list[dict[str, object]]:
    """The service plans of a receipt, a line each, at their list price. One query; none without plans."""
    plans = [line for line in receipt.basket.lines if line.service]
    titles = titles_of_plans({line.product_id for line in plans})
    return [
        {
            "label": _("Service plan: %(title)s") % {"title": said(*titles.get(line.product_id, ("", "")))},
            "note": f"× {line.quantity}" if line.quantity > 1 else "",
            "minor": line.list_minor,
            "kind": "item",
        }
        for line in plans
    ]


def plans_of_orders(orders: Iterable[str]) -> dict[str, list[dict[str, object]]]:
    """The plans of orders (public ids) as their page lists them."""
    return {
        order: [in_order(one) for one in found if one.stage != "void"]
        for order, found in of_orders(orders).items()
    }


def in_order(one: Seen) -> dict[str, object]:
    """A contract as a row of its order."""
    row = one.row
    return {
        "href": reverse("my_service", args=[row.public_id]) if one.stage != "unpaid" else "",
        "title": title_of(one.definition),
        "product": said(row.product_title, row.product_title_zh),
        "minor": row.paid_minor,
        "currency": row.currency,
        "state": stage(one),
    }


def stage(one: Seen) -> tuple[str, str]:
    """Where a contract stands: the colour of its pill and its words."""
    if one.stage == "running" and one.used_up:
        return "ended", _("all claims used")
    return {
        "unpaid": ("unpaid", _("not paid yet")),
        "waiting": ("scheduled", _("not started yet")),
        "running": ("active", _("running")),
        "over": ("ended", _("over")),
        "refunded": ("refunded", _("given back")),
        "void": ("cancelled", _("not sold")),
    }[one.stage]


def day(one: date) -> str:
    """A calendar day: "Nov 22, 2026"."""
    return said_day(one)


def time_left(one: Seen) -> str:
    """How long it still runs, in words."""
    if one.stage == "waiting":
        begins = {
            "delivery": _("It starts on the day your goods arrive."),
            "confirmation": _("It starts on the day you complete the order."),
        }
        return begins[one.definition.starts]
    if one.stage != "running":
        return ""
    left = ngettext("%(n)s day left", "%(n)s days left", one.days_left)
    return left % {"n": one.days_left}


def claims_left(one: Seen) -> str:
    """How often it can still be claimed, in words."""
    if one.used_up:
        return _("All claims are used.")
    left = ngettext("%(n)s of %(most)s claim left", "%(n)s of %(most)s claims left", one.row.claims_most)
    return left % {"n": one.claims_left, "most": one.row.claims_most}


def why_not(one: Seen) -> str:
    """Why it cannot be claimed now; empty when it can."""
    standing = one.standing
    if standing.reason == "too-soon" and standing.next_on is not None:
        return _("The next claim is possible from %(day)s on.") % {"day": day(standing.next_on)}
    return {
        "": "",
        "not-started": _("The plan has not started yet."),
        "over": _("The plan is over."),
        "ended": _("The plan went back with the goods."),
        "open": _("A claim is under way. When it is done, the next one is possible."),
        "used-up": _("All claims are used."),
    }.get(standing.reason, "")


def claim_state(row: ServiceClaim) -> tuple[str, str]:
    """Where a claim stands: the colour of its pill and its words."""
    return {
        "asked": ("open", _("asked")),
        "accepted": ("active", _("accepted")),
        "refused": ("rejected", _("refused")),
        "withdrawn": ("cancelled", _("withdrawn")),
        "received": ("active", _("in work")),
        "done": ("completed", _("done")),
        "confirmed": ("completed", _("done and confirmed")),
        "disputed": ("in_review", _("with the market")),
        "settled": ("closed", _("decided by the market")),
        "ended": ("closed", _("ended with the goods")),
    }[row.state]


def happened(kind: str) -> str:
    """A step of a claim."""
    return {
        "asked": _("You asked for the service"),
        "accepted": _("Accepted: the store will do it"),
        "refused": _("The store refused"),
        "withdrawn": _("You withdrew it"),
        "received": _("The store has begun"),
        "done": _("Done"),
        "confirmed": _("You confirmed it"),
        "disputed": _("You asked the market to decide"),
        "settled": _("The market decided"),
        "ended": _("The goods went back; the plan and this claim ended"),
    }[kind]


def way(key: str) -> str:
    """How the service is done."""
    return {
        "send-in": _("Send it in"),
        "at-shop": _("At the shop"),
        "at-home": _("At my home"),
    }[key]
