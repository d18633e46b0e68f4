"""Changes to persons, their addresses and market roles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput
from regulars.ground.kit.rights import MARKET_RIGHTS, known
from regulars.ground.kit.sanitize import plain
from regulars.people.accounts.models import Address, MarketRole, Person
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


@action("accounts.create_person")
def create_person(
    *, by: Actor, email: str | None = None, password: str | None = None, name: str = "", language: str = "en",
    birth_decade: int | None = None,
) -> Person:
    """A person who can log in (with e-mail and password) or a guest (without)."""
    return Person.objects.create_user(
        email, password, name=plain(name, limit=80), language=language, birth_decade=birth_decade
    )


@action("accounts.rename", audit=False)
def rename(*, by: Actor, name: str, language: str | None = None) -> None:
    """The person changes its own name or language."""
    changes: dict[str, Any] = {"name": plain(name, limit=80)} | ({"language": language} if language else {})
    Person.objects.filter(pk=by.require_person()).update(**changes)


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


@action("accounts.grant_market_role")
def grant_market_role(*, by: Actor, person: Person, rights: Iterable[str] = tuple(MARKET_RIGHTS)) -> MarketRole:
    """Let a person into the operator's console; a role held before ends. Raises UnknownRight."""
    by.require("market.merchants")
    chosen = sorted({known(right) for right in rights} | {"market.read"})
    MarketRole.objects.filter(person=person, ended_at=None).update(ended_at=clock.now())
    return MarketRole.objects.create(person=person, rights=chosen, granted_by_id=by.person_id)


@action("accounts.record_people", audit=False)
def record_people(*, by: Actor, rows: list[Person]) -> int:
    """Bring many persons in at once (imports, demo), those with a known reference left alone."""
    by.require("market.merchants")
    known_refs = set(
        Person.objects.filter(external_ref__in=[row.external_ref for row in rows if row.external_ref]).values_list(
            "external_ref", flat=True
        )
    )
    fresh = [row for row in rows if not row.external_ref or row.external_ref not in known_refs]
    Person.objects.bulk_create(fresh, batch_size=1000)
    return len(fresh)
