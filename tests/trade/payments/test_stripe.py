"""The Stripe adapter against a Stripe on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.ground.kit.actors import SYSTEM
from regulars.trade.payments import actions
from regulars.trade.payments.models import Payment
from regulars.trade.payments.providers import BadCallback, BadSignature, ProviderDown
from regulars.trade.payments.queries import captured_payment, payment, read_callback, refunds_of
from regulars.trade.payments.rules import NotExpressible, from_stripe, to_stripe
from tests.trade.payments.paying import PROVIDER
from tests.trade.payments.stripe_town import SECRET, StripeTown, open_town, webhook

DONE = "https://market.example/done"


@pytest.fixture
def town(settings: Any) -> Iterator[StripeTown]:
    """Stripe on this machine, switched on."""
    with open_town() as town:
        settings.PAYMENT_PROVIDERS = ["stripe", "test"]
        settings.STRIPE_SECRET_KEY = "sk_test_1"
        settings.STRIPE_WEBHOOK_SECRET = SECRET
        settings.STRIPE_API_BASE = town.url
        yield town


def _start(amount: int = 12_345, currency: str = "EUR") -> Payment:
    return actions.start_payment(by=SYSTEM, ref="grp_1", amount_minor=amount, currency=currency)


def _session(of: Payment, **more: Any) -> dict[str, Any]:
    return {
        "id": "cs_1",
        "object": "checkout.session",
        "client_reference_id": of.public_id,
        "payment_intent": "pi_1",
        "payment_status": "paid",
        "amount_total": to_stripe(of.amount_minor, of.currency),
        "currency": of.currency.lower(),
    } | more


def _hear(kind: str, thing: dict[str, Any], event_id: str = "evt_1") -> actions.Outcome:
    message = read_callback("stripe", *webhook(kind, thing, event_id=event_id))
    return actions.receive(by=PROVIDER, provider="stripe", message=message)


def test_the_payer_is_sent_to_a_session_for_the_exact_amount(db: Any, town: StripeTown) -> None:
    started = _start()
    assert actions.send_to_pay(started, DONE).url == "https://checkout.stripe.example/c/1"
    path, headers, form = town.seen[0]
    assert path == "/v1/checkout/sessions"
    assert headers["idempotency-key"] == f"start-{started.public_id}"
    assert headers["authorization"] == "Bearer sk_test_1"
    assert form["line_items[0][price_data][unit_amount]"] == "12345"
    assert form["line_items[0][price_data][currency]"] == "eur"
    assert form["client_reference_id"] == started.public_id
    assert form["success_url"] == DONE
    assert payment(started.public_id).provider_ref == "cs_1"


@pytest.mark.parametrize(
    ("currency", "sent"), [("JPY", "500"), ("KRW", "500"), ("KWD", "500"), ("ISK", "50000")]
)
def test_currencies_without_cents(db: Any, town: StripeTown, currency: str, sent: str) -> None:
    actions.send_to_pay(_start(500, currency), DONE)
    assert town.seen[0][2]["line_items[0][price_data][unit_amount]"] == sent


def test_a_stripe_that_is_down_says_what_to_do(db: Any, town: StripeTown, settings: Any) -> None:
    town.answers = [(500, {"error": {"message": "oops", "type": "api_error"}})]
    with pytest.raises(ProviderDown):
        actions.send_to_pay(_start(), DONE)
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"
    with pytest.raises(ProviderDown):
        actions.send_to_pay(_start(), DONE)


def test_a_paid_session_captures(db: Any, town: StripeTown) -> None:
    assert _hear("checkout.session.completed", _session(_start())).kind == "captured"
    found = captured_payment("grp_1")
    assert found is not None
    assert found.provider_ref == "pi_1"


@pytest.mark.parametrize(
    ("kind", "more", "outcome"),
    [
        ("checkout.session.completed", {"payment_status": "unpaid"}, "ignored"),
        ("checkout.session.async_payment_succeeded", {}, "captured"),
        ("checkout.session.async_payment_failed", {}, "failed"),
        ("checkout.session.expired", {"payment_intent": None}, "failed"),
        ("checkout.session.completed", {"amount_total": 1}, "held"),
        ("checkout.session.completed", {"currency": "usd"}, "held"),
        ("checkout.session.completed", {"client_reference_id": None}, "unknown"),
        ("customer.created", {}, "ignored"),
    ],
)
def test_what_stripe_says(db: Any, town: StripeTown, kind: str, more: dict[str, Any], outcome: str) -> None:
    assert _hear(kind, _session(_start(), **more)).kind == outcome


def test_forged_and_old_webhooks_are_refused(db: Any, town: StripeTown) -> None:
    headers, body = webhook("checkout.session.completed", _session(_start()))
    with pytest.raises(BadSignature):
        read_callback("stripe", headers, body.replace(b"12345", b"12346"))
    with pytest.raises(BadSignature):
        read_callback("stripe", {}, body)
    with pytest.raises(BadSignature):
        read_callback("stripe", *webhook("checkout.session.completed", _session(_start()), age=302))


def test_a_webhook_that_lacks_what_it_must_have(db: Any, town: StripeTown) -> None:
    with pytest.raises(BadCallback):
        read_callback("stripe", *webhook("checkout.session.completed", {"id": "cs_1"}))
    with pytest.raises(BadCallback):
        read_callback("stripe", *webhook("refund.updated", {"id": "re_1", "amount": "x"}))


def _refunded(town: StripeTown) -> Any:
    _hear("checkout.session.completed", _session(_start()))
    actions.ask_refund(by=SYSTEM, ref="ret_1", payment_ref="grp_1", amount_minor=2345)
    actions.carry_out_due()
    return refunds_of("grp_1").get()


def test_a_refund_goes_back_over_the_same_payment(db: Any, town: StripeTown) -> None:
    refund = _refunded(town)
    path, headers, form = town.seen[-1]
    assert (path, headers["idempotency-key"]) == ("/v1/refunds", refund.public_id)
    assert (form["payment_intent"], form["amount"]) == ("pi_1", "2345")
    assert (refund.state, refund.provider_ref) == ("done", "re_1")


def test_a_pending_refund_is_done_by_its_webhook(db: Any, town: StripeTown) -> None:
    town.answers = [(200, {"id": "re_9", "object": "refund", "status": "pending"})]
    refund = _refunded(town)
    assert refund.state == "sent"
    thing = {
        "id": "re_9",
        "object": "refund",
        "status": "succeeded",
        "amount": 2345,
        "currency": "eur",
        "metadata": {"refund": refund.public_id, "payment": refund.payment.public_id},
    }
    assert _hear("refund.updated", thing, "evt_2").kind == "refunded"
    refund.refresh_from_db()
    assert refund.state == "done"


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ((400, {"error": {"message": "charge already refunded", "type": "invalid_request_error"}}), "failed"),
        ((200, {"id": "re_9", "object": "refund", "status": "failed", "failure_reason": "lost"}), "failed"),
        ((503, {"error": {"message": "later", "type": "api_error"}}), "asked"),
    ],
)
def test_refunds_that_do_not_work(db: Any, town: StripeTown, answer: Any, state: str) -> None:
    town.answers = [answer]
    assert _refunded(town).state == state


@given(st.integers(0, 10**9), st.sampled_from(["EUR", "JPY", "KWD", "ISK", "CNY", "UGX", "HUF"]))
def test_amounts_come_back_as_they_went(minor: int, currency: str) -> None:
    assert from_stripe(to_stripe(minor, currency), currency) == minor


def test_fractions_of_the_smallest_unit_do_not_pass() -> None:
    with pytest.raises(NotExpressible):
        from_stripe(150, "ISK")
