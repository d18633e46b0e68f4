"""Asking, proposing, signing; duties in turn; deposit, balance, delivery, acceptance."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from regulars.ground.bus.models import Message
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.refusals import NotAllowed, NotFound
from regulars.people.merchants import actions as merchants
from regulars.trade.advances.models import Advance
from regulars.trade.agreements import actions, queries
from regulars.trade.agreements.models import Agreement, Duty, Signature, Version
from regulars.trade.orders import actions as orders
from regulars.trade.orders.models import Order, OrderGroup, OrderLine
from regulars.trade.settlement.queries import balance
from regulars.trade.settlement.rules import AccountKey
from tests.town import Town, staff
from tests.trade.agreements import making
from tests.trade.agreements.making import (
    asked,
    days,
    delivered,
    fresh,
    pay,
    proposed,
    sign,
    signed,
    step,
    turn,
    upto,
)
from tests.trade.agreements.plans import coat
from tests.trade.orders.shopping import shopper


def test_from_a_wish_to_a_coat_that_is_accepted(town: Town) -> None:
    alice, ravi = shopper(town.alice), town.ravi_at_work()
    row = delivered(town, signed(town))
    assert (row.state, queries.now_of(row).state) == ("delivered", "delivered")
    order = Order.objects.of(town.cashmere).get(public_id=fresh(row).order_ref)
    line = OrderLine.objects.get(order=order)
    assert (line.title, line.unit_minor, line.granted_kind, line.granted_ref) == (
        "A grey coat",
        120_000,
        "agreement",
        row.public_id,
    )
    assert OrderGroup.objects.get(pk=order.group_id).prepaid_minor == 30_000
    assert order.state == "shipped"
    done = actions.accept(by=alice, agreement_id=row.public_id)
    assert done.state == "accepted"
    order.refresh_from_db()
    assert order.state == "confirmed"
    assert actions.accept(by=alice, agreement_id=row.public_id).state == "accepted"
    kinds = [one.kind for one in queries.telling.story_of(row)]
    assert kinds[:3] == ["asked", "proposed", "signed"]
    assert kinds.count("done") == 7
    assert kinds[-1] == "accepted"
    names = set(Message.objects.filter(ref=row.public_id).values_list("name", flat=True))
    assert names == {
        "trade.quote-asked.v1",
        "trade.agreement-proposed.v1",
        "trade.agreement-signed.v1",
        "trade.agreement-milestone-done.v1",
        "trade.agreement-moved.v1",
    }
    assert ravi.store_id == row.store_id


def test_a_stranger_finds_nothing_and_reception_cannot_sign(town: Town) -> None:
    row = signed(town)
    for by in (shopper(town.bob), town.mei_at_work()):
        with pytest.raises(NotFound):
            actions.write_note(by=by, agreement_id=row.public_id, text="hello")
    with pytest.raises(NotFound):
        queries.disputed_agreement(
            by=Actor("operator", rights=frozenset({"market.read"})), public_id=row.public_id
        )
    merchants.employ(by=SYSTEM, store=town.cashmere, person=town.lin, role="reception")
    with pytest.raises(NotAllowed):
        actions.write_note(by=staff(town.lin, town.cashmere), agreement_id=row.public_id, text="hello")


def test_answers_out_of_range_are_named(town: Town) -> None:
    found = making.form(town)
    with pytest.raises(actions.AnswersWrong) as refused:
        actions.ask(by=shopper(town.alice), form_id=found.public_id, given={"chest": "300"})
    assert refused.value.details["wrong"] == {"chest": "range", "colour": "missing"}
    assert Agreement.objects.of(town.cashmere).count() == 0


def test_three_wishes_wait_and_not_more(town: Town) -> None:
    for _wish in range(3):
        row = asked(town)
    with pytest.raises(actions.AskedAlready):
        asked(town)
    actions.withdraw(by=shopper(town.alice), agreement_id=row.public_id)
    assert asked(town).state == "asked"


def test_a_closed_form_asks_nobody_and_a_product_has_one(town: Town) -> None:
    found = making.form(town)
    with pytest.raises(actions.AlreadyAsked):
        making.form(town)
    actions.close_form(by=town.ravi_at_work(), store=town.cashmere, form_id=found.public_id)
    with pytest.raises(NotFound):
        asked(town, at=found)
    actions.reopen_form(by=town.ravi_at_work(), store=town.cashmere, form_id=found.public_id)
    assert asked(town, at=found).state == "asked"


def test_who_proposes_has_signed_and_only_the_newest_can_be_signed(town: Town) -> None:
    alice, ravi = shopper(town.alice), town.ravi_at_work()
    row = asked(town)
    with pytest.raises(actions.NotYourTurn):
        proposed(town, row, by=alice)
    first = proposed(town, row)
    second = proposed(town, row, coat(queries.today(), price_minor=110_000), by=alice)
    with pytest.raises(actions.VersionOld):
        sign(alice, row, first)
    assert sign(alice, row, second).signed == 0
    assert sign(ravi, row, second).signed == 2
    sides = Signature.objects.of(town.cashmere).filter(version=second).values_list("side", flat=True)
    assert sorted(sides) == ["shopper", "store"]
    assert fresh(row).state == "signed"


def test_a_digest_that_was_not_read_signs_nothing(town: Town) -> None:
    row = asked(town)
    version = proposed(town, row)
    with pytest.raises(actions.VersionOld):
        actions.sign(by=shopper(town.alice), agreement_id=row.public_id, number=1, digest="0" * 64)
    body = version.body | {"price_minor": 1}
    Version.objects.of(town.cashmere).filter(pk=version.pk).update(body=body)
    with pytest.raises(actions.VersionOld):
        sign(shopper(town.alice), row, version)
    assert fresh(row).signed == 0


def test_an_offer_whose_first_day_has_passed_must_be_made_anew(town: Town) -> None:
    row = asked(town)
    version = proposed(town, row)
    with days(4), pytest.raises(actions.OfferOver):
        sign(shopper(town.alice), row, version)


def test_terms_that_cannot_stand_name_their_fields(town: Town) -> None:
    row = asked(town)
    with pytest.raises(actions.TermsWrong) as refused:
        proposed(town, row, coat(queries.today(), title="", price_minor=0))
    assert {one[0] for one in refused.value.details["problems"]} == {"title", "price"}
    assert fresh(row).state == "asked"


def test_duties_are_done_in_turn_by_the_side_whose_turn_it_is(town: Town) -> None:
    row = signed(town)
    with pytest.raises(actions.NotYourTurn):
        actions.do(by=shopper(town.alice), agreement_id=row.public_id, key="m2", text="92")
    with pytest.raises(actions.NotYourTurn):
        actions.pay(by=town.ravi_at_work(), agreement_id=row.public_id, key="m1")
    pay(town, row)
    with pytest.raises(actions.NotYourTurn):
        actions.do(by=town.ravi_at_work(), agreement_id=row.public_id, key="m2", text="92")
    with pytest.raises(actions.ProofMissing):
        actions.do(by=shopper(town.alice), agreement_id=row.public_id, key="m2")
    step(town, row)
    assert turn(row) == "m3"
    with pytest.raises(actions.NotYourTurn):
        actions.deliver(by=town.ravi_at_work(), agreement_id=row.public_id)


def test_a_deposit_is_an_advance_that_is_asked_for_once(town: Town) -> None:
    row = signed(town)
    alice = shopper(town.alice)
    first = actions.pay(by=alice, agreement_id=row.public_id, key="m1")
    assert actions.pay(by=alice, agreement_id=row.public_id, key="m1").pk == first.pk
    assert making.pay_advance(first) == "paid"
    assert Duty.objects.of(town.cashmere).get(agreement=row, key="m1").paid_minor == 30_000
    assert Advance.objects.of(town.cashmere).get().state == "paid"
    assert turn(row) == "m2"


def test_a_deposit_paid_after_the_terms_changed_goes_back(town: Town) -> None:
    row = signed(town)
    alice = shopper(town.alice)
    advance = actions.pay(by=alice, agreement_id=row.public_id, key="m1")
    terms = coat(queries.today())
    dearer = replace(terms.milestones[0], amount_minor=40_000)
    sign(alice, row, proposed(town, row, replace(terms, milestones=(dearer, *terms.milestones[1:]))))
    assert making.pay_advance(advance) == "returned"
    assert turn(row) == "m1"
    assert pay(town, row).amount_minor == 40_000


def test_a_change_holds_once_both_signed_and_the_difference_is_in_the_balance(town: Town) -> None:
    row = upto(town, signed(town), "make")
    terms = queries.now_of(row).terms
    assert terms is not None
    version = proposed(town, row, replace(terms, price_minor=130_000))
    assert queries.now_of(fresh(row)).due_minor == 90_000
    sign(shopper(town.alice), row, version)
    now = queries.now_of(fresh(row))
    assert (now.due_minor, now.turn.milestone.key if now.turn else "") == (100_000, "m5")
    step(town, row)
    order = making.paid_balance(fresh(row))
    assert (order.paid_minor, order.group.payable_minor) == (130_000, 100_000)


def test_what_is_done_cannot_be_changed_and_an_ordered_balance_holds_the_terms(town: Town) -> None:
    row = upto(town, signed(town), "balance")
    terms = queries.now_of(row).terms
    assert terms is not None
    other = (replace(terms.milestones[0], amount_minor=1), *terms.milestones[1:])
    with pytest.raises(actions.TermsWrong):
        proposed(town, row, replace(terms, milestones=other))
    group = making.order_balance(row)
    with pytest.raises(actions.OrderWaits):
        proposed(town, row, replace(terms, price_minor=130_000))
    with pytest.raises(NotFound):
        making.order_balance(row)
    orders.cancel_group(by=shopper(town.alice), group=group.public_id)
    assert fresh(row).group_ref == ""
    assert making.paid_balance(row).paid_minor == 120_000


def test_an_order_that_expired_and_is_paid_late_is_taken_once(town: Town) -> None:
    row = upto(town, signed(town), "balance")
    first = making.order_balance(row)
    with days(1):
        orders.expire_groups()
        assert fresh(row).group_ref == ""
        order = making.paid_balance(row)
        with pytest.raises(orders.NotPayable):
            making.pay_group(shopper(town.alice), first)
    assert fresh(row).order_ref == order.public_id


def test_the_order_of_an_agreement_opens_no_return(town: Town) -> None:
    row = upto(town, signed(town), "deliver")
    with pytest.raises(orders.DecidedElsewhere):
        orders.ask_return(by=shopper(town.alice), order=row.order_ref, kind="cancel", reason="other")
    with pytest.raises(orders.DecidedElsewhere):
        orders.refuse_order(by=town.ravi_at_work(), store=town.cashmere, order=row.order_ref, reason="no")


def test_silence_accepts_on_time_whether_or_not_the_clock_ran(town: Town) -> None:
    row = delivered(town, signed(town))
    until = fresh(row).answer_until
    with clock.at(until - timedelta(seconds=1)):
        assert queries.now_of(fresh(row)).state == "delivered"
        assert actions.accept_silent() == 0
    with clock.at(until):
        assert queries.now_of(fresh(row)).state == "accepted"
        with pytest.raises(actions.TooLate):
            actions.reject(by=shopper(town.alice), agreement_id=row.public_id, why="Too short.")
        assert actions.accept_silent() == 1
        assert actions.accept_silent() == 0
    done = fresh(row)
    assert (done.state, done.ended_at) == ("accepted", until)
    assert Order.objects.of(town.cashmere).get(public_id=done.order_ref).state == "confirmed"


def test_the_days_to_answer_run_from_arrival(town: Town) -> None:
    row = delivered(town, signed(town))
    with days(2):
        order = orders.deliver(by=town.ravi_at_work(), store=town.cashmere, order=fresh(row).order_ref)
        actions.arrived(by=SYSTEM, order_ref=order.public_id, at=clock.now())
        until = fresh(row).answer_until
        last = queries.today() + timedelta(days=5)
    assert queries.standing.day_of(until - timedelta(seconds=1)) == last


def test_a_rejected_coat_is_sent_again_and_then_accepted(town: Town) -> None:
    alice, ravi = shopper(town.alice), town.ravi_at_work()
    row = delivered(town, signed(town))
    actions.reject(by=alice, agreement_id=row.public_id, why="The left sleeve is short.")
    with days(60):
        assert queries.now_of(fresh(row)).state == "rejected"
        actions.send_again(by=ravi, agreement_id=row.public_id, text="Let out by two centimetres.")
        assert fresh(row).state == "delivered"
        assert actions.accept(by=alice, agreement_id=row.public_id).state == "accepted"
    assert balance(AccountKey("advances", "CNY", town.cashmere.pk)) == 0


def test_an_order_shipped_from_the_list_delivers_its_agreement(town: Town) -> None:
    row = upto(town, signed(town), "deliver")
    orders.ship(by=town.ravi_at_work(), store=town.cashmere, order=row.order_ref)
    actions.sent(by=SYSTEM, order_ref=row.order_ref)
    actions.sent(by=SYSTEM, order_ref=row.order_ref)
    assert fresh(row).state == "delivered"
