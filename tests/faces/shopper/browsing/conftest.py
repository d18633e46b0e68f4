"""A shopper at the door, and shelves that can be filled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from regulars.goods.catalog import actions as catalog
from regulars.goods.catalog.models import Product
from tests.town import Town


@pytest.fixture(autouse=True)
def _plain_static(settings: Any) -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture
def fill(town: Town) -> Callable[[int], list[Product]]:
    """Puts so many more teapots on Mei's shelf."""

    def more(count: int) -> list[Product]:
        return [_teapot(town, number) for number in range(count)]

    return more


def _teapot(town: Town, number: int) -> Product:
    by = town.mei_at_work()
    row = catalog.add_product(
        by=by,
        store=town.clay,
        category=town.teapots,
        title=f"Teapot number {number}",
        variants=[{"price_minor": 10000 + number * 100, "on_hand": 3}],
    )
    catalog.publish_product(by=by, store=town.clay, product_id=row.public_id)
    return row


@pytest.fixture(autouse=True)
def _rules_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine a second may pass within a page, and the rulebook would be looked up twice in it."""
    monkeypatch.setattr(import_module("regulars.discovery.ranking.queries.editions"), "SECONDS", 60)


@pytest.fixture
def alice(town: Town) -> Client:
    """Alice's browser, logged in."""
    client = Client()
    client.force_login(town.alice)
    return client


@contextmanager
def cold_queries() -> Iterator[CaptureQueriesContext]:
    """The queries of a page that finds nothing in the cache."""
    cache.clear()
    with CaptureQueriesContext(connection) as seen:
        yield seen
