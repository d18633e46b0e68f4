"""A commit by anybody is another state; nothing else is."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from django.db import transaction

from regulars.ground.engines.version import _of_file, version
from regulars.people.accounts.models import Person


def opened(database: Path) -> sqlite3.Connection:
    """A connection as the product opens them."""
    made = sqlite3.connect(database, isolation_level=None)
    made.execute("PRAGMA journal_mode=WAL")
    return made


def test_every_commit_is_another_state(tmp_path: Path) -> None:
    database = tmp_path / "market.sqlite3"
    one, other = opened(database), opened(database)
    one.execute("CREATE TABLE cups (n INT)")
    seen = [_of_file(database)]
    for connected in (one, other, one):
        connected.execute("INSERT INTO cups VALUES (1)")
        seen.append(_of_file(database))
    assert len(set(seen)) == 4
    assert "" not in seen
    other.execute("BEGIN")
    other.execute("INSERT INTO cups VALUES (2)")
    assert _of_file(database) == seen[-1]
    other.execute("ROLLBACK")
    assert _of_file(database) == seen[-1]
    one.execute("SELECT * FROM cups").fetchall()
    assert _of_file(database) == seen[-1]


def test_a_database_that_was_closed_in_between_is_another_state(tmp_path: Path) -> None:
    database = tmp_path / "market.sqlite3"
    first = opened(database)
    first.execute("CREATE TABLE cups (n INT)")
    before = _of_file(database)
    first.execute("INSERT INTO cups VALUES (1)")
    first.close()
    assert _of_file(database) == ""
    os.utime(database, ns=(1, 1))
    again = opened(database)
    again.execute("SELECT * FROM cups").fetchall()
    assert _of_file(database) not in ("", before)
    again.close()


@pytest.mark.django_db(transaction=True)
def test_the_own_database_tells_its_state() -> None:
    with transaction.atomic():
        assert version() == ""
    before = version()
    assert version() == before
    Person.objects.create_user("carol@example.com")
    assert "" not in (before, version())
    assert version() != before
