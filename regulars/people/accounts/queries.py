"""Questions about persons, starting from the person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db.models import QuerySet

from regulars.ground.bus.naming import public_ids as names_of
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.privacy import About, counted, hindrances, told_about, told_about_all
from regulars.ground.kit.refusals import NotFound
from regulars.people.accounts.models import Address as Address
from regulars.people.accounts.models import MarketRole as MarketRole
from regulars.people.accounts.models import Person as Person


def person(person_id: int) -> Person:
    """The person. Raises NotFound."""
    found = Person.objects.filter(pk=person_id).first()
    if found is None:
        raise NotFound()
    return found


def by_email(email: str) -> Person | None:
    """The person who logs in with `email`."""
    return Person.objects.filter(email=email.strip().lower()).first()


def is_proven(person: Person) -> bool:
    """Whether the person has shown that the account's e-mail is theirs."""
    return bool(EmailAddress.objects.filter(user_id=person.pk, email=person.email, verified=True).exists())


def is_taken(email: str) -> bool:
    """Whether an account has this e-mail, as log-in name or confirmed beside it."""
    wanted = email.strip().lower()
    confirmed = EmailAddress.objects.filter(email=wanted, verified=True)
    return Person.objects.filter(email=wanted).exists() or confirmed.exists()


def addresses_of(person_id: int | None) -> QuerySet[Address]:
    """A person's current addresses, newest first; nobody has none."""
    if person_id is None:
        return Address.objects.none()
    return Address.objects.filter(person_id=person_id, retired_at=None).order_by("-id")


def address_of(person_id: int | None, public_id: str) -> Address:
    """One of the person's own addresses. Raises NotFound."""
    found = addresses_of(person_id).filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def operator(person_id: int | None) -> Actor:
    """The person as operator of the market. Raises NotFound for everybody else."""
    if person_id is None:
        raise NotFound()
    role = MarketRole.objects.filter(person_id=person_id, ended_at=None).first()
    if role is None:
        raise NotFound()
    return Actor("operator", person_id=person_id, rights=frozenset(role.rights))


def runs_the_market(person_id: int | None) -> bool:
    """Whether the person may enter the console."""
    return person_id is not None and MarketRole.objects.filter(person_id=person_id, ended_at=None).exists()


def appointed_since(moment: datetime) -> set[int]:
    """Keys of persons whose role in the market began after `moment`, also those whose role has ended since."""
    return set(MarketRole.objects.filter(granted_at__gt=moment).values_list("person_id", flat=True))


def public_ids(keys: Iterable[int]) -> dict[int, str]:
    """Public ids of persons by key."""
    return dict(Person.objects.filter(pk__in=list(keys)).values_list("pk", "public_id"))


def keys_of_people(names: Iterable[str]) -> dict[str, int]:
    """Keys of persons with an account by public id; at most some hundred at once."""
    rows = Person.objects.filter(public_id__in=list(names), closed_at=None)
    return dict(rows.values_list("public_id", "pk"))


def people_by_ref(refs: Iterable[str]) -> dict[str, int]:
    """Keys of persons by the reference an import gave them."""
    wanted = [ref for ref in refs if ref]
    found: dict[str, int] = {}
    for start in range(0, len(wanted), 500):
        part = Person.objects.filter(external_ref__in=wanted[start : start + 500])
        found |= dict(part.values_list("external_ref", "pk"))
    return found


def market_roles() -> QuerySet[MarketRole]:
    """Current roles in the market with their persons, longest first."""
    return MarketRole.objects.filter(ended_at=None).select_related("person").order_by("granted_at", "pk")


def people_by_key(keys: Iterable[int | None]) -> dict[int, Person]:
    """Persons by key."""
    return Person.objects.in_bulk({key for key in keys if key})


def decades_told() -> Iterator[tuple[str, int]]:
    """Everybody who said a birth decade: public id and decade."""
    rows = Person.objects.filter(birth_decade__isnull=False, closed_at=None)
    pairs = rows.values_list("public_id", "birth_decade").iterator(chunk_size=5000)
    return ((person, decade) for person, decade in pairs if decade is not None)


def people_count() -> int:
    """How many persons can log in."""
    return Person.objects.filter(email__isnull=False, closed_at=None).count()


def about(person_id: int, store_id: int | None = None) -> About:
    """The person as the privacy of every app asks for one; with a store, only what that store knows."""
    found = person(person_id)
    store = names_of("store", [store_id])[store_id] if store_id is not None else ""
    return About(found.pk, found.public_id, found.email or "", store_id, store)


def known_of(person_id: int, store_id: int | None = None) -> Iterator[bytes]:
    """Everything known of the person (with a store: by that store) as a zip, piece by piece."""
    return told_about(about(person_id, store_id))


def known_together(people: Sequence[int]) -> Iterator[bytes]:
    """Everything known of several persons who are one, such as a guest's orders, as one zip."""
    return told_about_all([about(one) for one in people])


def bound_together(people: Sequence[int]) -> list[str]:
    """What must end before all of them can be forgotten, each thing once."""
    return list(dict.fromkeys(said for one in people for said in bound_by(one)))


def counts_known(person_id: int, store_id: int | None = None) -> dict[str, int]:
    """How many rows each table about the person holds (with a store: of what that store knows); none left out."""
    return counted(about(person_id, store_id))


def bound_by(person_id: int, store_id: int | None = None) -> list[str]:
    """What must end before the person can be forgotten, as sentences."""
    return [str(said) for said in hindrances(about(person_id, store_id))]
