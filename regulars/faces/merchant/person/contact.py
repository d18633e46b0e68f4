"""How a customer can be reached, masked until somebody opens it; opening it is put on record."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from regulars.faces.look.going import go
from regulars.faces.merchant.daily.contact import address_lines
from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.frame import here
from regulars.loyalty.customers.actions import open_contact
from regulars.loyalty.customers.queries import Relation, allows_any
from regulars.loyalty.customers.rules import mask_email, mask_phone
from regulars.people.merchants.queries import Store
from regulars.trade.orders.queries import last_contact


def contact_of(store: Store, relation: Relation, *, opened: bool) -> dict[str, Any]:
    """What the person gave the store with an order, and the account's e-mail where they allowed e-mail.

    The address is only there once it is open. Three queries.
    """
    given = last_contact(store, relation.person_id)
    mail = allows_any(store, relation.person_id, "email")
    address = given.address if given else {}
    email = (given.contact_email if given else "") or ((relation.person.email or "") if mail or given else "")
    phone = (given.contact_phone if given else "") or str(address.get("phone", ""))
    return {
        "opened": opened,
        "known": bool(email or phone or address_lines(address)),
        "email": email if opened else mask_email(email),
        "phone": phone if opened else mask_phone(phone),
        "address": address_lines(address) if opened else [],
        "hidden_address": bool(address_lines(address)) and not opened,
    }


def show_contact(request: HttpRequest, store_id: str, customer_id: str) -> HttpResponse:
    """Open it for a while; back to the customer."""
    store, actor = here(request, store_id)
    need(actor, "customers", "reception")
    open_contact(by=actor, store=store, relation_id=customer_id)
    return go("desk_customer", store.public_id, customer_id, to="#contact")
