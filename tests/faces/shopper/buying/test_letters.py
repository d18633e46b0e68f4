"""Letters to buyers, and the words of the price rules."""

from __future__ import annotations

import pytest
from django.core import mail

from regulars.faces.shopper.buying.words import PRICE_WORDS
from regulars.ground.bus.relay import drain
from regulars.ground.kit.actors import SYSTEM
from regulars.trade.offers.rules import SENTENCES, STEPS
from regulars.trade.orders import actions as orders
from tests.faces.shopper.buying.phone import Phone, logged_in
from tests.town import Town
from tests.trade.orders.shopping import GUEST, order_in

pytestmark = pytest.mark.django_db


def test_a_guest_gets_the_link_of_the_order_and_every_step(town: Town) -> None:
    carol = Phone()
    carol.add(town.variant(town.cup), 2)
    carol.add(town.variant(town.sweater))
    group = carol.order(email="carol@example.com")
    drain()
    assert [one.subject for one in mail.outbox] == ["Your order is placed · Regulars Town"]
    assert mail.outbox[0].to == ["carol@example.com"]
    assert f"/pay/{group.public_id}/?key={group.guest_key}" in str(mail.outbox[0].body)
    assert "Tasting cup · 1 × 2" in str(mail.outbox[0].body)
    carol.pay(group)
    order = order_in(group, town.clay)
    orders.ship(by=town.mei_at_work(), store=town.clay, order=order.public_id, carrier="SF", tracking="SF77")
    line = order.lines.get()
    orders.refund_lines(
        by=town.mei_at_work(), store=town.clay, order=order.public_id, lines={line.public_id: 1}
    )
    drain()
    subjects = sorted(one.subject.split(" · ")[0] for one in mail.outbox[1:])
    assert subjects == [
        "Money is on its way back to you",
        "Your goods are on their way",
        "Your order is paid",
    ]
    parcel = next(one for one in mail.outbox if "on their way" in one.subject)
    assert "SF SF77" in str(parcel.body)
    assert f"/orders/{group.public_id}/?key={group.guest_key}" in str(parcel.body)


@pytest.mark.parametrize(
    ("agreed", "subject"), [(True, "Your return is accepted"), (False, "Your request was refused")]
)
def test_what_became_of_a_return_is_written(town: Town, agreed: bool, subject: str) -> None:
    carol = Phone()
    carol.add(town.variant(town.cup))
    group = carol.order(email="carol@example.com")
    carol.pay(group)
    order, mei = order_in(group, town.clay), town.mei_at_work()
    orders.ship(by=mei, store=town.clay, order=order.public_id)
    orders.deliver(by=mei, store=town.clay, order=order.public_id)
    back = orders.ask_return(
        by=GUEST, order=order.public_id, lines={order.lines.get().public_id: 1}, kind="return_and_refund",
        reason="late", guest_key=group.guest_key,
    )  # fmt: skip
    drain()
    mail.outbox.clear()
    decide = orders.accept_return if agreed else orders.refuse_return
    where = {"send_to": "1 Kiln Lane"} if agreed else {}
    decide(by=mei, store=town.clay, back=back.public_id, answer="We looked at it.", **where)
    drain()
    (letter,) = mail.outbox
    assert letter.subject.startswith(subject)
    assert "We looked at it." in str(letter.body)
    assert ("1 Kiln Lane" in str(letter.body)) == agreed
    if agreed:
        for _time in range(2):
            orders.say_where(by=mei, store=town.clay, back=back.public_id, send_to="2 Kiln Lane")
        drain()
        assert ["2 Kiln Lane" in str(one.body) for one in mail.outbox] == [False, True]


def test_a_letter_is_in_the_buyers_language(town: Town) -> None:
    alice = logged_in(town.alice)
    alice.cookies["django_language"] = "zh-hans"
    alice.add(town.variant(town.cup))
    alice.order()
    drain()
    assert mail.outbox[0].subject == "订单已提交 · 常客小镇"
    assert "品茗杯" in str(mail.outbox[0].body)


def test_every_text_of_the_price_rules_is_there_to_be_translated() -> None:
    assert {*SENTENCES.values(), *(step.words for step in STEPS)} <= set(PRICE_WORDS)


def test_nobody_is_written_to_about_nothing(town: Town) -> None:
    orders.expire_groups(by=SYSTEM)
    drain()
    assert mail.outbox == []
