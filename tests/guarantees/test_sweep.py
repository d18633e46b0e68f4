"""Every address, asked by everybody, with every verb: only those who may get in, and nothing of others leaks or moves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse

from regulars.people.merchants.rules import ROLES
from tests.depth import NIGHTLY, turns
from tests.guarantees import prints
from tests.guarantees.routes import ROWS, Row
from tests.guarantees.world import COST_SHOWN, Side, World, key

pytestmark = pytest.mark.django_db

STRANGERS = ("anonymous", "alice", "bob", "mei", "lin", "removed")
INSIDERS = {
    "store": ("ravi", "lin", "olga", "mei"), "operator": ("mei", "oscar", "olga"), "public": ("alice", "mei"),
    "person": ("alice", "mei"), "account": ("alice",), "system": ("olga",),
}  # fmt: skip
OPERATORS = {"olga": None, "oscar": ("market.read",)}
Untouched = dict[str, prints.Prints]
TURN = {name: turn for turn, name in enumerate(sorted(ROWS))}
OTHER_VERBS = ("PUT", "PATCH", "DELETE")
TRACES = ("bus.Message", "kit.AuditEntry")
LOG_IN = {302, 303, 401}
DONE = {200, 204, 301, 302, 303, 304}
REFUSED = {400, 404, 405, 409, 413, 415, 422, 429}


def strangers_for(name: str) -> tuple[str, ...]:
    """Everybody at night; else a guest and in turns, by the route, a shopper or one who works or worked elsewhere."""
    if NIGHTLY:
        return STRANGERS
    return ("anonymous", *turns(("alice", "bob", "mei", "lin", "removed"), TURN[name], 1))


def insiders_for(name: str) -> tuple[str, ...]:
    """Everybody who may work there at night; else two of them in turns, by the route, the one who may most among them."""
    people = INSIDERS[ROWS[name].kind]
    return (*turns(people[:-1], TURN[name], 1), people[-1])


def rights_in(world: World, who: str, side: Side) -> tuple[str, ...] | None:
    """The rights somebody has in a store; None for a stranger."""
    if who == ("mei" if side is world.a else "ravi"):
        return ROLES["owner"]
    return ROLES["reception"] if who == "lin" and side is world.a else None


def expected(world: World, row: Row, who: str, verb: str, side: Side) -> set[int]:
    """The answers that are right."""
    if verb not in ("GET", "POST"):
        return {405}
    fine = DONE | REFUSED
    if row.kind in ("account", "system"):
        return fine | {401, 403}
    if row.kind in ("public", "person"):
        return fine | ({401} if who == "anonymous" else set())
    if who == "anonymous":
        return LOG_IN | {405}
    if row.kind == "operator":
        return _in_console(row, who, verb, fine)
    rights = rights_in(world, who, side)
    if rights is None:
        return {404, 405}
    return fine if not row.rights or set(row.rights) & set(rights) else {403, 405}


def _in_console(row: Row, who: str, verb: str, fine: set[int]) -> set[int]:
    if who not in OPERATORS:
        return {404, 405}
    if OPERATORS[who] is None or not row.rights:
        return fine
    return {403, 405} if verb == "POST" or not row.post else fine | {403}


def ask(world: World, row: Row, who: str, verb: str, side: Side, full: bool = True) -> Any:
    """One request with its own key, with the body that would do something or with none."""
    client, headers = world.client(who), key()
    if verb != "GET" and who != "bob":  # programs are answered without a page, by the same views
        headers["HTTP_ACCEPT"] = "application/json"
    if verb == "GET":
        return client.get(row.path(side), **headers)
    if verb == "POST":
        return client.post(row.path(side), row.body(world, side) if full else {}, **headers)
    headers["HTTP_ACCEPT"] = "application/json"
    return client.generic(verb, row.path(side), b"{}", content_type="application/json", **headers)


def text_of(response: HttpResponse) -> str:
    """Everything an answer says: headers and body."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return (str(dict(response.headers)) + body.decode("utf-8", "replace")).lower()


def wrong(
    world: World, row: Row, side: Side, asked: Iterable[tuple[str, str]], full: bool = True
) -> list[Any]:
    """Answers that should not have been given, and what leaked into them."""
    found: list[Any] = []
    for who, verb in asked:
        answer = ask(world, row, who, verb, side, full)
        if answer.status_code not in expected(world, row, who, verb, side):
            found.append((row.name, who, verb, answer.status_code))
        said = text_of(answer)
        found += [
            (row.name, who, verb, f"leaks {other.mark}")
            for other in (world.a, world.b)
            if other.mark in said and not _may_read(world, row, who, other)
        ]
        if not _may_read(world, row, who, side) and any(cost in said for cost in COST_SHOWN):
            found.append((row.name, who, verb, "shows what goods cost the store"))
    return found


def _may_read(world: World, row: Row, who: str, side: Side) -> bool:
    """Whose private texts somebody may meet: staff, the buyer and operators in their own places."""
    at_work = who in OPERATORS and row.kind == "operator"
    own = rights_in(world, who, side) is not None or (who == "alice" and side is world.a)
    return at_work or own


@pytest.mark.parametrize("name", sorted(ROWS))
def test_strangers_reach_nothing_of_a_store(world: World, untouched: Untouched, name: str) -> None:
    row = ROWS[name]
    people = strangers_for(name) if row.kind not in ("account", "system") else ("anonymous", "bob")
    asked = [(who, verb) for who in people for verb in ("GET", "POST")]
    assert wrong(world, row, world.b, asked + [("bob", verb) for verb in OTHER_VERBS]) == []
    changed = prints.differences(untouched["b"], prints.of(world.b))
    if row.touches:
        changed = {table: rows for table, rows in changed.items() if table not in {*row.touches, *TRACES}}
    assert changed == {}


@pytest.mark.parametrize("name", sorted(ROWS))
def test_roles_open_what_they_name_and_no_more(world: World, untouched: Untouched, name: str) -> None:
    row = ROWS[name]
    people = insiders_for(name)
    assert wrong(world, row, world.a, [(who, "GET") for who in people]) == []
    if row.post is None:
        assert wrong(world, row, world.a, [(people[-1], "POST")]) == []
    if row.kind != "account":  # the log-in kit keeps its own list of e-mail addresses
        assert prints.differences(untouched["all"], prints.of_all()) == {}, "reading changed something"
    if row.post is not None:
        with transaction.atomic():
            assert wrong(world, row, world.a, [(people[-1], "POST")], full=False) == []
            transaction.set_rollback(True)
        assert wrong(world, row, world.a, [(who, "POST") for who in people]) == []


def test_the_sweep_would_notice(world: World) -> None:
    """The fingerprints see a change in every table the world has rows of."""
    before = prints.of(world.b)
    kinds = {label for label, _key in before}
    assert {"orders.OrderLine", "customers.Note", "offers.Code", "settlement.Line", "catalog.Stock"} <= kinds
    for name in ("desk_product", "desk_customer", "desk_order", "desk_return", "desk_import_run"):
        answer = ask(world, ROWS[name], "ravi", "GET", world.b)
        assert answer.status_code == 200
        assert world.b.mark in text_of(answer), name
