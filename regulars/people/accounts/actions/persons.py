"""Persons come in: by signing up, by the command line, by an import."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput, Refusal
from regulars.ground.kit.sanitize import plain
from regulars.people.accounts.models import Address, Person
from regulars.people.accounts.queries import people_by_ref
from regulars.people.accounts.rules import DECADES, PersonRow


class EmailTaken(Refusal):
    """There is an account with this e-mail already; said only to somebody who reads its mail."""

    code = "email-taken"
    sentence = _("There is an account with this e-mail already. Log in instead.")


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
    """A guest, or on the market's own authority somebody who can log in; that e-mail counts as confirmed."""
    if email:
        by.require("market.merchants")
    person = Person.objects.create_user(
        email, password, name=plain(name, limit=80), language=language, birth_decade=birth_decade
    )
    _prove([person])
    return person


@action("accounts.sign_up")
def sign_up(*, by: Actor, email: str, password_hash: str, name: str = "", language: str = "en") -> Person:
    """An account for whoever typed the code mailed to `email`. Raises EmailTaken."""
    clean = Person.objects.normalize_email(email).lower()
    person = Person(email=clean, password=password_hash, name=plain(name, limit=80), language=language)
    try:
        with transaction.atomic():
            person.save()
            _prove([person])
    except IntegrityError:
        raise EmailTaken(param="email")
    return person


def _prove(people: Iterable[Person]) -> None:
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=one, email=one.email, verified=True, primary=True) for one in people if one.email],
        batch_size=1000,
    )


@action("accounts.rename", audit=False)
def rename(*, by: Actor, name: str, language: str | None = None) -> None:
    """The person changes its own name or language."""
    changes: dict[str, Any] = {"name": plain(name, limit=80)} | ({"language": language} if language else {})
    Person.objects.filter(pk=by.require_person()).update(**changes)


class NoSuchDecade(BadInput):
    """A decade nobody alive was born in, or no decade at all."""

    code = "no-such-decade"
    sentence = _("Choose one of the decades in the list, or none.")


@action("accounts.say_decade", audit=False)
def say_decade(*, by: Actor, decade: int | None) -> None:
    """The person says the decade they were born in (its first year), or takes it back.

    Raises NoSuchDecade, LogInFirst.
    """
    person = by.require_person()
    if decade is not None and decade not in DECADES:
        raise NoSuchDecade(param="decade")
    Person.objects.filter(pk=person).update(birth_decade=decade)


@action("accounts.record_people", audit=False)
def record_people(*, by: Actor, rows: Sequence[PersonRow]) -> dict[str, int]:
    """Bring many persons in at once; known references are left alone. Returns key by reference, known ones included."""
    by.require("market.merchants")
    keys = people_by_ref(row.external_ref for row in rows)
    fresh = list({row.external_ref: row for row in rows if row.external_ref not in keys}.values())
    made = Person.objects.bulk_create([_person(row) for row in fresh], batch_size=1000)
    pairs = list(zip(made, fresh, strict=True))
    _prove(person for person, row in pairs if row.email_proven)
    Address.objects.bulk_create(
        [Address(person=person, **row.address) for person, row in pairs if row.address is not None],
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
