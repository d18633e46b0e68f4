"""Shoppers buy: Alice over two stores, Carol without an account, Bob too late."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from regulars.goods.catalog.models import Stock
from regulars.ground.bus.relay import drain
from regulars.ground.kit import clock
from regulars.loyalty.customers.queries import follows
from regulars.trade.orders import actions as orders
from regulars.trade.orders.models import OrderGroup, Return
from regulars.trade.payments.actions import carry_out_due
from regulars.trade.payments.models import Payment
from tests.faces.shopper.buying.phone import ADDRESS, Phone, logged_in
from tests.town import Town
from tests.trade.orders.shopping import books_are_right, bought, off, offer, order_in, shopper

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _plain_static(settings: Any) -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


def test_alice_buys_from_two_stores_and_sends_one_piece_back(town: Town) -> None:
    mei = town.mei_at_work()
    offer(mei, town.clay, "spend-and-save", off(2000, 20000), title="Spring tea")
    alice = logged_in(town.alice)
    alice.send(f"/s/{town.clay.slug}/follow")
    assert follows(town.alice.pk, town.clay)

    alice.add(town.variant(town.cup), 4)
    alice.add(town.variant(town.sweater))
    assert "CN¥20.00 more for CN¥20.00 off · Spring tea" in alice.see("/basket/")
    alice.add(town.variant(town.cup))
    page = alice.see("/basket/")
    for words in (
        "Spring tea",
        "paid by Purple Clay House",
        "-CN¥20.00",
        "Delivery",
        "CN¥10.00",
        "CN¥1,114.00",
    ):
        assert words in page

    group = alice.order(keep="on")
    assert group.total_minor == 5 * 4500 - 2000 + 1000 + 89900
    assert "Paid. Thank you!" in alice.pay(group)
    page = alice.see(f"/orders/{group.public_id}/")
    assert page.count("Paid, to be sent") == 2

    order = order_in(group, town.clay)
    orders.ship(by=mei, store=town.clay, order=order.public_id, carrier="SF Express", tracking="SF123456")
    assert "SF123456" in alice.see(f"/orders/{group.public_id}/")
    alice.send(f"/orders/{order.public_id}/confirm")
    assert "Completed" in alice.see(f"/orders/{group.public_id}/")

    line = order.lines.get()
    ask = f"/orders/{order.public_id}/return/"
    form = {f"q-{line.public_id}": "1", "kind": "return_and_refund", "reason": "damaged"}
    assert "CN¥41.00" in alice.send(ask, form | {"look": "1"}).content.decode()
    assert "Choose a reason." in alice.send(ask, form | {"reason": ""}).content.decode()
    asked = alice.send(ask, form)["Location"]
    back = Return.objects.of(town.clay).get()
    orders.accept_return(by=mei, store=town.clay, back=back.public_id)
    assert "Send the goods back to the store" in alice.see(asked)
    orders.receive_return(by=mei, store=town.clay, back=back.public_id)
    carry_out_due()
    drain()
    assert "CN¥41.00 goes back the way you paid" in alice.see(asked)
    assert "sent back" in alice.see(f"/orders/{group.public_id}/")
    assert Payment.objects.get().refunded_minor == 4100
    books_are_right()


def test_carol_buys_without_an_account_and_returns_by_the_link(town: Town) -> None:
    carol = Phone()
    carol.get(f"/p/{town.cup.public_id}/")
    now = carol.add(town.variant(town.cup), 2, now="1")
    assert now["Location"] == "/checkout/CNY/"
    group = carol.order(recipient="Carol", email="carol@example.com")
    assert "Paid. Thank you!" in carol.pay(group)
    assert group.person.email is None
    later = Phone()
    assert later.get(f"/orders/{group.public_id}/").status_code == 404
    assert "Tasting cup" in later.see(f"/orders/{group.public_id}/?key={group.guest_key}")
    order = order_in(group, town.clay)
    orders.ship(by=town.mei_at_work(), store=town.clay, order=order.public_id)
    assert later.send(f"/orders/{order.public_id}/confirm").status_code == 303
    assert order_in(group, town.clay).state == "confirmed"


def test_bob_pays_late_for_what_somebody_else_has_bought(town: Town) -> None:
    bob, sweater = logged_in(town.bob), town.variant(town.sweater)
    bob.add(sweater, 4)
    group = bob.order()
    provider = bob.to_provider(group)
    with clock.shift(timedelta(minutes=40)):
        assert "The time to pay is over" in bob.see(f"/pay/{group.public_id}/return")
        bought(shopper(town.alice), {sweater.public_id: 3})
        page = bob.press(provider)
        assert "Your money goes back to you" in page
        assert "CN¥3,596.00" in page
        carry_out_due()
        drain()
        assert "Sent back" in bob.see(f"/pay/{group.public_id}/return")
        assert "Not paid in time" in bob.see(f"/orders/{group.public_id}/")
    assert Stock.objects.get(variant=sweater).on_hand == 2
    books_are_right()


def test_pressing_place_order_twice_and_going_back_orders_once(town: Town) -> None:
    alice = logged_in(town.alice)
    alice.add(town.variant(town.cup))
    form = ADDRESS | {"expected_total_minor": alice.total(), "idempotency_key": "key_pressed_twice"}
    places = {alice.post("/checkout/CNY/", form)["Location"] for _press in range(2)}
    assert len(places) == 1
    edited = alice.post("/checkout/CNY/", form | {"city": "Wuxi"})
    assert edited.status_code == 422
    assert "already sent with other content" in edited.content.decode()
    assert OrderGroup.objects.count() == 1
    assert alice.get("/checkout/CNY/")["Location"] == "/basket/"
    assert "no-store" in alice.get("/basket/")["Cache-Control"]


def test_changing_the_language_keeps_the_place_and_the_basket(town: Town) -> None:
    phone = Phone()
    phone.add(town.variant(town.cup), 2)
    there = phone.post("/i18n/setlang/", {"language": "zh-hans", "next": "/checkout/CNY/"})
    assert there["Location"] == "/checkout/CNY/"
    page = phone.see("/checkout/CNY/")
    assert "寄到哪里？" in page
    assert "品茗杯" in page
    assert "¥100.00" in page


def test_a_basket_comes_along_at_log_in(town: Town) -> None:
    phone = Phone()
    phone.add(town.variant(town.cup), 2)
    phone.post("/account/login/", {"login": "alice@example.com", "password": "regulars-demo"})
    assert "Tasting cup" in phone.see("/basket/")
