"""A buyer's contact and address as the staff may read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from babel import Locale

from regulars.ground.kit.moments import reading_locale
from regulars.loyalty.customers.rules import mask_email, mask_phone
from regulars.trade.orders.queries import Order


def contact_of(order: Order, *, opened: bool) -> Mapping[str, Any]:
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
    """Where the parcel goes, line by line, without the phone; the country by its name."""
    town = dict.fromkeys(address.get(key, "") for key in ("postcode", "city", "region"))
    country = address.get("country", "")
    named = Locale.parse(reading_locale()).territories.get(country.upper(), country)
    lines = [address.get("recipient", ""), address.get("street", ""), " ".join(town), named]
    return [" ".join(line.split()) for line in lines if line.strip()]
