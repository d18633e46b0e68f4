"""Alice takes a coupon from a block."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from regulars.ground.kit import clock
from regulars.trade.offers.actions import claim
from regulars.trade.offers.models import Offer
from tests.blocks import drawn, filled, scene
from tests.town import Town, shopper
from tests.trade.orders.shopping import off, offer


@pytest.fixture
def ten_off(town: Town) -> Offer:
    by = town.mei_at_work()
    return offer(by, town.clay, "store-coupon", off(1000), title="Ten off", claimable=True)


def test_a_ticket_is_taken_where_it_hangs(town: Town, ten_off: Offer) -> None:
    at = scene("store", store=town.clay.pk, person=town.alice.pk)
    shown = drawn("coupons", {"title": {"en": "Take one"}}, at)
    assert "Ten off" in shown
    assert reverse("claim", args=[ten_off.public_id]) in shown
    claim(by=shopper(town.alice), offer=ten_off.public_id)
    assert "In your wallet" in drawn("coupons", {}, at)


def test_strangers_are_led_to_log_in(town: Town, ten_off: Offer) -> None:
    assert reverse("account_login") in drawn("coupons", {}, scene("store", store=town.clay.pk))


def test_each_store_shows_its_own_and_the_market_its_own(town: Town, ten_off: Offer) -> None:
    assert filled("coupons", {}, scene("store", store=town.cashmere.pk)) is None
    assert filled("coupons", {}, scene()) is None


def test_they_end_by_themselves_and_a_preview_sees_the_day_asked_for(town: Town, ten_off: Offer) -> None:
    after = ten_off.ends_at + timedelta(minutes=1)
    with clock.at(after):
        later = scene("store", store=town.clay.pk, preview=True)
    assert "None runs at that time" in drawn("coupons", {}, later)


def test_only_what_can_be_taken(town: Town) -> None:
    offer(town.mei_at_work(), town.clay, "spend-and-save", off(900, 9900))
    at = scene("store", store=town.clay.pk)
    assert filled("coupons", {"which": "all"}, at) is not None
    assert filled("coupons", {"which": "take"}, at) is None
