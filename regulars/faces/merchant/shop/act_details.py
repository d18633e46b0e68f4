"""What an entry of the trail was about, as a link, and what exactly happened, in words."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from regulars.faces.merchant.daily.words import money, number_of
from regulars.faces.merchant.shop.roles import role_names
from regulars.ground.kit.queries import AuditEntry
from regulars.people.merchants.queries import Store

FIELDS: dict[str, str | Promise] = {
    "title": lazy("title"), "title_zh": lazy("Chinese title"), "description": lazy("description"),
    "description_zh": lazy("Chinese description"), "category": lazy("category"), "brand": lazy("brand"),
    "attributes": lazy("facts"), "attributes_zh": lazy("Chinese facts"), "name": lazy("name"),
    "name_zh": lazy("Chinese name"), "story": lazy("story"), "story_zh": lazy("Chinese story"),
    "city": lazy("city"), "logo": lazy("logo"), "banner": lazy("banner"), "freight_minor": lazy("delivery cost"),
    "free_freight_from_minor": lazy("free delivery"), "returns_days": lazy("days to send back"),
    "starts_at": lazy("start"), "ends_at": lazy("end"), "terms": lazy("terms"), "cap_count": lazy("number"),
    "cap_minor": lazy("budget"), "per_person": lazy("times each person"), "pictures": lazy("pictures"),
}  # fmt: skip
# Kind of row -> the page that shows it; the first that an entry names counts.
PAGES = {
    "orders.return": "desk_return",
    "orders.order": "desk_order",
    "catalog.product": "desk_product",
    "offers.offer": "desk_offer",
    "services.serviceclaim": "desk_service_claim",
    "services.plan": "desk_service",
    "customers.relation": "desk_customer",
}


def subject(entry: AuditEntry, store: Store) -> tuple[str, str]:
    """What it was about: a word and the address of its page; both empty when no page shows it."""
    named = dict(one.partition(":")[::2] for one in entry.objects_named)
    if "order" in entry.note:
        named.setdefault("orders.order", str(entry.note["order"]))
    for kind, route in PAGES.items():
        if kind in named:
            return _word(kind, named[kind]), reverse(route, args=[store.public_id, named[kind]])
    return "", ""


def _word(kind: str, public_id: str) -> str:
    number = number_of(public_id)
    return {
        "orders.return": _("Return %(number)s"),
        "orders.order": _("Order %(number)s"),
        "catalog.product": _("Product"),
        "offers.offer": _("Offer"),
        "services.serviceclaim": _("Service claim"),
        "services.plan": _("Service plan"),
        "customers.relation": _("Customer"),
    }[kind] % {"number": number}


def details(entry: AuditEntry, currency: str) -> str:
    """What exactly happened; empty when the entry says it all."""
    note: dict[str, Any] = entry.note
    if "before" in note and "after" in note:
        return f"{_value(entry.action, note['before'], currency)} → {_value(entry.action, note['after'], currency)}"
    if "changed" in note:
        return _(", ").join(str(FIELDS.get(name) or name.replace("_", " ")) for name in note["changed"])
    if "done" in note:
        return _("%(done)s done, %(refused)s refused") % note
    if "amount_minor" in note:
        return money(int(note["amount_minor"]), str(note.get("currency", currency)))
    return f"{note['rate_bp'] / 100:g} %" if "rate_bp" in note else ""


def _value(action: str, value: Any, currency: str) -> str:
    if action == "catalog.set_price":
        return money(int(value), currency) if value is not None else "–"
    return role_names().get(str(value), str(value))
