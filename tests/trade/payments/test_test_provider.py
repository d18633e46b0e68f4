"""The test provider signs like a real one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from regulars.ground.kit import clock
from regulars.ground.kit.refusals import NotFound
from regulars.trade.payments import actions
from regulars.trade.payments.checks import providers_exist, stripe_has_keys
from regulars.trade.payments.models import Payment
from regulars.trade.payments.providers import BadCallback, BadSignature, names
from regulars.trade.payments.providers.test import signed
from regulars.trade.payments.queries import payment as find
from regulars.trade.payments.queries import read_callback, rehearse
from tests.trade.payments.paying import hear, start


@pytest.mark.parametrize(
    ("button", "kind"),
    [("pay", "captured"), ("fail", "failed"), ("wrong-amount", "held"), ("wrong-currency", "held")],
)
def test_every_button_arrives(db: Any, button: Any, kind: str) -> None:
    headers, body = rehearse(start(), button)
    assert hear(read_callback("test", headers, body)).kind == kind


def test_the_same_callback_twice(db: Any) -> None:
    headers, body = rehearse(start(), "pay", "tev_1")
    assert [hear(read_callback("test", headers, body)).kind for _ in range(2)] == ["captured", "repeat"]


@pytest.mark.parametrize("seconds", [301, -301, 86_400])
def test_an_old_signature_is_refused(db: Any, seconds: int) -> None:
    headers, body = rehearse(start(), "pay")
    with clock.shift(timedelta(seconds=seconds)), pytest.raises(BadSignature):
        read_callback("test", headers, body)


def test_a_fresh_signature_is_accepted_for_five_minutes(db: Any) -> None:
    headers, body = rehearse(start(), "pay")
    with clock.shift(timedelta(seconds=295)):
        assert read_callback("test", headers, body).kind == "captured"


def test_a_changed_body_is_refused(db: Any) -> None:
    headers, body = rehearse(start(), "pay")
    with pytest.raises(BadSignature):
        read_callback("test", headers, body.replace(b"10000", b"10001"))


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_every_header_counts(db: Any, name: str) -> None:
    headers, body = rehearse(start(), "pay")
    for broken in ({**headers, name: "1"}, {key: value for key, value in headers.items() if key != name}):
        with pytest.raises(BadSignature):
            read_callback("test", broken, body)


@pytest.mark.parametrize(
    "payload",
    [{}, {"kind": "moon", "payment": "x"}, {"kind": "captured", "payment": "x", "amount_minor": "a"}],
)
def test_nonsense_is_refused_though_it_is_signed(payload: dict[str, Any]) -> None:
    with pytest.raises(BadCallback):
        read_callback("test", *signed(payload))


def test_a_provider_that_is_off_is_not_there(db: Any, settings: Any) -> None:
    payment = start()
    settings.PAYMENT_PROVIDERS = ["stripe"]
    with pytest.raises(NotFound):
        read_callback("test", {}, b"{}")
    with pytest.raises(NotFound):
        rehearse(payment, "pay")
    with pytest.raises(actions.NoSuchProvider):
        actions.send_to_pay(payment, "https://market.example/done")
    with pytest.raises(actions.NoSuchProvider):
        start("grp_2")


def test_going_to_pay_leads_to_the_test_page_and_is_remembered(db: Any) -> None:
    payment = start()
    assert actions.send_to_pay(payment, "/done").url == f"/pay/test/{payment.public_id}"
    assert find(payment.public_id).provider_ref == f"test_{payment.public_id}"
    with pytest.raises(NotFound):
        find("pay_x")


def test_two_clicks_are_one_attempt(db: Any) -> None:
    assert start().pk == start().pk
    assert start(amount=5).pk != start().pk
    assert Payment.objects.count() == 2


def test_an_unknown_provider_stops_the_start(settings: Any) -> None:
    settings.PAYMENT_PROVIDERS = ["test", "bank-of-moon"]
    assert [problem.id for problem in providers_exist(None)] == ["payments.E001"]
    settings.PAYMENT_PROVIDERS = [""]
    assert [problem.id for problem in providers_exist(None)] == ["payments.E002"]
    settings.PAYMENT_PROVIDERS = [" test "]
    assert providers_exist(None) == []
    assert names() == ["test"]


def test_stripe_without_keys_stops_the_start(settings: Any) -> None:
    settings.PAYMENT_PROVIDERS = ["stripe"]
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = "sk", ""
    assert [problem.id for problem in stripe_has_keys(None)] == ["payments.E003"]
    settings.STRIPE_WEBHOOK_SECRET = "whsec"
    assert stripe_has_keys(None) == []
