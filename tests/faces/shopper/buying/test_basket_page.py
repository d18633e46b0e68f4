"""The basket as shoppers see it."""

from __future__ import annotations

from typing import Any

import pytest

from regulars.goods.catalog import actions as catalog
from regulars.ground.kit.actors import SYSTEM
from regulars.people.merchants import actions as merchants
from regulars.trade.offers import actions as offers
from regulars.trade.orders.models import BasketLine
from tests.faces.shopper.buying.phone import Phone, logged_in
from tests.town import Town
from tests.trade.orders.shopping import off, offer, shopper

pytestmark = pytest.mark.django_db


def test_an_empty_basket_teaches(town: Town) -> None:
    assert "Your basket is empty" in Phone().see("/basket/")


def test_goods_stand_by_store_with_what_is_missing_to_the_next_offer(town: Town) -> None:
    offer(town.mei_at_work(), town.clay, "spend-and-save", off(2000, 10000), title="Spring tea")
    alice = logged_in(town.alice)
    assert alice.add(town.variant(town.cup), 2).status_code == 303
    alice.add(town.variant(town.sweater))
    page = alice.see("/basket/")
    assert page.index("Purple Clay House") < page.index("Cashmere to Measure")
    assert "CN¥10.00 more for CN¥20.00 off · Spring tea" in page
    assert "CN¥210.00 more for free delivery" in page
    assert '<progress class="progress-bar" value="9000" max="10000"' in page
    alice.add(town.variant(town.cup))
    page = alice.see("/basket/")
    assert "paid by Purple Clay House" in page
    assert "-CN¥20.00" in page


def test_the_number_of_pieces_travels_in_a_cookie(town: Town) -> None:
    phone = Phone()
    phone.add(town.variant(town.cup), 3)
    assert phone.cookies["bc"].value == "3"
    assert "Basket, 3 items" in phone.see("/")
    line = BasketLine.objects.get()
    phone.send(f"/basket/lines/{line.public_id}", {"remove": "1"})
    assert phone.cookies["bc"].value == ""


def log_in(phone: Phone, person: Any) -> Any:
    """With e-mail and password, as the page does."""
    form = {"login": person.email, "password": "a-long-password"}
    answer = phone.post("/account/login/", form)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return answer


def test_the_number_is_that_of_whoever_is_logged_in(town: Town) -> None:
    for person in (town.alice, town.bob):
        person.set_password("a-long-password")
        person.save()
    logged_in(town.alice).add(town.variant(town.cup), 2)
    phone = Phone()
    log_in(phone, town.alice)
    assert "Basket, 2 items" in phone.see("/")
    phone.send("/account/logout/")
    assert "Basket, " not in phone.see("/")
    phone.add(town.variant(town.sweater))
    assert 'Basket, 1 item"' in phone.see("/")
    log_in(phone, town.alice)
    assert "Basket, 3 items" in phone.see("/")
    phone.send("/account/logout/")
    log_in(phone, town.bob)
    assert "Basket, " not in phone.see("/")


def test_the_number_goes_when_the_session_ends_by_itself(town: Town) -> None:
    phone = logged_in(town.alice)
    phone.add(town.variant(town.cup), 2)
    assert "Basket, 2 items" in phone.see("/")
    del phone.cookies["sessionid"]
    assert "Basket, " not in phone.see("/")
    assert phone.cookies["bc"].value == ""


def test_a_form_from_before_a_log_in_says_how_to_go_on(town: Town) -> None:
    browser = Phone(enforce_csrf_checks=True)
    page = browser.post("/basket/add", {}, headers={"Referer": "http://testserver/c/tea/?sort=price"})
    text = page.content.decode()
    assert page.status_code == 403
    assert "This page is too old" in text
    assert "Not in your role" not in text
    assert 'href="/c/tea/?sort=price"' in text
    for elsewhere in ("http://evil.example/c/tea/", "http://testserver//evil.example/", ""):
        page = browser.post("/basket/add", {}, headers={"Referer": elsewhere})
        assert "evil" not in page.content.decode()
        assert "<span>Open it anew</span>" not in page.content.decode()


def test_a_line_can_be_changed_left_for_later_and_removed(town: Town) -> None:
    alice = logged_in(town.alice)
    alice.add(town.variant(town.cup))
    alice.add(town.variant(town.sweater))
    cup = BasketLine.objects.get(variant=town.variant(town.cup))
    alice.send(f"/basket/lines/{cup.public_id}", {"quantity": "4"})
    alice.send(f"/basket/lines/{cup.public_id}", {"chosen": "0"})
    cup.refresh_from_db()
    assert (cup.quantity, cup.chosen) == (4, False)
    assert alice.total() == 89900
    alice.send(f"/basket/lines/{cup.public_id}", {"chosen": "1"})
    assert alice.total() == 89900 + 18000 + 1000
    alice.send(f"/basket/lines/{cup.public_id}", {"quantity": "0"})
    assert BasketLine.objects.count() == 1


@pytest.mark.parametrize("quantity", ["-1", "1.5", "1e3", "1000000000", "", "１"])
def test_a_quantity_that_is_no_number_of_pieces_is_said_at_its_line(town: Town, quantity: str) -> None:
    alice = logged_in(town.alice)
    alice.add(town.variant(town.cup), 2)
    line = BasketLine.objects.get()
    response = alice.send(f"/basket/lines/{line.public_id}", {"quantity": quantity})
    assert response.status_code == 422
    assert "whole number of pieces" in response.content.decode()
    line.refresh_from_db()
    assert line.quantity == 2
    assert (
        alice.send("/basket/add", {"variant": line.variant.public_id, "quantity": quantity}).status_code
        == 400
    )


def test_somebody_elses_line_is_not_there(town: Town) -> None:
    alice, bob = logged_in(town.alice), logged_in(town.bob)
    alice.add(town.variant(town.cup))
    bob.add(town.variant(town.sweater))
    line = BasketLine.objects.get(variant=town.variant(town.cup))
    assert bob.send(f"/basket/lines/{line.public_id}", {"quantity": "9"}).status_code == 404
    bob.send(f"/basket/lines/{line.public_id}", {"remove": "1"})
    assert Phone().send(f"/basket/lines/{line.public_id}", {"quantity": "9"}).status_code == 404
    line.refresh_from_db()
    assert line.quantity == 1


def test_what_cannot_be_bought_says_so_and_offers_the_way_out(town: Town) -> None:
    alice, sweater, cup = logged_in(town.alice), town.variant(town.sweater), town.variant(town.cup)
    alice.add(sweater, 5)
    alice.add(cup)
    catalog.set_stock(by=town.ravi_at_work(), store=town.cashmere, variant_id=sweater.public_id, on_hand=2)
    page = alice.see("/basket/")
    assert "Only 2 left" in page
    assert "Take 2" in page
    assert "Look at the marked goods" in page
    merchants.suspend(by=SYSTEM, store=town.clay, reason="A look at the papers")
    assert "Not for sale any more" in alice.see("/basket/")


def test_a_code_says_what_became_of_it(town: Town) -> None:
    mei = town.mei_at_work()
    named = offer(mei, town.clay, "store-coupon", off(500, 1000) | {"needs_code": True}, title="Letter")
    offers.name_code(by=mei, store=town.clay, offer=named.public_id, code="TEA5", cap=1)
    alice = logged_in(town.alice)
    alice.add(town.variant(town.cup))
    response = alice.send("/basket/code", {"code": "nonsense"})
    assert response.status_code == 422
    assert 'value="nonsense"' in response.content.decode()
    assert "This code does not work" in response.content.decode()
    assert alice.send("/basket/code", {"code": "tea5"}).status_code == 303
    page = alice.see("/basket/")
    assert "TEA5" in page
    assert "counts" in page
    assert alice.total() == 4500 - 500 + 1000
    alice.send("/basket/code", {"remove": "TEA5"})
    assert alice.total() == 5500


def test_coupons_are_found_by_themselves_or_chosen(town: Town) -> None:
    mei = town.mei_at_work()
    row = offer(mei, town.clay, "store-coupon", off(300), title="Welcome back", claimable=True)
    alice = logged_in(town.alice)
    alice.add(town.variant(town.cup))
    assert "Collect Welcome back first" in alice.see("/basket/")
    held = offers.claim(by=shopper(town.alice), offer=row.public_id)
    assert alice.total() == 5200
    alice.send("/basket/coupons", {})
    assert alice.total() == 5500
    alice.send("/basket/coupons", {"claim": held.public_id})
    assert alice.total() == 5200
    bob = logged_in(town.bob)
    bob.add(town.variant(town.cup))
    assert bob.send("/basket/coupons", {"claim": held.public_id}).status_code == 404
    alice.send("/basket/coupons", {"best": "1"})
    assert "The best of your coupons are used" in alice.see("/basket/")


def test_buying_now_orders_only_that(town: Town) -> None:
    alice = logged_in(town.alice)
    alice.add(town.variant(town.sweater))
    response = alice.add(town.variant(town.cup), 2, now="1")
    assert response["Location"] == "/checkout/CNY/"
    assert alice.total() == 10000


def test_adding_returns_only_to_this_site(town: Town) -> None:
    phone, cup = Phone(), town.variant(town.cup)
    assert phone.add(cup, next="/p/x/")["Location"] == "/p/x/"
    for foreign in ("https://example.com/", "//example.com/", "/\\example.com", "javascript:alert(1)"):
        assert phone.add(cup, next=foreign)["Location"] == "/basket/"


def test_htmx_gets_the_count_only(town: Town) -> None:
    data = {"variant": town.variant(town.cup).public_id, "quantity": 2, "idempotency_key": "key_12345678"}
    response = Phone().post("/basket/add", data, headers={"HX-Request": "true"})
    assert response.status_code == 204
    assert response["HX-Trigger"] == '{"basket": {"count": 2}}'
