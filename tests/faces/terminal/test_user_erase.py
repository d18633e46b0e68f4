"""`regulars user erase`: the same forgetting as a person's own, by whoever runs the market."""

from __future__ import annotations

import json
from typing import Any

from click.testing import CliRunner

from regulars.faces.terminal.verbs.people import user
from regulars.ground.kit.queries import audit_trail
from regulars.loyalty.customers import actions as customers
from regulars.loyalty.customers.models import Relation
from regulars.people.accounts.models import Person
from tests.town import Town, shopper
from tests.trade.orders.shopping import bought, completed


def erase(*words: str) -> tuple[int, dict[str, Any]]:
    found = CliRunner().invoke(user, ["erase", "alice@example.com", "--json", *words])
    return found.exit_code, json.loads(found.output)


def test_olga_erases_alice_once_nothing_is_under_way(town: Town) -> None:
    for store in (town.clay, town.cashmere):
        customers.follow(by=shopper(town.alice), store=store)
    made = bought(shopper(town.alice), {town.variant(town.cup).public_id: 1})
    for words in ((), ("--dry-run",)):
        code, said = erase(*words)
        assert code == 1
        assert "has not ended" in said["must_end_first"][0]
    completed(shopper(town.alice), town.mei_at_work(), town.clay, made)
    code, said = erase("--dry-run")
    assert (code, said["must_end_first"]) == (0, [])
    assert (said["known"]["relations"], said["known"]["orders"]) == (2, 1)
    assert Person.objects.get(pk=town.alice.pk).email == "alice@example.com"

    assert erase("--store", town.cashmere.slug)[0] == 0
    assert [row.store_id for row in Relation.objects.across_stores("a test").filter(person=town.alice)] == [
        town.clay.pk
    ]
    assert Person.objects.get(pk=town.alice.pk).is_active

    assert erase()[0] == 0
    gone = Person.objects.get(pk=town.alice.pk)
    assert (gone.email, gone.name, gone.is_active) == (None, "", False)
    entries = audit_trail(action="accounts.forget_person")
    assert [entry.note["person"] for entry in entries] == [town.alice.public_id] * 2


def test_nobody_is_erased_by_mistake(town: Town) -> None:
    found = CliRunner().invoke(user, ["erase", "nobody@example.com"])
    assert found.exit_code == 1
    assert "Nobody logs in as nobody@example.com" in found.output
    assert "running the market" in CliRunner().invoke(user, ["erase", "olga@example.com"]).output
    assert Person.objects.get(pk=town.olga.pk).email == "olga@example.com"
