"""Who did what, and when, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from regulars.faces.merchant.daily import words
from regulars.people.merchants.queries import Store, staff_names
from regulars.trade.orders.queries import Order, steps_of

UNSIGNED = {"placed", "paid"}
BAD = {"refused", "cancelled", "expired", "return-refused", "return-disputed"}
ICONS = {
    "placed": "basket",
    "paid": "money",
    "accepted": "order",
    "shipped": "truck",
    "refunded": "money",
    "return-asked": "return",
}
COUNTED = {
    "refunded",
    "return-asked",
    "return-accepted",
    "return-refused",
    "return-withdrawn",
    "return-disputed",
}


def timeline_of(store: Store, order: Order) -> list[dict[str, Any]]:
    """The order's steps, the newest first. One query beside the order's own."""
    staff = staff_names(store)
    return [
        {
            "title": words.event(event.kind),
            "at": event.at,
            "who": ""
            if event.kind in UNSIGNED
            else who(event.by_kind, event.by_id, staff, order.person.name),
            "note": words.number_of(event.note) if event.kind in COUNTED and event.note else event.note,
            "kind": "bad" if event.kind in BAD else "done",
            "icon": ICONS.get(event.kind, ""),
        }
        for event in reversed(steps_of(order))
    ]


def who(kind: str, person_id: int | None, staff: Mapping[int, str], buyer: str) -> str:
    """Who did it, as the store may know it."""
    if kind == "staff":
        return staff.get(person_id or 0, _("Staff"))
    if kind == "shopper":
        return buyer or _("The buyer")
    return {
        "guest": _("The buyer"),
        "operator": _("The market"),
        "provider": _("Payment provider"),
        "system": _("By itself"),
    }.get(kind, "")
