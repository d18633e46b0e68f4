"""The doctor says what is wrong and what to do about it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from regulars.faces.terminal.checkup import Finding, findings
from regulars.ground.engines import condition
from regulars.ground.kit import clock

pytestmark = pytest.mark.django_db


def look() -> dict[str, Finding]:
    """All findings by what they are about."""
    return {one.what: one for one in findings()}


def test_a_sound_installation_has_nothing_to_mend() -> None:
    found = look()
    for what in ("Python", "Data folder", "Database", "Migrations", "Clock", "Mail", "Decision log"):
        assert found[what].ok, found[what]
    assert condition.vendor() in found["Database"].seen


def test_each_trouble_comes_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable() -> str:
        raise ConnectionError("nobody answers")

    monkeypatch.setattr(condition, "version", unreachable)
    monkeypatch.setattr(condition, "durability", lambda: (False, "synchronous=0"))
    monkeypatch.setattr(condition, "migrations_waiting", lambda: 3)
    monkeypatch.setattr(condition, "time_there", lambda: clock.now() + timedelta(minutes=5))
    found = look()
    for what, seen in (
        ("Database", "nobody answers"),
        ("Durability", "synchronous=0"),
        ("Migrations", "3 waiting"),
        ("Clock", "300.0 s"),
    ):
        assert not found[what].ok
        assert seen in found[what].seen
        assert found[what].remedy


def test_a_table_that_is_not_there_holds_no_rows() -> None:
    assert not condition.holds_rows("no_such_table")
    assert condition.holds_rows("django_migrations")
