"""Alice reads an offer's rules where she meets it: on the store's page, on her coupon and on her receipt."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from regulars.trade.offers import actions as offers
from tests.town import Town
from tests.trade.orders.shopping import bought, off, offer, shopper


@pytest.fixture
def alice(town: Town, settings: Any) -> Client:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    browser = Client()
    browser.force_login(town.alice)
    return browser


def read(browser: Client, name: str, *args: Any) -> str:
    answer = browser.get(reverse(name, args=args))
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_the_rules_stand_wherever_a_shopper_meets_the_offer(town: Town, alice: Client) -> None:
    scope = {"scope": {"by": "product", "ids": [town.cup.public_id]}}
    made = offer(
        town.mei_at_work(), town.clay, "product-coupon", off(700, 9000) | scope | {"holdout": 0}, title="Cups",
        claimable=True, cap_count=50,
    )  # fmt: skip
    save = offer(town.mei_at_work(), town.clay, "spend-and-save", off(300, 9000), title="Save")
    wanted = [
        "CN¥7.00 off from CN¥90.00.",
        "Only for: Tasting cup.",
        "There are 50 in all.",
        "Each person once.",
    ]
    store, product = read(alice, "store", town.clay.slug), read(alice, "product", town.cup.public_id)
    for page in (store, product):
        assert all(one in page for one in wanted)
    offers.claim(by=shopper(town.alice), offer=made.public_id)
    assert all(one in read(alice, "my_coupons") for one in wanted)
    group = bought(shopper(town.alice), {town.variant(town.cup).public_id: 3})
    offers.stop_offer(by=town.mei_at_work(), store=town.clay, offer=save.public_id)
    page = read(alice, "order", group.public_id)
    assert "Rules: Cups" in page
    assert "CN¥3.00 off from CN¥90.00." in page


def test_what_only_the_owner_may_know_is_on_no_page(town: Town, alice: Client) -> None:
    pot = {"pot": {"min_minor": 100, "max_minor": 200}, "holdout": 1}
    offer(
        town.mei_at_work(),
        town.clay,
        "store-red-envelope",
        pot,
        title="Luck",
        claimable=True,
        cap_minor=77700,
    )
    page = read(alice, "store", town.clay.slug)
    assert "Each envelope holds CN¥1.00 to CN¥2.00" in page
    assert "777.00" not in page
    assert "go without" not in page
