"""Delivery addresses of a person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput
from regulars.ground.kit.sanitize import plain
from regulars.people.accounts.models import Address
from regulars.people.accounts.queries import address_of

ADDRESS_LIMITS = {
    "recipient": 80,
    "phone": 30,
    "country": 2,
    "region": 80,
    "city": 80,
    "street": 200,
    "postcode": 20,
}


class AddressIncomplete(BadInput):
    """A needed part of an address is missing."""

    code = "address-incomplete"
    sentence = _("Please fill in who receives the parcel, the street and the city.")


@action("accounts.add_address", audit=False)
def add_address(*, by: Actor, **parts: str) -> Address:
    """Keep an address of the acting person. Raises AddressIncomplete."""
    clean = clean_address(parts)
    return Address.objects.create(person_id=by.require_person(), **clean)


def clean_address(parts: dict[str, str]) -> dict[str, str]:
    """An address with every part trimmed to one line. Raises AddressIncomplete naming the first gap."""
    clean = {key: plain(parts.get(key, ""), limit=limit) for key, limit in ADDRESS_LIMITS.items()}
    for needed in ("recipient", "street", "city"):
        if not clean[needed]:
            raise AddressIncomplete(param=needed)
    clean["country"] = clean["country"].upper() or "CN"
    return clean


@action("accounts.retire_address", audit=False)
def retire_address(*, by: Actor, public_id: str) -> None:
    """Forget one of the acting person's addresses."""
    address = address_of(by.require_person(), public_id)
    Address.objects.filter(pk=address.pk).update(retired_at=clock.now())
