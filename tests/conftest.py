"""Fixtures that every test may use."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseOperations
from django.utils import translation
from hypothesis import HealthCheck, settings

from regulars.people.merchants import queries as merchants
from regulars.trade.settlement.models import Line
from regulars.trade.settlement.queries import check_books
from tests import copies
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
_flush = DatabaseOperations.execute_sql_flush


def _flush_past_triggers(self: DatabaseOperations, sql_list: list[str]) -> None:
    """Tests that really commit empty all tables afterwards; the ledger's triggers must look away for that."""
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
    return Town.build()
