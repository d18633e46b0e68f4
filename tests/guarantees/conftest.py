"""The world of these tests: built once for a module, every test inside a savepoint of its own."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from tests.copies import Copies
from tests.guarantees import prints
from tests.guarantees.world import World

WORLDS = Copies(World.build, timedelta(minutes=5), new_ids=False)


@pytest.fixture(autouse=True)
def _plain_static(settings: Any) -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture(autouse=True)
def _refusals_are_expected() -> Iterator[None]:
    log = logging.getLogger("django.request")
    before = log.level
    log.setLevel(logging.ERROR)
    yield
    log.setLevel(before)


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The world, in a transaction that is never committed."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield WORLDS.get()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def untouched(built: World, django_db_blocker: Any) -> dict[str, prints.Prints]:
    """Fingerprints of the world as it was built: of everything, and of what each side owns."""
    with django_db_blocker.unblock():
        return {"all": prints.of_all(), "a": prints.of(built.a), "b": prints.of(built.b)}


@pytest.fixture
def world(built: World, db: None) -> World:
    """The world as it was built; whatever a test does to it is undone."""
    return built
