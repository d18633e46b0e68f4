"""Fixtures that every test may use."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.core.management.commands import flush
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations as PostgresOperations
from django.db.backends.sqlite3.base import DatabaseOperations
from django.utils import translation
from hypothesis import HealthCheck, settings

from regulars.ground.kit import statements
from regulars.people.merchants import queries as merchants
from regulars.trade.settlement.models import Line
from regulars.trade.settlement.queries import check_books
from tests import copies, schema
from tests.depth import NIGHTLY, examples
from tests.town import Town

settings.register_profile(
    "regulars",
    deadline=None,
    max_examples=examples(60),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("regulars")
# The cast logs in a thousand times; what the market itself uses is checked in tests/people.
django_settings.PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",
    *django_settings.PASSWORD_HASHERS,
]
# On a busy machine a second may pass between two looks at a page, and its count of questions would differ by one.
merchants.MARKET_SECONDS = 60
statements.compares = True
_flush = DatabaseOperations.execute_sql_flush
# What migrating wrote stays when a test's tables are emptied, and need not be written again after each.
STAY = ("django_content_type", "auth_permission")
flush.emit_post_migrate_signal = lambda *_args, **_options: None


def _flush_past_triggers(self: DatabaseOperations, sql_list: list[str]) -> None:
    """Tests that really commit empty all tables afterwards; the ledger's triggers must look away for that."""
    sql_list = [one for one in sql_list if not any(f'"{name}"' in one for name in STAY)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        try:
            _flush(self, sql_list)
        finally:
            for _, sql in triggers:
                cursor.execute(sql)


DatabaseOperations.execute_sql_flush = _flush_past_triggers  # type: ignore[method-assign]


def _only_what_is_filled(
    self: PostgresOperations, style: Any, tables: list[str], **_options: Any
) -> list[str]:
    """PostgreSQL makes a new file for each table it truncates, hundreds after every test; few have rows.

    Triggers and keys look away meanwhile.
    """
    asked = " UNION ALL ".join(
        f"SELECT '{one}' WHERE EXISTS (SELECT 1 FROM \"{one}\")" for one in tables if one not in STAY
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        filled = [row[0] for row in cursor.fetchall()]
    emptied = [f'DELETE FROM "{one}"' for one in filled]
    return ["SET LOCAL session_replication_role = replica", *emptied]


PostgresOperations.sql_flush = _only_what_is_filled  # type: ignore[method-assign]


def pytest_configure(config: pytest.Config) -> None:
    """The mark of tests that put something wrong into the books to see it found."""
    config.addinivalue_line("markers", "breaks_books: leaves the ledger wrong on purpose")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Long proofs run at night (NIGHTLY=1), or when their file is named."""
    if NIGHTLY or any(Path(name.split("::")[0]).is_file() for name in config.args):
        return
    at_night = [one for one in items if one.get_closest_marker("nightly")]
    if at_night:
        config.hook.pytest_deselected(items=at_night)
        items[:] = [one for one in items if not one.get_closest_marker("nightly")]


def pytest_collection_finish() -> None:
    """What is loaded now stays: the collector need not look at it again after every few hundred objects."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_addoption(parser: pytest.Parser) -> None:
    """The option itself is read early, in tests.environment."""
    parser.addoption("--postgresql", action="store_true", help="Run on a throw-away PostgreSQL cluster.")


@pytest.fixture(scope="session")
def django_db_use_migrations() -> bool:
    """PostgreSQL's tables are made from the models: see `tests.schema`."""
    return connection.vendor != "postgresql"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any, django_db_use_migrations: bool) -> None:
    """The databases, whole."""
    if not django_db_use_migrations:
        with django_db_blocker.unblock():
            schema.finish(connection)


@pytest.fixture(autouse=True)
def _fresh_cache_and_language() -> Iterator[None]:
    cache.clear()
    with translation.override("en"):
        yield
    cache.clear()


@pytest.fixture(autouse=True)
def _books_are_right_afterwards(request: pytest.FixtureRequest) -> Iterator[None]:
    """R08: whatever a test booked, the ledger is right after it. `breaks_books` marks those that break it."""
    marked = request.node.get_closest_marker
    if marked("breaks_books") or not (
        marked("django_db") or {"db", "transactional_db"} & {*request.fixturenames}
    ):
        yield
        return
    request.getfixturevalue("db")
    before = Line.objects.count()
    yield
    if connection.connection is not None and not connection.needs_rollback and Line.objects.count() != before:
        assert check_books()["problems"] == []


@pytest.fixture
def town(db: Any) -> Town:
    """The named cast in a small market, inside a transaction that is rolled back."""
    return copies.TOWNS.get()


@pytest.fixture
def real_town(transactional_db: Any) -> Town:
    """The named cast, really committed, for tests with threads or processes."""
    return copies.TOWNS.get()
