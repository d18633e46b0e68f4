"""What is known of a person here: the account, addresses, roles, what was done, which pages were visited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _

from regulars.ground import lake
from regulars.ground.kit import clock
from regulars.ground.kit.exports import CHUNK
from regulars.ground.kit.ids import new_id
from regulars.ground.kit.models import AuditEntry, IdempotencyKey, ImportReject, ImportRun
from regulars.ground.kit.privacy import About, forgets, hinders, keeps, knows_nobody, tells
from regulars.people.accounts.models import Address, MarketRole, Person

keeps("who did what is sealed by a hash chain; entries hold keys, no contact", AuditEntry)
keeps("who ran the market, since when and by whom, is on record", MarketRole)
knows_nobody("results of requests by random keys, dropped after 24 hours", IdempotencyKey)
knows_nobody("imports are runs of a store's or the market's own staff", ImportRun)
knows_nobody("rows of a staff's own file that were not taken over; nothing says who is meant", ImportReject)


@tells("account", "public_id email name language birth_decade joined_at last_login", Person)
def _account(about: About) -> Iterable[Person]:
    return Person.objects.filter(pk=about.person_id)


@tells(
    "addresses",
    "public_id recipient phone country region city street postcode created_at retired_at",
    Address,
)
def _addresses(about: About) -> Iterable[Address]:
    return about.only_whole(Address.objects.filter(person_id=about.person_id)).order_by("pk")


@tells("log_in_mails", "email verified primary")
def _mails(about: About) -> Iterable[Any]:
    return about.only_whole(EmailAddress.objects.filter(user_id=about.person_id)).order_by("pk")


@tells("second_steps", "type created_at last_used_at")
def _second_steps(about: About) -> Iterable[Any]:
    return about.only_whole(Authenticator.objects.filter(user_id=about.person_id)).order_by("pk")


@tells("market_roles", "rights granted_at ended_at", MarketRole)
def _roles(about: About) -> Iterable[MarketRole]:
    return about.only_whole(MarketRole.objects.filter(person_id=about.person_id)).order_by("pk")


@tells("acts", "at action actor_kind objects_named note", AuditEntry)
def _acts(about: About) -> Iterator[AuditEntry]:
    rows = AuditEntry.objects.filter(person_id=about.person_id, **about.at("store_id"))
    return rows.order_by("pk").iterator(CHUNK)


@tells("visits", "at name store page ref source props agent")
def _visits(about: About) -> Iterator[dict[str, Any]]:
    rows = lake.read("beacons")
    rows = rows.filter(rows.person == about.person)
    if about.store:
        rows = rows.filter(rows.store == about.store)
    picked = rows.select("at", "name", "store", "page", "ref", "source", "props", "agent").order_by("at")
    for batch in picked.to_pyarrow().to_batches(CHUNK):
        yield from batch.to_pylist()


@forgets("the log-in, e-mail, name, language and decade of birth are emptied; the empty row stays", Person)
def _forget_account(about: About) -> None:
    if about.whole:
        Person.objects.filter(pk=about.person_id).update(
            email=None,
            name="",
            language="en",
            external_ref="",
            birth_decade=None,
            password=f"!{new_id('gone')}",
            last_login=None,
            closed_at=clock.now(),
        )
        EmailAddress.objects.filter(user_id=about.person_id).delete()
        Authenticator.objects.filter(user_id=about.person_id).delete()


@forgets("addresses are deleted", Address)
def _forget_addresses(about: About) -> None:
    if about.whole:
        Address.objects.filter(person_id=about.person_id).delete()


@hinders
def _role_in_the_market(about: About) -> Iterator[str]:
    if about.whole and MarketRole.objects.filter(person_id=about.person_id, ended_at=None).exists():
        yield _("You have a role in running the market. Have it withdrawn first.")
