"""Coupons and red envelopes in a shopper's hand."""

from __future__ import annotations

import pytest

from regulars.ground.kit.actors import SYSTEM
from regulars.trade.offers.models import Claim
from tests.faces.shopper.buying.phone import Phone, logged_in
from tests.town import Town
from tests.trade.orders.shopping import off, offer

pytestmark = pytest.mark.django_db


def test_a_coupon_is_taken_once_and_one_returns_to_this_site_only(town: Town) -> None:
    row = offer(town.mei_at_work(), town.clay, "store-coupon", off(300), title="Welcome back", claimable=True)
    alice = logged_in(town.alice)
    take = f"/offers/{row.public_id}/claim"
    assert alice.send(take, {"next": "/s/clay/"})["Location"] == "/s/clay/"
    assert alice.send(take, {"next": "//example.com/"})["Location"] == "/me/coupons/"
    assert Claim.objects.count() == 1
    page = alice.see("/me/coupons/")
    assert "Welcome back" in page
    assert "You have this coupon already" in page
    assert "Welcome back" not in logged_in(town.bob).see("/me/coupons/")


def test_a_guest_logs_in_first_and_comes_back(town: Town) -> None:
    row = offer(town.mei_at_work(), town.clay, "store-coupon", off(300), claimable=True)
    response = Phone().send(f"/offers/{row.public_id}/claim", {"next": "/basket/"})
    assert response["Location"] == "/account/login/?next=/basket/"
    assert Phone().get("/me/coupons/").status_code == 302
    assert not Claim.objects.exists()


def test_a_red_envelope_shows_what_was_in_it_to_its_owner_only(town: Town) -> None:
    pot = {"pot": {"min_minor": 250, "max_minor": 250}, "tiers": [{"threshold_minor": 0, "off_minor": 250}]}
    row = offer(
        SYSTEM,
        None,
        "cash-red-envelope",
        pot,
        title="New year",
        claimable=True,
        currency="CNY",
        cap_minor=250,
    )
    alice, bob = logged_in(town.alice), logged_in(town.bob)
    assert "Open it" in alice.see("/me/coupons/")
    opened = alice.send(f"/offers/{row.public_id}/claim", {"next": "/basket/"})["Location"]
    assert 'class="envelope-sum">CN¥2.50<' in alice.see(opened)
    assert "envelope-sum" not in bob.see(opened)
    assert bob.send(f"/offers/{row.public_id}/claim")["Location"] == "/me/coupons/"
    assert "All of these are taken" in bob.see("/me/coupons/")


def test_an_unknown_offer_is_not_there(town: Town) -> None:
    assert logged_in(town.alice).send("/offers/off_nothing/claim").status_code == 404
