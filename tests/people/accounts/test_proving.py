"""Rights go to people who have shown that their e-mail is theirs."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.account.models import EmailAddress

from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.refusals import NotAllowed, NotFound
from regulars.people.accounts import actions as accounts
from regulars.people.accounts.models import Person
from regulars.people.accounts.queries import is_proven, is_taken, operator
from regulars.people.accounts.rules import PersonRow
from regulars.people.merchants import actions as merchants
from tests.town import Town, shopper


def unproven(**more: Any) -> Person:
    """Somebody an import brought, whose e-mail nobody confirmed."""
    keys = accounts.record_people(by=SYSTEM, rows=[PersonRow("ext:1", "Ada", "ada@example.com", **more)])
    return Person.objects.get(pk=keys["ext:1"])


def test_no_role_without_a_confirmed_address(town: Town) -> None:
    ada = unproven()
    assert not is_proven(ada)
    for give in (
        lambda: accounts.grant_market_role(by=SYSTEM, person=ada, rights=["market.read"]),
        lambda: merchants.employ(by=SYSTEM, store=town.clay, person=ada, role="reception"),
        lambda: merchants.open_store(by=shopper(ada), owner=ada, name="Ada's"),
    ):
        with pytest.raises(accounts.EmailUnproven):
            give()
    with pytest.raises(NotFound):
        operator(ada.pk)
    EmailAddress.objects.create(user=ada, email="ada@example.com", verified=True)
    accounts.grant_market_role(by=SYSTEM, person=ada, rights=["market.read"])
    assert operator(ada.pk).may("market.read")


def test_another_confirmed_address_is_not_the_accounts(town: Town) -> None:
    ada = unproven()
    EmailAddress.objects.create(user=ada, email="other@example.com", verified=True)
    assert not is_proven(ada)


def test_who_comes_in_confirmed(town: Town) -> None:
    assert is_proven(town.alice)
    assert is_proven(unproven(email_proven=True))
    assert is_proven(accounts.sign_up(by=Actor("guest"), email="New@Example.com", password_hash="!"))
    assert not is_proven(accounts.create_person(by=Actor("guest"), name="Guest"))
    with pytest.raises(NotAllowed):
        accounts.create_person(by=Actor("guest"), email="mine@example.com", password="long enough password")


def test_an_address_is_taken_by_name_or_by_confirmation(town: Town) -> None:
    EmailAddress.objects.create(user=town.bob, email="bob@work.example.com", verified=True)
    EmailAddress.objects.create(user=town.bob, email="claim@example.com", verified=False)
    assert is_taken(" Alice@example.com ")
    assert is_taken("bob@work.example.com")
    assert not is_taken("claim@example.com")
    with pytest.raises(accounts.EmailTaken):
        accounts.sign_up(by=Actor("guest"), email="Alice@example.com", password_hash="!")
    with pytest.raises(accounts.EmailTaken):
        accounts.sign_up(by=Actor("guest"), email="bob@work.example.com", password_hash="!")
