"""Olga and the money: the books balance, strays are settled, rates have dates, payouts go out once."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from regulars.faces.look.moments import local_input
from regulars.ground.bus.relay import drain
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.people.accounts.actions import grant_market_role
from regulars.people.accounts.models import MarketRole
from regulars.trade.orders import actions as orders
from regulars.trade.payments.actions import carry_out_due
from regulars.trade.payments.models import PaymentRefund
from regulars.trade.settlement.models import Discrepancy, Payout
from regulars.trade.settlement.queries import store_balances
from regulars.trade.settlement.rules import hands
from tests.faces.operator.acting import at_console, plain_static, prove, see, send
from tests.town import Town
from tests.trade.orders.shopping import books_are_right, bought, captured, completed, place, shopper, start

__all__ = ["plain_static"]


def stray(town: Town) -> Discrepancy:
    """Bob pays one yuan too little: his payment is held."""
    bob = shopper(town.bob)
    payment = start(bob, place(bob, {town.variant(town.cup).public_id: 1}))
    message = captured(payment, amount_minor=payment.amount_minor - 100)
    assert orders.receive_payment(by=SYSTEM, provider="test", message=message) == "held"
    return Discrepancy.objects.get(resolved_at=None)


def test_the_books_are_checked_on_the_page(town: Town) -> None:
    group = bought(shopper(town.alice), {town.variant(town.cup).public_id: 1})
    olga = at_console(town.olga)
    page = see(olga, "console_books", check="1")
    assert "The books balance" in page
    assert "Held for orders under way" in page
    order = group.orders.get()
    assert "Payment received" in see(olga, "console_ledger", q=order.public_id)
    assert "Nothing is booked under this" in see(olga, "console_ledger", kind="payout", q=order.public_id)
    page = see(olga, "console_ledger", store=town.clay.slug)
    assert order.public_id in page


def test_held_money_goes_back_to_the_payer(town: Town) -> None:
    row, olga = stray(town), at_console(town.olga)
    assert "Held payment" in see(olga, "console_uncleared")
    assert "Held payments" in see(olga, "console")
    asked = send(olga, "console_resolve", row.public_id, to="payer", resolution="Sent back.")
    assert reverse("console_confirm") in asked["Location"]
    prove(olga)
    send(olga, "console_resolve", row.public_id, status=422, to="payer", resolution="")
    send(olga, "console_resolve", row.public_id, status=422, to="nowhere", resolution="Sent back.")
    send(
        olga, "console_resolve", row.public_id, status=422, to="store", store="no-such", resolution="Theirs."
    )
    send(olga, "console_resolve", row.public_id, to="payer", resolution="A yuan was missing; sent back.")
    refund = PaymentRefund.objects.get()
    assert (refund.ref, refund.amount_minor) == (row.public_id, row.amount_minor)
    carry_out_due()
    drain()
    refund.refresh_from_db()
    assert refund.state == "done"
    books_are_right()
    assert "A yuan was missing" in see(olga, "console_uncleared", show="resolved")
    assert row.public_id not in see(olga, "console_transit")
    send(olga, "console_resolve", row.public_id, status=404, to="market", resolution="Again.")
    assert PaymentRefund.objects.count() == 1


def test_held_money_can_become_a_stores_or_the_markets(town: Town) -> None:
    row, olga = stray(town), at_console(town.olga)
    prove(olga)
    send(
        olga,
        "console_resolve",
        row.public_id,
        to="store",
        store=town.clay.slug,
        resolution="Bob agreed to pay less.",
    )
    assert store_balances(town.clay.pk)["CNY"]["payable"] == row.amount_minor
    assert not PaymentRefund.objects.exists()
    books_are_right()


def test_a_rate_starts_at_its_date_and_sales_before_keep_theirs(town: Town) -> None:
    olga, alice = at_console(town.olga), shopper(town.alice)
    cup = town.variant(town.cup).public_id
    before = bought(alice, {cup: 1}).orders.get()
    since = clock.now() + timedelta(days=2)
    form: dict[str, Any] = {"rate": "8", "store": town.clay.slug, "when": "date", "since": local_input(since)}
    page = send(olga, "console_commission_new", status=200, do="preview", **form).content.decode()
    assert "¥8.00" in page
    assert "5% until then, 8% from then on" in page
    assert "Purple Clay House" not in see(olga, "console_commissions").split("<tbody")[-1]
    prove(olga)
    send(olga, "console_commission_new", do="set", **form)
    soon = bought(alice, {cup: 1}).orders.get()
    with clock.shift(timedelta(days=3)):
        after = bought(alice, {cup: 1}).orders.get()
    bps = [row.lines.get().commission_bp for row in (before, soon, after)]
    assert bps == [500, 500, 800]
    send(olga, "console_commission_new", do="set", rate="6", when="now")
    assert (
        bought(shopper(town.bob), {town.variant(town.sweater).public_id: 1}).orders.get().commission_minor
        == 5394
    )
    past = form | {"since": local_input(clock.now() - timedelta(days=1))}
    send(olga, "console_commission_new", status=422, do="set", **past)
    send(olga, "console_commission_new", status=422, do="set", **(form | {"rate": "51"}))


def owed(town: Town) -> None:
    """Mei's store is owed for a teapot."""
    alice = shopper(town.alice)
    completed(alice, town.mei_at_work(), town.clay, bought(alice, {town.variant(town.teapot).public_id: 1}))


def test_payouts_are_planned_prepared_once_and_sent_with_the_password(town: Town) -> None:
    owed(town)
    olga = at_console(town.olga)
    due = store_balances(town.clay.pk)["CNY"]["payable"]
    page = see(olga, "console_payout_plan")
    assert town.clay.name in page
    assert not Payout.objects.exists()
    today = local_input(clock.now())[:10]
    send(olga, "console_payouts_prepare", upto=today)
    send(olga, "console_payouts_prepare", upto=today)
    payout = Payout.objects.get()
    assert payout.amount_minor == due
    answer = send(olga, "console_payouts_send", ids=[payout.public_id])
    assert answer["Location"].startswith(reverse("console_confirm"))
    payout.refresh_from_db()
    assert payout.state == "prepared"
    prove(olga)
    assert "Mark as sent" in see(olga, "console_payouts", state="prepared")
    send(olga, "console_payouts_send", status=400, ids=[])
    send(olga, "console_payouts_send", ids=[payout.public_id])
    payout.refresh_from_db()
    assert payout.state == "sent"
    books_are_right()
    assert "Payout sent" in see(olga, "console_ledger", q=payout.public_id)


def payout_of(town: Town) -> Payout:
    """Prepared by Olga, as her plan says."""
    owed(town)
    send(at_console(town.olga), "console_payouts_prepare", upto="")
    return Payout.objects.get()


def bob_at_console(town: Town) -> Any:
    """Bob may move money too."""
    with clock.at(clock.now() - timedelta(days=4)):
        grant_market_role(by=SYSTEM, person=town.bob, rights=["market.read", "market.money"])
    MarketRole.objects.filter(person=town.olga).update(granted_at=clock.now() - timedelta(days=4))
    client = at_console(town.bob)
    prove(client)
    return client


def test_large_payouts_need_a_second_person(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hands, "PAIR_FROM", Decimal(10))
    payout = payout_of(town)
    olga = at_console(town.olga)
    prove(olga)
    send(olga, "console_payouts_send", status=403, ids=[payout.public_id])
    assert "Approve" not in see(olga, "console_payout", payout.public_id)
    bob = bob_at_console(town)
    send(bob, "console_payouts_prepare", upto="")
    send(bob, "console_payouts_send", ids=[payout.public_id])
    payout.refresh_from_db()
    assert payout.state == "sent"
    page = see(olga, "console_payout", payout.public_id)
    assert "Olga" in page
    assert "Bob" in page


def test_who_approves_types_the_password_and_then_the_first_may_send(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hands, "PAIR_FROM", Decimal(10))
    payout = payout_of(town)
    bob = bob_at_console(town)
    assert "Approve" in see(bob, "console_payout", payout.public_id)
    olga, again = at_console(town.olga), at_console(town.bob)
    answer = send(again, "console_payout_approve", payout.public_id)
    assert answer["Location"].startswith(reverse("console_confirm"))
    prove(olga)
    send(olga, "console_payout_approve", payout.public_id, status=403)
    send(bob, "console_payout_approve", payout.public_id)
    send(olga, "console_payouts_send", ids=[payout.public_id])
    payout.refresh_from_db()
    assert (payout.state, payout.approved_by_id) == ("sent", town.bob.pk)


def test_a_payout_that_came_back_is_paid_again_from_its_page(town: Town) -> None:
    payout = payout_of(town)
    olga = at_console(town.olga)
    prove(olga)
    send(olga, "console_payouts_send", ids=[payout.public_id])
    assert reverse("console_payout", args=[payout.public_id]) in see(olga, "console_payouts", state="sent")
    assert "It came back" in see(olga, "console_payout", payout.public_id)
    send(olga, "console_payout_return", payout.public_id, status=422, reason="")
    send(olga, "console_payout_return", payout.public_id, reason="The account is closed.")
    assert "Prepare again" in see(olga, "console_payout", payout.public_id)
    answer = send(olga, "console_payout_again", payout.public_id)
    fresh = Payout.objects.get(before=payout)
    assert answer["Location"] == reverse("console_payout", args=[fresh.public_id])
    assert "Prepare again" not in see(olga, "console_payout", payout.public_id)
    send(olga, "console_payouts_send", ids=[fresh.public_id])
    fresh.refresh_from_db()
    assert (fresh.state, fresh.amount_minor) == ("sent", payout.amount_minor)
    assert store_balances(town.clay.pk)["CNY"]["payable"] == 0
    books_are_right()


def test_a_payout_that_came_back_is_closed_with_a_reason(town: Town) -> None:
    payout = payout_of(town)
    olga = at_console(town.olga)
    asked = send(olga, "console_payout_return", payout.public_id, reason="Not now.")
    assert reverse("console_confirm") in asked["Location"]
    prove(olga)
    send(olga, "console_payout_return", payout.public_id, reason="Not now.")
    send(olga, "console_payout_close", payout.public_id, status=422, closing="")
    send(olga, "console_payout_close", payout.public_id, closing="Goes out with the next one.")
    page = see(olga, "console_payout", payout.public_id)
    assert "Goes out with the next one." in page
    assert "Prepare again" not in page
    send(olga, "console_payout_again", payout.public_id, status=409)


def test_a_statement_can_be_taken_away(town: Town) -> None:
    owed(town)
    olga = at_console(town.olga)
    assert "Sales" in see(olga, "console_statement", town.clay.public_id)
    sheet = see(olga, "console_statement", town.clay.public_id, **{"as": "csv"})
    assert sheet.splitlines()[0].endswith("owed_to_market")
    see(olga, "console_statement", town.clay.public_id, month="nonsense")
