"""Passwords are kept as Argon2id."""

from __future__ import annotations

from regulars.people.accounts.hashing import Argon2id
from regulars.wiring import settings


def test_the_market_hashes_with_argon2id_first() -> None:
    assert settings.PASSWORD_HASHERS[0] == "regulars.people.accounts.hashing.Argon2id"


def test_a_hash_names_its_cost_and_verifies() -> None:
    hasher = Argon2id()
    stored = hasher.encode("a long enough password", hasher.salt())
    assert "$argon2id$" in stored
    assert "m=19456,t=2,p=1" in stored
    assert hasher.verify("a long enough password", stored)
    assert not hasher.verify("another password", stored)
