"""Money goes back: asked once, carried out until it is done."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from regulars.ground.bus.models import Message
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.ground.kit.refusals import NotAllowed, NotFound
from regulars.trade.payments import actions
from regulars.trade.payments.models import Payment, PaymentRefund
from regulars.trade.payments.providers import ProviderDown, Refunded, RefundRefused, registry
from regulars.trade.payments.providers.test import TestProvider
from regulars.trade.payments.queries import refunds_of, stuck_refunds
from regulars.trade.payments.rules import MAX_ATTEMPTS, backoff, split
from regulars.trade.payments.tasks import carry_out_refunds
from tests.trade.payments.paying import OLGA, PROVIDER, hear, paid, said, start
from tests.trade.settlement.test_two_runners import together


class Moody(TestProvider):
    """A provider whose next answers are set."""

    answers: list[Any] = []  # noqa: RUF012
    keys: list[str] = []  # noqa: RUF012

    def refund(self, refund: PaymentRefund) -> Refunded:
        self.keys.append(refund.public_id)
        answer = self.answers.pop(0) if self.answers else Refunded(f"re_{refund.public_id}", done=True)
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def moody(monkeypatch: pytest.MonkeyPatch) -> type[Moody]:
    """The test provider with moods."""
    monkeypatch.setattr(Moody, "answers", [])
    monkeypatch.setattr(Moody, "keys", [])
    monkeypatch.setitem(registry.KNOWN, "test", Moody)
    return Moody


def _ask(amount: int = 4000, ref: str = "ret_1", **more: str) -> list[PaymentRefund]:
    return actions.ask_refund(by=SYSTEM, ref=ref, payment_ref="grp_1", amount_minor=amount, **more)


def _told(name: str) -> int:
    return Message.objects.filter(name=f"trade.{name}.v1").count()


def test_a_refund_is_asked_once(db: Any) -> None:
    payment = paid()
    assert _ask() == _ask()
    payment.refresh_from_db()
    assert payment.refunded_minor == 4000
    assert refunds_of("grp_1").get().state == "asked"


def test_asking_for_nothing_asks_nothing(db: Any) -> None:
    paid()
    assert _ask(0) == []


def test_no_more_goes_back_than_came(db: Any) -> None:
    paid()
    _ask(9000)
    with pytest.raises(actions.RefundTooLarge) as refused:
        _ask(1001, "ret_2")
    assert refused.value.details == {"left_minor": 1000}
    with pytest.raises(actions.RefundTooLarge):
        actions.ask_refund(by=SYSTEM, ref="r", payment_ref="grp_none", amount_minor=1)


def test_only_money_that_arrived_goes_back(db: Any) -> None:
    start()
    with pytest.raises(actions.RefundTooLarge):
        _ask(1)


def test_a_held_payment_goes_back_by_its_own_id(db: Any) -> None:
    payment = start()
    hear(said(payment, amount_minor=777))
    (refund,) = _ask(777, payment_id=payment.public_id)
    actions.carry_out_due()
    refund.refresh_from_db()
    assert refund.state == "done"


def test_the_clock_carries_refunds_out_and_tells_once(db: Any, moody: type[Moody]) -> None:
    paid()
    (refund,) = _ask()
    carry_out_refunds()
    carry_out_refunds()
    refund.refresh_from_db()
    assert (refund.state, refund.provider_ref) == ("done", f"re_{refund.public_id}")
    assert moody.keys == [refund.public_id]
    body = Message.objects.get(name="trade.payment-refunded.v1").body
    assert (body["refund_ref"], body["amount_minor"], body["currency"]) == ("ret_1", 4000, "CNY")


def test_a_silent_provider_is_asked_again_later_under_the_same_key(db: Any, moody: type[Moody]) -> None:
    moody.answers = [ProviderDown(), ProviderDown()]
    paid()
    (refund,) = _ask()
    now = clock.now()
    for seconds, tried in ((0, 1), (5, 1), (11, 2), (20, 2), (40, 3)):
        with clock.at(now + timedelta(seconds=seconds)):
            actions.carry_out_due()
        assert len(moody.keys) == tried
    refund.refresh_from_db()
    assert refund.state == "done"
    assert set(moody.keys) == {refund.public_id}


def test_a_provider_that_stays_silent_ends_in_somebodys_hands(db: Any, moody: type[Moody]) -> None:
    moody.answers = [ProviderDown()] * MAX_ATTEMPTS
    paid()
    (refund,) = _ask()
    now = clock.now()
    for day in range(MAX_ATTEMPTS):
        with clock.at(now + timedelta(days=day)):
            actions.carry_out_due()
    assert stuck_refunds().get().pk == refund.pk
    assert _told("payment-refund-failed") == 1
    with pytest.raises(NotAllowed):
        actions.try_again(by=PROVIDER, refund_id=refund.public_id)
    actions.try_again(by=OLGA, refund_id=refund.public_id)
    actions.carry_out_due()
    refund.refresh_from_db()
    assert refund.state == "done"


def test_a_refused_refund_is_not_tried_again(db: Any, moody: type[Moody]) -> None:
    moody.answers = [RefundRefused(reason="card closed")]
    paid()
    (refund,) = _ask()
    actions.carry_out_due()
    with clock.shift(timedelta(days=3)):
        actions.carry_out_due()
    refund.refresh_from_db()
    assert (refund.state, refund.error) == ("failed", "card closed")
    assert len(moody.keys) == 1


def test_a_provider_that_takes_its_time_calls_when_it_is_done(db: Any, moody: type[Moody]) -> None:
    moody.answers = [Refunded("re_1", done=False)]
    payment = paid()
    (refund,) = _ask()
    actions.carry_out_due()
    refund.refresh_from_db()
    assert refund.state == "sent"
    done = said(payment, "ev_r", kind="refunded", refund_id=refund.public_id, provider_ref="re_1")
    assert [hear(done).kind, hear(done).kind] == ["refunded", "repeat"]
    again = said(payment, "ev_r2", kind="refunded", refund_id=refund.public_id)
    assert hear(again).kind == "refunded"
    assert _told("payment-refunded") == 1


def test_a_refund_that_fails_at_the_bank(db: Any) -> None:
    payment = paid()
    (refund,) = _ask()
    outcome = hear(said(payment, "ev_r", kind="refund-failed", refund_id=refund.public_id))
    assert (outcome.kind, outcome.alert) == ("refund-failed", True)
    assert stuck_refunds().count() == 1


def test_a_refund_nobody_asked_for_is_an_alert(db: Any) -> None:
    payment = paid()
    outcome = hear(said(payment, "ev_r", kind="refunded", refund_id="prf_x"))
    assert (outcome.kind, outcome.alert) == ("unknown", True)
    with pytest.raises(NotFound):
        actions.refund_done(by=SYSTEM, refund_id="prf_x")


def test_many_refunds_at_once_never_exceed_the_payment(transactional_db: Any) -> None:
    paid(amount=1000)
    results = together(*[lambda n=n: _ask(300, f"ret_{n}") for n in range(10)])  # type: ignore[misc]
    assert sum(isinstance(result, list) for result in results) == 3
    assert Payment.objects.get().refunded_minor == 900


def test_two_workers_carry_each_refund_out_once(transactional_db: Any, moody: type[Moody]) -> None:
    paid()
    for number in range(6):
        _ask(100, f"ret_{number}")
    together(*[actions.carry_out_due] * 4)
    assert len(moody.keys) == len(set(moody.keys)) == 6
    assert _told("payment-refunded") == 6


def test_pauses_grow_and_end() -> None:
    pauses = [backoff(n).total_seconds() for n in range(1, MAX_ATTEMPTS + 1)]
    assert pauses == sorted(pauses)
    assert (pauses[0], max(pauses)) == (10, 21_600)


def test_a_split_takes_in_order_and_never_too_much() -> None:
    assert split(7, [5, -3, 4]) == [5, 0, 2]
    with pytest.raises(ValueError, match="more than"):
        split(10, [5, 4])
