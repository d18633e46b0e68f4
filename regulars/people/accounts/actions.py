"""Changes to persons, their addresses and market roles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from regulars.ground.kit import clock
from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput, NotFound, Refusal
from regulars.ground.kit.rights import MARKET_RIGHTS, known
from regulars.ground.kit.sanitize import plain
from regulars.people.accounts.models import Address, MarketRole, Person
from regulars.people.accounts.queries import address_of, people_by_ref
from regulars.people.accounts.rules import PersonRow

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
    *,
    by: Actor,
    email: str | None = None,
    password: str | None = None,
    name: str = "",
    language: str = "en",
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
def grant_market_role(
    *, by: Actor, person: Person, rights: Iterable[str] = tuple(MARKET_RIGHTS)
) -> MarketRole:
    """Let a person into the operator's console; a role held before ends. Raises UnknownRight."""
    by.require("market.merchants")
    chosen = sorted({known(right) for right in rights} | {"market.read"})
    MarketRole.objects.filter(person=person, ended_at=None).update(ended_at=clock.now())
    return MarketRole.objects.create(person=person, rights=chosen, granted_by_id=by.person_id)


@action("accounts.record_people", audit=False)
def record_people(*, by: Actor, rows: Sequence[PersonRow]) -> dict[str, int]:
    """Bring many persons in at once; known references are left alone. Returns key by reference, known ones included."""
    by.require("market.merchants")
    keys = people_by_ref(row.external_ref for row in rows)
    fresh = list({row.external_ref: row for row in rows if row.external_ref not in keys}.values())
    made = Person.objects.bulk_create([_person(row) for row in fresh], batch_size=1000)
    Address.objects.bulk_create(
        [
            Address(person=person, **row.address)
            for person, row in zip(made, fresh, strict=True)
            if row.address is not None
        ],
        batch_size=1000,
    )
    return keys | {person.external_ref: person.pk for person in made}


def _person(row: PersonRow) -> Person:
    person = Person(
        external_ref=row.external_ref,
        name=plain(row.name, limit=80),
        email=row.email,
        language=row.language,
        birth_decade=row.birth_decade,
        joined_at=row.joined_at or clock.now(),
    )
    person.set_unusable_password()
    return person


@action("accounts.set_password")
def set_password(*, by: Actor, person: Person, password: str) -> None:
    """Give a person a password (the command line and the demo town)."""
    by.require("market.merchants")
    person.set_password(password)
    person.save(update_fields=["password"])


class LastKeeper(Refusal):
    """Somebody must be left who can let others in."""

    code = "last-keeper"
    sentence = _("Nobody else could grant roles any more. Give that right to another person first.")


@action("accounts.withdraw_market_role")
def withdraw_market_role(*, by: Actor, person: Person) -> None:
    """Shut a person out of the console, from the next request on. Raises LastKeeper, NotFound."""
    by.require("market.merchants")
    current = list(MarketRole.objects.filter(ended_at=None))
    row = next((one for one in current if one.person_id == person.pk), None)
    if row is None:
        raise NotFound()
    if not any("market.merchants" in one.rights for one in current if one.pk != row.pk):
        raise LastKeeper()
    note(rights=row.rights)
    MarketRole.objects.filter(pk=row.pk).update(ended_at=clock.now())
