"""A buyer's contact is shown only when somebody asks for it, and that is on record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.frame import Row
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.queries import audit_trail
from regulars.ground.kit.refusals import NotFound
from regulars.loyalty.customers.rules import mask_email, mask_phone

OPEN_FOR = timedelta(minutes=15)
NAME = "desk.open_contact"


@action(NAME)
def open_contact(*, by: Actor, store: Row, order: Row) -> None:
    """Show the buyer's contact to this member of staff for a while. Raises NotAllowed, NotFound."""
    need(by, "orders", "reception")
    if by.store_id != store.pk or order.store_id != store.pk:
        raise NotFound()
    note(order=order.public_id)


def is_open(by: Actor, store: Row, order: Row) -> bool:
    """Whether this member of staff opened the order's contact lately. One query."""
    lately = audit_trail(store.pk, NAME).filter(person_id=by.person_id, at__gt=clock.now() - OPEN_FOR)
    return any(entry.note.get("order") == order.public_id for entry in lately[:200])


def contact_of(order: Row, *, opened: bool) -> Mapping[str, Any]:
    """E-mail and phone of the buyer, masked unless opened."""
    group = order.group
    email = group.contact_email or order.person.email or ""
    phone = group.contact_phone or group.address.get("phone", "")
    parcel = group.address.get("phone", "")
    if opened:
        return {"opened": True, "email": email, "phone": phone, "parcel_phone": parcel}
    return {
        "opened": False,
        "email": mask_email(email),
        "phone": mask_phone(phone),
        "parcel_phone": mask_phone(parcel),
    }


def address_lines(address: Mapping[str, str]) -> list[str]:
    """Where the parcel goes, line by line, without the phone."""
    town = " ".join(address.get(key, "") for key in ("postcode", "city", "region")).strip()
    lines = [address.get("recipient", ""), address.get("street", ""), town, address.get("country", "")]
    return [" ".join(line.split()) for line in lines if line.strip()]
