"""Actions: atomic, on record, once per key."""

from __future__ import annotations

from typing import Any

import pytest

from regulars.ground.kit import idempotency
from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.idempotency import Intent, KeyReused, intending
from regulars.ground.kit.models import AuditEntry
from regulars.ground.kit.refusals import NotAllowed, NotFound, Refusal
from regulars.ground.kit.rights import UnknownRight
from regulars.ground.kit.together import together
from regulars.people.accounts.models import Person

pytestmark = pytest.mark.django_db


@action("tests.make_person")
def make_person(*, by: Actor, name: str, fail: bool = False) -> Person:
    """A person, or a failure after the person was written."""
    person = Person.objects.create(name=name)
    note(named=name)
    if fail:
        raise Refusal()
    return person


@action("tests.make_two")
def make_two(*, by: Actor) -> list[Person]:
    """An action made of actions."""
    return [make_person(by=by, name="one"), make_person(by=by, name="two")]


def intent(key: str = "key-12345678", body: str = "a") -> Intent:
    return Intent(scope="p1/somewhere/", key=key, body_hash=body)


def test_a_refused_action_leaves_nothing_behind() -> None:
    with pytest.raises(Refusal):
        make_person(by=SYSTEM, name="Nobody", fail=True)
    assert not Person.objects.filter(name="Nobody").exists()
    assert not AuditEntry.objects.filter(action="tests.make_person").exists()


def test_what_was_done_is_on_record() -> None:
    person = make_person(by=Actor("operator", person_id=7), name="Ada")
    entry = AuditEntry.objects.get(action="tests.make_person")
    assert (entry.person_id, entry.actor_kind, entry.note) == (7, "operator", {"named": "Ada"})
    assert entry.objects_named == [f"accounts.person:{person.public_id}"]


def test_the_same_key_gives_the_first_result_and_does_nothing_more() -> None:
    with intending(intent()):
        first = make_person(by=SYSTEM, name="Ada")
    again = intent()
    with intending(again):
        second = make_person(by=SYSTEM, name="Ada")
    assert second == first
    assert again.replayed
    assert Person.objects.filter(name="Ada").count() == 1


def test_an_action_made_of_actions_is_remembered_whole() -> None:
    with intending(intent()):
        first = make_two(by=SYSTEM)
    with intending(intent()):
        assert make_two(by=SYSTEM) == first
    assert Person.objects.filter(name__in=["one", "two"]).count() == 2


def test_a_key_used_for_another_body_is_refused() -> None:
    with intending(intent(body="a")):
        make_person(by=SYSTEM, name="Ada")
    with intending(intent(body="b")), pytest.raises(KeyReused):
        make_person(by=SYSTEM, name="Bea")


def test_a_refused_request_may_be_sent_again() -> None:
    with intending(intent()), pytest.raises(Refusal):
        make_person(by=SYSTEM, name="Ada", fail=True)
    with intending(intent()):
        assert make_person(by=SYSTEM, name="Ada").name == "Ada"


def test_keys_are_forgotten_after_a_day(settings: Any) -> None:
    from datetime import timedelta

    from regulars.ground.kit import clock

    with clock.shift(timedelta(days=-2)), intending(intent()):
        make_person(by=SYSTEM, name="Ada")
    with intending(intent()):
        make_person(by=SYSTEM, name="Ada")
    assert Person.objects.filter(name="Ada").count() == 2
    assert idempotency.forget_old() == 0


def test_strangers_get_not_found_and_staff_without_the_right_not_allowed() -> None:
    staff = Actor("staff", person_id=1, store_id=5, rights=frozenset({"orders"}))
    staff.require("orders", 5)
    with pytest.raises(NotAllowed):
        staff.require("money", 5)
    with pytest.raises(NotFound):
        staff.require("orders", 6)
    with pytest.raises(NotFound):
        Actor("shopper", person_id=1).require("orders", 5)


def test_an_unknown_right_is_an_error_and_not_a_no() -> None:
    with pytest.raises(UnknownRight):
        SYSTEM.require("orders.everything")


def test_actions_done_together_are_all_kept_or_none() -> None:
    def one_and_a_failure() -> None:
        make_person(by=SYSTEM, name="one")
        make_person(by=SYSTEM, name="two", fail=True)

    with pytest.raises(Refusal):
        together(by=SYSTEM, doing=one_and_a_failure)
    assert (Person.objects.count(), AuditEntry.objects.count()) == (0, 0)
    with pytest.raises(NotFound):
        together(by=Actor("shopper", person_id=1), doing=one_and_a_failure)
    together(by=SYSTEM, doing=lambda: make_two(by=SYSTEM) and None)
    assert (Person.objects.count(), AuditEntry.objects.count()) == (2, 3)
