"""Known or unknown, right or wrong: a log-in computes one hash, so its time tells nothing."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import MD5PasswordHasher

from regulars.ground.kit import clock
from regulars.people.accounts.entering import logging_in
from regulars.people.accounts.models import Person
from tests.town import PASSWORD, Town


@pytest.fixture
def hashes(db: None, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was hashed, in order; nobody's password was made before."""
    authenticate(None, email="nobody@example.com", password="the first one in a process")
    found: list[str] = []
    real = MD5PasswordHasher.encode

    def counting(self: MD5PasswordHasher, password: str, salt: str) -> str:
        found.append(password)
        return real(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
    return found


@pytest.mark.parametrize("email", ["alice@example.com", "nobody@example.com", "", "imported@example.com"])
def test_one_hash_whoever_asks(town: Town, hashes: list[str], email: str) -> None:
    imported = Person(email="imported@example.com")
    imported.set_unusable_password()
    imported.save()
    assert authenticate(None, email=email, password="wrong password") is None
    assert hashes == ["wrong password"]


def test_the_right_password_costs_the_same(town: Town, hashes: list[str]) -> None:
    assert authenticate(None, email=" Alice@example.com", password=PASSWORD) == town.alice
    assert hashes == [PASSWORD]


def test_who_left_does_not_get_in(town: Town) -> None:
    Person.objects.filter(pk=town.alice.pk).update(closed_at=clock.now())
    assert authenticate(None, email="alice@example.com", password=PASSWORD) is None


def test_an_address_means_whoever_confirmed_it(town: Town) -> None:
    EmailAddress.objects.create(user=town.bob, email="alice@example.com", verified=False)
    assert logging_in("alice@example.com") == town.alice
    EmailAddress.objects.create(user=town.bob, email="bob@work.example.com", verified=True)
    assert logging_in("Bob@work.example.com") == town.bob
    EmailAddress.objects.create(user=town.alice, email="claimed@example.com", verified=False)
    assert logging_in("claimed@example.com") is None
