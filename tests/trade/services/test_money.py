"""A plan's money lies aside when the order completes, becomes the store's by days, and goes back by the rule."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from regulars.ground.bus.relay import drain
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.trade.orders import actions as orders
from regulars.trade.orders.models import OrderGroup
from regulars.trade.orders.queries import statement_from_events
from regulars.trade.services import actions as services
from regulars.trade.services.models import Contract
from regulars.trade.services.queries import disputes, inbox, steps_of_claim, unearned_of
from regulars.trade.settlement.actions import prepare_payouts
from regulars.trade.settlement.queries import (
    aside_of,
    balance,
    check_books,
    service_liability,
    statement,
    uncleared,
)
from regulars.trade.settlement.rules import AccountKey
from tests.town import Town
from tests.trade.orders.shopping import shopper
from tests.trade.services.caring import bought, contracts, kept, sent, sold_by_mei

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
DAY = timedelta(days=1)


def owed(town: Town) -> int:
    return -balance(AccountKey("store_payable", "CNY", town.clay.pk))


def agree(town: Town) -> None:
    """The books are right, and what orders and contracts say is what they hold."""
    assert check_books()["problems"] == []
    told = sum(item.amount_minor for item in statement_from_events(town.clay, "CNY"))
    paid_out = sum(
        row.amount_minor
        for row in statement(town.clay, "CNY", NOON - DAY, clock.now() + DAY).rows
        if row.part == "payout"
    )
    assert told == owed(town) - paid_out
    assert unearned_of(town.clay, "CNY").unearned_minor == service_liability(town.clay.pk, "CNY")


@pytest.fixture
def sold(town: Town) -> OrderGroup:
    with clock.at(NOON):
        plan = sold_by_mei(town)
        return bought(town, town.alice, plan)


def test_the_plan_is_paid_with_the_pot_and_its_money_waits_for_its_days(town: Town, sold: OrderGroup) -> None:
    assert sold.total_minor == 28_000 + 3_600 + 1_000
    with clock.at(NOON):
        order = kept(town, town.alice, sold)
        net = 3_600 - 180  # commission 5 %
        assert owed(town) == order.paid_minor - order.commission_minor - net
        assert service_liability(town.clay.pk, "CNY") == net
        agree(town)
    with clock.at(NOON + 60 * DAY):
        assert unearned_of(town.clay, "CNY").earned_minor == net // 3
        assert service_liability(town.clay.pk, "CNY") == net  # nothing was booked yet
        assert orders.earn_plans() == 60
        assert orders.earn_plans() == 0
        agree(town)
    with clock.at(NOON + 400 * DAY):
        orders.earn_plans()
        assert service_liability(town.clay.pk, "CNY") == 0
        assert owed(town) == order.paid_minor - order.commission_minor
        assert not [row for row in uncleared() if row.kind == "service_liability"]
        agree(town)


def test_days_are_booked_with_their_own_dates_whenever_the_clock_comes(town: Town, sold: OrderGroup) -> None:
    with clock.at(NOON):
        kept(town, town.alice, sold)
    with clock.at(NOON + 10 * DAY):
        orders.earn_plans()
        rows = [
            row for row in statement(town.clay, "CNY", NOON - DAY, clock.now()).rows if row.part == "service"
        ]
        assert [row.amount_minor for row in rows] == [-3_420, *[19] * 10]
        assert {row.at.hour for row in rows[1:]} == {16}  # midnight in Shanghai
        told = [item for item in statement_from_events(town.clay, "CNY") if item.kind == "service"]
        assert [(item.at, item.amount_minor) for item in told] == [(row.at, row.amount_minor) for row in rows]


def test_unearned_money_is_not_paid_out(town: Town, sold: OrderGroup) -> None:
    with clock.at(NOON):
        order = kept(town, town.alice, sold)
    with clock.at(NOON + 90 * DAY):
        orders.earn_plans()
        paid = prepare_payouts(by=SYSTEM, upto=clock.now())
        assert [plan.amount_minor for plan in paid] == [order.paid_minor - order.commission_minor - 1_710]
        agree(town)


def back(town: Town, group: OrderGroup, pieces: int = 1) -> int:
    """Alice sends pots back and Mei agrees; what she gets."""
    order = group.orders.get(store=town.clay)
    line = order.lines.get()
    asked = orders.ask_return(
        by=shopper(town.alice),
        order=order.public_id,
        lines={line.public_id: pieces},
        kind="refund_only",
        reason="changed-mind",
    )
    done = orders.accept_return(by=town.mei_at_work(), store=town.clay, back=asked.public_id)
    assert done.amount_minor == asked.amount_minor
    return int(done.amount_minor)


def test_before_anything_is_sent_all_of_it_goes_back(town: Town, sold: OrderGroup) -> None:
    with clock.at(NOON):
        order = sold.orders.get()
        orders.ask_return(by=shopper(town.alice), order=order.public_id, kind="cancel", reason="changed-mind")
        order.refresh_from_db()
        assert (order.state, order.refunded_minor) == ("refunded", order.paid_minor)
        assert contracts(sold)[0].state == "refunded"
        agree(town)


def test_within_the_return_time_and_never_claimed_the_whole_goes_back(town: Town, sold: OrderGroup) -> None:
    with clock.at(NOON):
        kept(town, town.alice, sold)
    with clock.at(NOON + 5 * DAY):
        assert back(town, sold) == 28_000 + 3_600
        assert service_liability(town.clay.pk, "CNY") == 0
        assert contracts(sold)[0].state == "refunded"
        agree(town)


def test_once_claimed_the_days_that_are_left_go_back(town: Town, sold: OrderGroup) -> None:
    with clock.at(NOON):
        kept(town, town.alice, sold)
        services.claim_service(
            by=shopper(town.alice), contract=contracts(sold)[0].public_id, text="Stains", way="send-in"
        )
    with clock.at(NOON + 5 * DAY):
        assert back(town, sold) == 28_000 + 3_500
        assert service_liability(town.clay.pk, "CNY") == 0
        agree(town)
    with clock.at(NOON + 50 * DAY):
        orders.earn_plans()
        agree(town)


def test_of_two_pots_with_one_plan_the_other_pot_keeps_it(town: Town) -> None:
    with clock.at(NOON):
        group = bought(town, town.alice, sold_by_mei(town), pieces=2, plans=1)
        kept(town, town.alice, group)
        assert back(town, group) == 28_000
        assert contracts(group)[0].state == "sold"
        assert back(town, group) == 28_000 + 3_600
        agree(town)


def test_sent_and_sent_back_before_completion_leaves_nothing_aside(town: Town, sold: OrderGroup) -> None:
    with clock.at(NOON):
        sent(town, sold)
        back(town, sold)
        assert aside_of(town.clay.pk, "CNY") == {}
        agree(town)


def test_an_order_that_is_never_paid_sells_no_plan(town: Town) -> None:
    from tests.trade.services.caring import placed, wished

    with clock.at(NOON):
        plan, pot = sold_by_mei(town), town.variant(town.teapot)
        group = placed(shopper(town.alice), {pot.public_id: 1}, wished(pot, plan))
        orders.cancel_group(by=shopper(town.alice), group=group.public_id)
        assert [row.state for row in contracts(group)] == ["void"]
        assert not Contract.objects.of(town.clay).filter(state="sold").exists()


@pytest.mark.parametrize("way", ["asked", "received", "disputed"])
def test_an_open_claim_ends_with_its_goods_and_nobody_owes_the_service(town: Town, way: str) -> None:
    """The last claim of the plan at that: who still waits for the service has not used the plan up."""
    mei, store, alice = town.mei_at_work(), town.clay, shopper(town.alice)
    with clock.at(NOON):
        group = bought(town, town.alice, sold_by_mei(town, claims=1, answer_days=1, fulfil_days=1))
        kept(town, town.alice, group)
        row = contracts(group)[0]
        one = services.claim_service(by=alice, contract=row.public_id, text="Stains", way="send-in")
        if way != "asked":
            services.accept_claim(by=mei, store=store, claim=one.public_id)
            services.receive_claim(by=mei, store=store, claim=one.public_id)
    with clock.at(NOON + 5 * DAY):
        if way == "disputed":
            services.dispute_claim(by=alice, claim=one.public_id, text="Where is it?")
        assert back(town, group) == 28_000 + 3_500
        assert service_liability(town.clay.pk, "CNY") == 0
        one.refresh_from_db()
        assert (one.state, steps_of_claim(one)[-1].kind) == ("ended", "ended")
        assert list(inbox(store)) == list(disputes()) == []
        for late in (
            lambda: services.finish_claim(by=mei, store=store, claim=one.public_id, result="Clean"),
            lambda: services.dispute_claim(by=alice, claim=one.public_id, text="But"),
        ):
            with pytest.raises(services.ClaimMovedOn):
                late()
        agree(town)
        drain()
        assert [letter.to for letter in mail.outbox if "Your claim has ended" in letter.subject] == [
            [town.alice.email]
        ]


def test_a_refused_claim_of_a_plan_that_went_back_is_not_put_before_the_market(town: Town) -> None:
    mei, alice = town.mei_at_work(), shopper(town.alice)
    with clock.at(NOON):
        group = bought(town, town.alice, sold_by_mei(town))
        kept(town, town.alice, group)
        row = contracts(group)[0]
        one = services.claim_service(by=alice, contract=row.public_id, text="Stains", way="send-in")
        services.refuse_claim(by=mei, store=town.clay, claim=one.public_id, answer="Patina")
        assert back(town, group) == 28_000 + 3_600
        with pytest.raises(services.ClaimMovedOn):
            services.dispute_claim(by=alice, claim=one.public_id, text="It is not")
