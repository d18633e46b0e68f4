"""R19: what was acknowledged is on the disk; other settings of the database stop the start.

That every commit reaches the disk is traced in test_together.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import OperationalError, connection, transaction

from regulars.ground.engines import condition
from regulars.ground.engines.database import database

RIGHT = database("sqlite:///anywhere.sqlite3")
PRAGMAS = RIGHT["OPTIONS"]["init_command"]


@pytest.mark.parametrize(
    ("options", "missing"),
    [
        ({"init_command": PRAGMAS.replace("WAL", "DELETE")}, "journal_mode=WAL"),
        ({"init_command": PRAGMAS.replace("FULL", "NORMAL")}, "synchronous=FULL"),
        ({"init_command": PRAGMAS.replace("FULL", "OFF")}, "synchronous=FULL"),
        ({"init_command": ""}, "synchronous=FULL"),
        ({"transaction_mode": "DEFERRED"}, "transaction_mode=IMMEDIATE"),
        ({"transaction_mode": None}, "transaction_mode=IMMEDIATE"),
    ],
)
def test_other_settings_stop_the_start(
    monkeypatch: pytest.MonkeyPatch, options: dict[str, Any], missing: str
) -> None:
    wrong = RIGHT | {"OPTIONS": RIGHT["OPTIONS"] | options}
    monkeypatch.setitem(settings.DATABASES, "default", settings.DATABASES["default"] | wrong)
    with pytest.raises(SystemCheckError, match=missing):
        call_command("check")


def test_the_settings_as_they_come_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.DATABASES, "default", settings.DATABASES["default"] | RIGHT)
    call_command("check")


@pytest.mark.django_db(transaction=True)
def test_the_connection_itself_is_durable() -> None:
    assert condition.durability()[0], condition.durability()


@pytest.mark.django_db(transaction=True)
def test_sqlite_has_the_lock_from_the_beginning_of_a_transaction() -> None:
    if connection.vendor != "sqlite":
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        other = connection.copy()
        try:
            with other.cursor() as second:
                second.execute("PRAGMA busy_timeout = 1")
                with pytest.raises(OperationalError, match="locked"):
                    second.execute("BEGIN IMMEDIATE")
        finally:
            other.close()
