"""A new market begins with the snapshot exactly where the migrations would make the same of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections

from regulars.ground.engines.database import database
from regulars.wiring import snapshot
from regulars.wiring.management.commands.snapshot import fresh
from tests.postgresql import Cluster


def test_it_is_what_todays_migrations_make() -> None:
    assert snapshot.fits(), "a migration was added or changed: run .venv/bin/python manage.py snapshot"


@pytest.mark.nightly
def test_the_migrations_make_the_same_line_by_line(tmp_path: Path) -> None:
    assert fresh(tmp_path) == snapshot.PLACE.read_text("utf-8")


@pytest.mark.parametrize("touched", ["a table more", "another migration"])
def test_one_that_does_not_fit_is_not_used(
    touched: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = snapshot.PLACE.read_text("utf-8")
    other = (
        text + "CREATE TABLE more (id INTEGER);\n"
        if touched == "a table more"
        else text.replace('"accounts.0001_initial"', '"accounts.0000_initial"', 1)
    )
    monkeypatch.setattr(snapshot, "PLACE", tmp_path / "snapshot.sql")
    snapshot.PLACE.write_text(other, "utf-8")
    assert not snapshot.fits()


@pytest.mark.parametrize("cut", [b"", b"-- x", b"-- x\n-- {\nCREATE", b"-- x\n-- 5\n", b"\xff\n\n\n"])
def test_a_file_that_is_cut_short_is_not_used_and_stops_nobody(
    cut: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "PLACE", tmp_path / "snapshot.sql")
    snapshot.PLACE.write_bytes(cut)
    assert not snapshot.fits()


@pytest.fixture
def empty(tmp_path: Path, django_db_blocker: Any) -> Any:
    connections.databases["empty"] = connections.databases["default"] | database(
        f"sqlite:///{tmp_path}/e.sqlite3"
    )
    with django_db_blocker.unblock():
        yield connections["empty"]
        connections["empty"].close()
    del connections["empty"], connections.databases["empty"]


def test_an_empty_file_is_filled_and_migrate_finds_nothing_left_to_do(empty: Any) -> None:
    assert snapshot.load(empty)
    assert "orders_order" in empty.introspection.table_names()
    call_command("migrate", database="empty", check_unapplied=True, verbosity=0)
    with empty.cursor() as cursor:
        assert cursor.execute("PRAGMA foreign_keys").fetchone() == (1,)
        assert cursor.execute("PRAGMA foreign_key_check").fetchall() == []
        assert cursor.execute("SELECT min(applied) > '2020' FROM django_migrations").fetchone() == (1,)


def test_what_holds_something_is_left_alone(empty: Any) -> None:
    with empty.cursor() as cursor:
        cursor.execute("CREATE TABLE mine (id INTEGER)")
    assert not snapshot.load(empty)
    assert empty.introspection.table_names() == ["mine"]


@pytest.mark.nightly
def test_tests_on_postgresql_run_on_the_tables_that_migrations_make() -> None:
    """They are made from the models at once; but for a key's name and Django's own tables they are the same."""
    with Cluster() as cluster:
        told = subprocess.run(
            [sys.executable, "-m", "tests.schema"], env=os.environ | {"DATABASE_URL": cluster.url},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert (told.stdout, told.returncode) == ("the same\n", 0), told.stderr
