"""What providers say is taken once and believed only when it matches."""

from __future__ import annotations

from collections import Counter
from itertools import permutations
from typing import Any

import pytest

from regulars.ground.bus.models import Message
from regulars.trade.payments import actions
from regulars.trade.payments.models import Payment, ProviderEvent
from regulars.trade.payments.queries import captured_payment, held_of, payments_of
from regulars.trade.payments.rules import ProviderMessage
from tests.trade.payments.paying import OLGA, PROVIDER, hear, paid, said, start
from tests.trade.settlement.test_two_runners import together


def test_the_right_amount_is_captured(db: Any) -> None:
    outcome = hear(said(start()))
    assert outcome.kind == "captured"
    assert not outcome.alert
    payment = captured_payment("grp_1")
    assert payment is not None
    assert payment.captured_minor == payment.received_minor == 10_000
    assert payment.received_currency == "CNY"
    assert payment.captured_at


def test_the_same_event_again_is_a_repeat(db: Any) -> None:
    payment = start()
    assert [hear(said(payment)).kind for _ in range(3)] == ["captured", "repeat", "repeat"]
    assert ProviderEvent.objects.count() == 1


def test_another_event_about_the_same_money_is_a_repeat(db: Any) -> None:
    payment = start()
    assert [hear(said(payment, f"ev_{n}")).kind for n in range(3)] == ["captured", "repeat", "repeat"]


@pytest.mark.parametrize("wrong", [{"amount_minor": 9_999}, {"amount_minor": 10_001}, {"currency": "JPY"}])
def test_what_does_not_match_is_held_and_never_paid(db: Any, wrong: dict[str, Any]) -> None:
    outcome = hear(said(start(), **wrong))
    assert (outcome.kind, outcome.alert) == ("held", True)
    assert "not" in outcome.reason
    assert captured_payment("grp_1") is None
    (row,) = held_of(["grp_1"])["grp_1"]
    assert row.captured_minor == 0
    assert row.received_minor == wrong.get("amount_minor", 10_000)
    assert row.held_reason == outcome.reason
    assert Message.objects.filter(name="trade.payment-held.v1").count() == 1


def test_a_wrong_message_after_the_capture_changes_nothing(db: Any) -> None:
    payment = paid()
    outcome = hear(said(payment, "ev_x", amount_minor=1))
    assert outcome.kind == "ignored"
    payment.refresh_from_db()
    assert (payment.state, payment.received_minor) == ("captured", 10_000)


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_any_order_ends_in_one_capture(db: Any, order: tuple[int, ...]) -> None:
    payment = start()
    messages = [
        said(payment, "ev_right"),
        said(payment, "ev_wrong", amount_minor=1),
        said(payment, "ev_failed", kind="failed"),
        said(payment, "ev_right_again"),
    ]
    kinds = Counter(hear(messages[number]).kind for number in order)
    assert kinds["captured"] == 1
    assert captured_payment("grp_1") is not None


def test_a_second_payment_of_the_same_order_is_held_as_overpaid(db: Any) -> None:
    first = paid()
    second = start()
    assert second.pk != first.pk
    outcome = hear(said(second, "ev_2"))
    assert (outcome.kind, outcome.alert) == ("overpaid", True)
    assert [payment.state for payment in payments_of("grp_1")] == ["captured", "held"]


def test_a_capture_after_the_refund_is_no_second_capture(db: Any) -> None:
    payment = paid()
    (refund,) = actions.ask_refund(by=OLGA, ref="ret_1", payment_ref="grp_1", amount_minor=10_000)
    actions.refund_done(by=OLGA, refund_id=refund.public_id)
    assert hear(said(payment, "ev_late")).kind == "repeat"


def test_a_failed_attempt_is_over_but_may_still_succeed(db: Any) -> None:
    payment = start()
    assert hear(said(payment, "ev_f", kind="failed")).kind == "failed"
    assert hear(said(payment, "ev_f2", kind="failed")).kind == "ignored"
    assert hear(said(payment, "ev_c")).kind == "captured"
    assert hear(said(payment, "ev_f3", kind="failed")).kind == "ignored"


def test_messages_about_nothing_of_ours(db: Any) -> None:
    assert hear(ProviderMessage("ev_1", "captured", "pay_nobody")).kind == "unknown"
    assert hear(ProviderMessage("ev_2", "other", "")).kind == "ignored"
    foreign = actions.receive(by=PROVIDER, provider="stripe", message=said(start(), "ev_3"))
    assert foreign.kind == "unknown"
    assert captured_payment("grp_1") is None


def test_fifty_at_once_with_wrong_ones_among_them(transactional_db: Any) -> None:
    payment = start()
    other = start("grp_1", 10_000, "JPY")
    messages = [said(payment, "ev_same") for _ in range(30)]
    messages += [said(payment, f"ev_{n}") for n in range(10)]
    messages += [said(payment, f"ev_w{n}", amount_minor=n) for n in range(5)]
    messages += [said(payment, f"ev_c{n}", currency="USD") for n in range(5)]
    outcomes = together(*[lambda message=message: hear(message) for message in messages])  # type: ignore[misc]
    kinds = Counter(outcome.kind for outcome in outcomes)
    assert kinds["captured"] == 1
    assert sum(kinds.values()) == 50
    assert set(kinds) <= {"captured", "repeat", "held", "ignored"}
    assert Payment.objects.filter(state="captured").count() == 1
    assert ProviderEvent.objects.count() == 1 + 10 + 5 + 5
    other.refresh_from_db()
    assert other.state == "started"


def test_two_payments_of_one_order_at_once(transactional_db: Any) -> None:
    first = start()
    second = Payment.objects.create(ref="grp_1", amount_minor=10_000, currency="CNY", provider="test")
    outcomes = together(lambda: hear(said(first, "a")), lambda: hear(said(second, "b")))
    assert sorted(outcome.kind for outcome in outcomes) == ["captured", "overpaid"]
