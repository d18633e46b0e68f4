"""When the database is gone or the disk is full, the answer is a page that says so and asks neither."""

from __future__ import annotations

import errno
from typing import Any

import pytest
from django.db import IntegrityError, InterfaceError, OperationalError, connection
from django.test import Client

from regulars.faces.look.away import is_away
from regulars.ground.kit.ids import new_id
from tests.town import Town


@pytest.fixture(autouse=True)
def _plain_static(settings: Any) -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.mark.parametrize(
    ("error", "away"),
    [
        (OperationalError("database or disk is full"), True),
        (OperationalError("disk I/O error"), True),
        (OperationalError("the connection is closed"), True),
        (OperationalError("FATAL:  the database system is starting up"), True),
        (InterfaceError("connection already closed"), True),
        (OSError(errno.ENOSPC, "No space left on device"), True),
        (OSError(errno.ENOENT, "No such file"), False),
        (OperationalError("no such column: colour"), False),
        (IntegrityError("UNIQUE constraint failed"), False),
        (ValueError("connection"), False),
        (None, False),
    ],
)
def test_what_is_nobodys_fault(error: BaseException | None, away: bool) -> None:
    assert is_away(error) is away


def lost_session() -> None:
    """An error that hides another."""
    try:
        raise OperationalError("server closed the connection unexpectedly")
    except OperationalError:
        raise KeyError("session")


def test_an_error_behind_an_error_counts() -> None:
    with pytest.raises(KeyError) as found:
        lost_session()
    assert is_away(found.value)


def gone(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """A database that does not answer."""
    raise OperationalError("server closed the connection unexpectedly")


def full(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """A database that has no room left."""
    if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
        raise OperationalError("database or disk is full")
    return execute(sql, params, many, context)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_pages_without_a_database(town: Town, language: str) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(town.mei)
    client.cookies["django_language"] = language
    with connection.execute_wrapper(gone):
        for path in ("/basket/", f"/desk/{town.clay.public_id}/orders/", "/me/stores/"):
            answer = client.get(path)
            assert answer.status_code == 503, path
            assert answer.headers["Retry-After"] == "10"
            assert ("wait a minute" if language == "en" else "请等一分钟") in answer.content.decode()
        told = client.get("/basket/", headers={"Accept": "application/json"})
        assert told.json()["code"] == "away"
        assert told.json()["retryable"]


def test_reading_goes_on_while_nothing_can_be_written(town: Town) -> None:
    client = Client(raise_request_exception=False)
    form = {"variant": town.variant(town.cup).public_id, "idempotency_key": new_id("key")}
    with connection.execute_wrapper(full):
        assert client.get("/s/purple-clay-house/").status_code == 200
        assert client.get(f"/p/{town.cup.public_id}/").status_code == 200
        answer = client.post("/basket/add", form)
        assert answer.status_code == 503
        assert "We cannot save anything just now" in answer.content.decode()
    assert client.post("/basket/add", form).status_code == 303
