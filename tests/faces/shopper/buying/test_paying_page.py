"""Paying: the provider's word is checked, taken once, and told truthfully."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import orjson
import pytest

from regulars.ground.kit import clock
from regulars.ground.kit.money import format_money as money
from regulars.trade.orders.models import OrderGroup
from regulars.trade.payments.models import Payment
from regulars.trade.payments.queries import rehearse
from tests.faces.shopper.buying.phone import ADDRESS, Phone, logged_in
from tests.town import Town

pytestmark = pytest.mark.django_db
CALLBACK = "/pay/callback/test"


@pytest.fixture
def bob(town: Town) -> Phone:
    """Bob with a cup ordered."""
    phone = logged_in(town.bob)
    phone.add(town.variant(town.cup))
    phone.group = phone.order()
    return phone


def call(phone: Any, headers: dict[str, str], body: bytes) -> Any:
    return phone.post(CALLBACK, body, content_type="application/json", headers=headers)


def test_the_page_shows_amount_time_and_ways(bob: Any) -> None:
    page = bob.see(f"/pay/{bob.group.public_id}/")
    assert "CN¥55.00" in page
    assert "data-countdown" in page
    assert "Test payment" in page
    refused = bob.send(f"/pay/{bob.group.public_id}/start", {"provider": "gold"})
    assert refused.status_code == 400
    assert "Choose one of the ways to pay" in refused.content.decode()


def test_paying_shows_what_is_true_at_each_step(bob: Any) -> None:
    back = f"/pay/{bob.group.public_id}/return"
    assert "Not paid yet" in bob.see(back)
    provider = bob.to_provider(bob.group)
    assert "Waiting for the payment service" in bob.see(back)
    assert "did not go through" in bob.press(provider, "fail")
    assert "Paid. Thank you!" in bob.pay(bob.group)
    assert bob.get(f"/pay/{bob.group.public_id}/")["Location"] == back
    assert bob.send(f"/pay/{bob.group.public_id}/start", {"provider": "test"})["Location"] == back


def test_a_wrong_amount_is_held_and_said(bob: Any) -> None:
    told = bob.pay(bob.group, "wrong-amount")
    assert OrderGroup.objects.get().state == "awaiting_payment"
    came, asked = (money(bob.group.total_minor - less, "CNY") for less in (1, 0))
    assert "The amount does not match" in told
    assert f"{came} arrived, your order costs {asked}" in told
    order = bob.see(f"/orders/{bob.group.public_id}/")
    assert "Not paid yet" not in order
    assert f"{came} arrived on" in order
    assert f"pay {asked} before the time is over" in order
    listed = bob.see("/orders/")
    assert "Another amount came" in listed
    assert f'href="/pay/{bob.group.public_id}/"' not in listed
    assert f"{came} arrived before" in bob.see(f"/pay/{bob.group.public_id}/")


def test_after_a_wrong_amount_the_right_one_still_pays(bob: Any) -> None:
    bob.pay(bob.group, "wrong-amount")
    assert "Paid. Thank you!" in bob.pay(bob.group)
    order = bob.see(f"/orders/{bob.group.public_id}/")
    assert "does not match" not in order


def test_nothing_is_asked_for_any_more_when_the_time_is_over(bob: Any) -> None:
    bob.pay(bob.group, "wrong-amount")
    with clock.at(bob.group.pay_until + timedelta(minutes=1)):
        order = bob.see(f"/orders/{bob.group.public_id}/")
    assert "sends it back; you need not ask for it" in order
    assert "before the time is over" not in order


def test_the_same_word_twice_is_one_payment(bob: Any) -> None:
    assert "Paid. Thank you!" in bob.pay(bob.group, "twice")
    assert Payment.objects.filter(state="captured").count() == 1


def test_outside_a_demo_nobody_pays_with_the_test_provider(bob: Any, settings: Any) -> None:
    provider = bob.to_provider(bob.group)
    settings.DEMO = False
    bob.see(provider, 404)
    for button in ("pay", "fail", "late", "twice", "wrong-amount"):
        assert bob.post(f"{provider}/decide", {"button": button}).status_code == 404
    assert bob.send(f"/pay/{bob.group.public_id}/start", {"provider": "test"}).status_code == 400
    assert "cannot take payments yet" in bob.see(f"/pay/{bob.group.public_id}/")
    assert OrderGroup.objects.get().state == "awaiting_payment"


def test_strangers_see_neither_page_nor_payment(bob: Any, town: Town) -> None:
    provider = bob.to_provider(bob.group)
    for stranger in (logged_in(town.alice), Phone()):
        for path in (f"/pay/{bob.group.public_id}/", f"/pay/{bob.group.public_id}/return", provider):
            assert stranger.get(path).status_code == 404
        assert stranger.send(f"/pay/{bob.group.public_id}/start", {"provider": "test"}).status_code == 404
        assert stranger.post(f"{provider}/decide", {"button": "pay"}).status_code == 404
        assert stranger.get(f"/pay/{bob.group.public_id}/?key=").status_code == 404
    assert OrderGroup.objects.get().state == "awaiting_payment"


def test_a_callback_counts_once_however_often_it_comes(bob: Any) -> None:
    bob.to_provider(bob.group)
    headers, body = rehearse(Payment.objects.get(), "pay")
    provider = Phone(enforce_csrf_checks=True)
    said = [call(provider, headers, body) for _time in range(3)]
    assert [one.status_code for one in said] == [200, 200, 200]
    assert [one.json()["outcome"] for one in said] == ["paid", "repeat", "repeat"]


def test_a_callback_that_is_not_signed_is_refused(bob: Any) -> None:
    bob.to_provider(bob.group)
    headers, body = rehearse(Payment.objects.get(), "pay")
    more = orjson.dumps(orjson.loads(body) | {"amount_minor": 1})
    assert call(bob, headers, more).status_code == 400
    assert call(bob, {}, body).status_code == 400
    assert call(bob, headers | {"webhook-signature": "v1,nonsense"}, body).json()["code"] == "bad-signature"
    with clock.shift(timedelta(minutes=6)):
        assert call(bob, headers, body).status_code == 400
    assert bob.post("/pay/callback/gold", body, content_type="application/json").status_code == 404
    assert OrderGroup.objects.get().state == "awaiting_payment"


@pytest.mark.parametrize("body", [b"", b"\xff\xfe\x00", b"[" * 3000, b'{"kind": 1}', b"null", b"a=b&c=d"])
def test_garbage_is_never_an_error_of_ours(town: Town, body: bytes) -> None:
    headers = {"webhook-id": "x", "webhook-timestamp": "99999999999999999999", "webhook-signature": "é v1,"}
    for given in ({}, headers, headers | {"webhook-timestamp": "1e3"}):
        assert call(Phone(), given, body).status_code == 400


def test_an_unpaid_order_can_be_cancelled_and_its_money_comes_back(bob: Any) -> None:
    provider = bob.to_provider(bob.group)
    order = bob.group.orders.get()
    assert "Cancel the order" in bob.see(f"/orders/{bob.group.public_id}/")
    bob.send(f"/orders/{order.public_id}/cancel")
    assert "This order is cancelled" in bob.see(f"/pay/{bob.group.public_id}/return")
    assert "Your money goes back to you" in bob.press(provider)


def test_a_guest_pays_with_the_key_of_the_link(town: Town) -> None:
    carol = Phone()
    carol.add(town.variant(town.cup))
    group = carol.order(**ADDRESS, email="carol@example.com")
    elsewhere = Phone()
    assert elsewhere.get(f"/orders/{group.public_id}/?key=gst_wrong").status_code == 404
    assert "Purple Clay House" in elsewhere.see(f"/orders/{group.public_id}/?key={group.guest_key}")
    assert "Paid. Thank you!" in elsewhere.pay(group)
    assert group.guest_key in carol.see(f"/pay/{group.public_id}/return")
