"""Pages in tests: plain addresses of static files, shelves that can be filled, questions counted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from regulars.goods.catalog import actions as catalog
from regulars.goods.catalog.models import Product
from regulars.ground.kit.ids import new_id
from regulars.trade.offers import actions as offers
from tests.town import Town
from tests.trade.orders.shopping import off, offer, shopper


@pytest.fixture(autouse=True)
def _plain_static(settings: Any) -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture
def shelf(town: Town) -> Callable[[int], list[Product]]:
    """Puts more cups on Mei's shelf; offers and a coupon in Alice's hand are there to be reckoned with."""
    mei = town.mei_at_work()
    offer(mei, town.clay, "spend-and-save", off(2000, 10000), title="Spring tea")
    held = offer(mei, town.clay, "store-coupon", off(300), title="Welcome back", claimable=True, per_person=1)
    offers.claim(by=shopper(town.alice), offer=held.public_id)

    def more(count: int) -> list[Product]:
        return [_cup(town, new_id("sku")) for _number in range(count)]

    return more


def _cup(town: Town, sku: str) -> Product:
    by = town.mei_at_work()
    variants = [{"sku": sku, "options": {"Size": "1"}, "price_minor": 900, "on_hand": 50}]
    made = catalog.add_product(
        by=by, store=town.clay, category=town.teapots, title=f"Cup {sku}", title_zh="", variants=variants
    )
    catalog.publish_product(by=by, store=town.clay, product_id=made.public_id)
    return made


@pytest.fixture
def counted() -> Callable[[Client, str], int]:
    """How many questions a page asks the database, once what every page shares is known."""

    def count(client: Client, path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        return len(asked)

    return count
