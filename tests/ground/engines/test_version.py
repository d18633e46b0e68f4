"""A commit by anybody is another state; nothing else is."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import transaction

from regulars.ground.engines.version import of_file, version
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
    seen = [of_file(str(database))]
    for connected in (one, other, one):
        connected.execute("INSERT INTO cups VALUES (1)")
        seen.append(of_file(str(database)))
    assert len(set(seen)) == 4
    assert "" not in seen
    other.execute("BEGIN")
    other.execute("INSERT INTO cups VALUES (2)")
    assert of_file(str(database)) == seen[-1]
    other.execute("ROLLBACK")
    assert of_file(str(database)) == seen[-1]
    one.execute("SELECT * FROM cups").fetchall()
    assert of_file(str(database)) == seen[-1]


def test_a_database_that_was_closed_in_between_is_another_state(tmp_path: Path) -> None:
    database = tmp_path / "market.sqlite3"
    first = opened(database)
    first.execute("CREATE TABLE cups (n INT)")
    before = of_file(str(database))
    first.execute("INSERT INTO cups VALUES (1)")
    first.close()
    assert of_file(str(database)) == ""
    os.utime(database, ns=(1, 1))
    again = opened(database)
    again.execute("SELECT * FROM cups").fetchall()
    assert of_file(str(database)) not in ("", before)
    again.close()


def test_whoever_asks_lets_go_of_no_lock(tmp_path: Path) -> None:
    database = tmp_path / "market.sqlite3"
    one = opened(database)
    one.execute("CREATE TABLE cups (n INT)")
    one.execute("BEGIN IMMEDIATE")
    assert of_file(str(database))
    assert beside(database) == "database is locked"
    one.execute("ROLLBACK")
    assert beside(database) == "begun"
    one.close()


def beside(database: Path) -> str:
    """What another process is told that begins to write."""
    program = (
        "import sqlite3, sys\n"
        "try: sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None).execute('BEGIN IMMEDIATE')\n"
        "except sqlite3.OperationalError as no: print(no)\n"
        "else: print('begun')"
    )
    command = [sys.executable, "-c", program, str(database)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_another_database_at_the_same_place_is_another_state(tmp_path: Path) -> None:
    database = tmp_path / "market.sqlite3"
    seen = set()
    for _time in range(3):
        made = opened(database)
        made.execute("CREATE TABLE cups (n INT)")
        seen.add(of_file(str(database)))
        made.close()
        database.unlink()
    assert "" not in seen
    assert len(seen) == 3


@pytest.mark.django_db(transaction=True)
def test_the_own_database_tells_its_state() -> None:
    with transaction.atomic():
        assert version() == ""
    before = version()
    assert version() == before
    Person.objects.create_user("carol@example.com")
    assert "" not in (before, version())
    assert version() != before
