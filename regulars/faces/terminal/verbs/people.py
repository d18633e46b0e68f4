"""user, shop."""

from __future__ import annotations

import sys
from typing import Any

import click

from regulars.faces.terminal.say import as_json, dry_run, give
from regulars.ground.kit.actors import SYSTEM
from regulars.people.accounts import actions as accounts
from regulars.people.accounts import queries as persons
from regulars.people.merchants import actions as merchants
from regulars.people.merchants.queries import any_store


def _password(file: Any) -> str:
    text: str = (
        file.read().strip() if file else click.prompt("Password", hide_input=True, confirmation_prompt=True)
    )
    return text


@click.group()
def user() -> None:
    """Create people, give them roles, have them forgotten."""


@user.command("create")
@click.argument("email")
@click.option("--name", default="")
@click.option("--operator", is_flag=True, help="Let the person into the operator's console.")
@click.option(
    "--password-file", type=click.File(), help="Read the password from a file, - for standard input."
)
@dry_run
@as_json
def create_user(email: str, name: str, operator: bool, password_file: Any, dry_run: bool, json: bool) -> None:
    """Create a person who can log in.

    \b
    Example: regulars user create olga@example.com --operator --password-file -
    """
    if persons.by_email(email):
        raise click.ClickException(f"{email} exists already.")
    if dry_run:
        give({"would_create": email, "operator": operator}, json)
        return
    person = accounts.create_person(by=SYSTEM, email=email, password=_password(password_file), name=name)
    if operator:
        accounts.grant_market_role(by=SYSTEM, person=person)
    give({"created": email, "id": person.public_id, "operator": operator}, json)


@user.command("erase")
@click.argument("email")
@click.option("--store", default="", help="Only what this store (address or id) knows; the account stays.")
@dry_run
@as_json
def erase_user(email: str, store: str, dry_run: bool, json: bool) -> None:
    """Have a person forgotten who asked for it: by the market, or by one store.

    The same as under Me, Privacy, My data. Ends with 1 and what has to end first while something is under way.
    \b
    Example: regulars user erase alice@example.com --dry-run
    """
    person = persons.by_email(email)
    if person is None:
        raise click.ClickException(f"Nobody logs in as {email}.")
    place = any_store(store) if store else None
    store_pk = place.pk if place else None
    said = {"email": email, "id": person.public_id, "store": place.public_id if place else None}
    reasons = persons.bound_by(person.pk, store_pk)
    if dry_run or reasons:
        known = {name: many for name, many in persons.counts_known(person.pk, store_pk).items() if many}
        give({"would_erase": said, "must_end_first": reasons, "known": known}, json)
        sys.exit(1 if reasons else 0)
    accounts.forget_person(by=SYSTEM, person_id=person.pk, store_id=store_pk)
    give({"erased": said}, json)


@click.group()
def shop() -> None:
    """Open stores."""


@shop.command("create")
@click.argument("name")
@click.option("--owner", required=True, help="The owner's e-mail; the person must exist.")
@click.option("--currency", default="", help="ISO code; the market's by default.")
@dry_run
@as_json
def create_shop(name: str, owner: str, currency: str, dry_run: bool, json: bool) -> None:
    """Open a store.

    \b
    Example: regulars shop create "Purple Clay House" --owner mei@example.com
    """
    person = persons.by_email(owner)
    if person is None:
        raise click.ClickException(
            f"Nobody logs in as {owner}. Create them first: regulars user create {owner}"
        )
    if dry_run:
        give({"would_open": name, "owner": owner}, json)
        return
    store = merchants.open_store(by=SYSTEM, owner=person, name=name, currency=currency)
    give({"opened": store.name, "id": store.public_id, "address": f"/s/{store.slug}/"}, json)


verbs = [user, shop]
