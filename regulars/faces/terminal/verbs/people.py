"""user, shop."""

from __future__ import annotations

from typing import Any

import click

from regulars.faces.terminal.say import as_json, dry_run, give
from regulars.ground.kit.actors import SYSTEM
from regulars.people.accounts import actions as accounts
from regulars.people.accounts import queries as persons
from regulars.people.merchants import actions as merchants


def _password(file: Any) -> str:
    text: str = (
        file.read().strip() if file else click.prompt("Password", hide_input=True, confirmation_prompt=True)
    )
    return text


@click.group()
def user() -> None:
    """Create people and give them roles."""


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
