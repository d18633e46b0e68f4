"""Olga looks after the house: what was not delivered, refunds that are stuck, the sealed record."""

from __future__ import annotations

from django.db import connection

from regulars.ground.bus.listening import listeners
from regulars.ground.bus.models import Delivery, Message
from regulars.ground.bus.relay import drain
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.ground.kit.audit import seal
from regulars.people.merchants import actions as merchants
from regulars.trade.payments import actions as payments
from regulars.trade.payments.models import Payment, PaymentRefund
from tests.faces.operator.acting import at_console, plain_static, see, send
from tests.town import Town
from tests.trade.orders.shopping import bought, shopper

__all__ = ["plain_static"]


def test_a_dead_letter_is_delivered_again(town: Town) -> None:
    drain()
    heard: list[str] = []
    name = next(known for known in Message.objects.values_list("name", flat=True) if known)
    message = Message.objects.filter(name=name).first()
    assert message is not None
    listeners[name]["tests.ear"] = lambda fact: heard.append(fact.name)
    try:
        letter = Delivery.objects.create(
            message=message,
            listener="tests.ear",
            attempts=8,
            dead_at=clock.now(),
            error="OSError('no route')",
        )
        olga = at_console(town.olga)
        assert "no route" in see(olga, "console_health")
        assert "Messages not delivered" in see(olga, "console")
        send(olga, "console_redeliver", letter.pk)
        drain()
        assert heard == [name]
        letter.refresh_from_db()
        assert letter.done_at is not None
        send(olga, "console_redeliver", letter.pk, status=404)
        assert "Message delivered again" in see(
            olga, "console_audit", action="bus.", person="olga@example.com"
        )
    finally:
        del listeners[name]["tests.ear"]


def test_a_stuck_refund_is_tried_again(town: Town) -> None:
    group = bought(shopper(town.alice), {town.variant(town.cup).public_id: 1})
    payment = Payment.objects.get(ref=group.public_id)
    refund = payments.ask_refund(by=SYSTEM, ref="ret_x", payment_ref=group.public_id, amount_minor=100)[0]
    payments.refund_failed(by=SYSTEM, refund_id=refund.public_id, error="card closed")
    olga = at_console(town.olga)
    assert "card closed" in see(olga, "console_health")
    send(olga, "console_refund_again", refund.public_id)
    assert PaymentRefund.objects.get(payment=payment).state == "asked"


def test_the_record_shows_when_somebody_changed_it(town: Town) -> None:
    merchants.suspend(by=SYSTEM, store=town.clay, reason="Seen.")
    seal()
    olga = at_console(town.olga)
    assert "The trail is whole" in see(olga, "console_audit", check="1")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE kit_auditentry SET action = 'merchants.praise' WHERE action = 'merchants.suspend'"
        )
    assert "The trail is broken" in see(olga, "console_audit", check="1")
    assert "Nobody logs in" in see(olga, "console_audit", person="nobody@example.com")
    assert "There is no store" in see(olga, "console_audit", store="no-such")
