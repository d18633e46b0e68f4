"""What a price cut does stands on the product's page, not on the receipt alone; who works finds the door."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests.faces.shopper.buying.phone import Phone, logged_in
from tests.town import Town
from tests.trade.orders.shopping import offer


@pytest.fixture(autouse=True)
def _plain_static(settings: Any) -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


def page(town: Town) -> str:
    return Phone().get(reverse("product", args=[town.cup.public_id])).content.decode()


def test_the_old_price_is_struck_through(town: Town) -> None:
    assert "CN¥45.00" in page(town)
    terms = {"fixed_minor": 3990, "scope": {"by": "product", "ids": [town.cup.public_id]}}
    offer(town.mei_at_work(), town.clay, "item-price", terms, title="Spring price")
    shown = page(town)
    assert "CN¥39.90" in shown
    assert 'data-compare="CN¥45.00"' in shown or "<s" in shown
    assert '"price": "39.90"' in shown or '"price":"39.90"' in shown


def test_a_cut_for_newcomers_is_no_shelf_price(town: Town) -> None:
    terms = {
        "fixed_minor": 3990,
        "scope": {"by": "category", "ids": [town.teapots.public_id]},
        "only_new": True,
    }
    offer(town.mei_at_work(), town.clay, "item-price", terms, title="Friends")
    assert '39.90"' not in page(town)


def test_who_works_finds_the_door_under_me(town: Town) -> None:
    me = logged_in(town.mei).get("/me/").content.decode()
    assert reverse("desk_today", args=[town.clay.public_id]) in me
    assert "Purple Clay House" in me
    assert reverse("console") in logged_in(town.olga).get("/me/").content.decode()
    alice = logged_in(town.alice).get("/me/").content.decode()
    assert "/desk/sto_" not in alice
    assert 'href="/console/"' not in alice
