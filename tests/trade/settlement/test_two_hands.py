"""Large payouts pass through two pairs of hands, and what came back is paid again or closed."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.refusals import BadInput, NotAllowed, NotFound
from regulars.people.accounts.actions import create_person, grant_market_role
from regulars.people.merchants.models import Store
from regulars.trade.settlement import actions
from regulars.trade.settlement.models import Payout
from regulars.trade.settlement.queries import check_books, payout, payouts_of
from regulars.trade.settlement.rules.hands import pair_from
from tests.trade.settlement.booking import DAY, NOON, OLGA, OSCAR, complete, refund, sell, stands

BOB = Actor("operator", person_id=3, rights=frozenset({"market.money"}))
LARGE = 10_000_000


def earn(store: Store, amount: int, name: str = "1", currency: str = "CNY") -> None:
    sell(store.pk, amount, name=name, currency=currency)
    complete(store.pk, name, currency=currency)


def prepared(store: Store, amount: int, *, by: Actor = OLGA, name: str = "1") -> str:
    earn(store, amount, name)
    plans = actions.prepare_payouts(by=by, upto=NOON, period=f"p{name}")
    return next(plan.payout_id for plan in plans if plan.store_id == store.pk)


def state(payout_id: str) -> str:
    return Payout.objects.get(public_id=payout_id).state


def test_the_limit_is_a_hundred_thousand_of_any_currency() -> None:
    assert pair_from("CNY") == LARGE
    assert pair_from("JPY") == 100_000


def test_who_prepared_a_large_payout_cannot_send_it(clay: Store) -> None:
    large = prepared(clay, LARGE)
    with pytest.raises(actions.SecondPerson):
        actions.send_payout(by=OLGA, payout_id=large)
    assert state(large) == "prepared"
    assert stands("bank") == 0
    actions.send_payout(by=BOB, payout_id=large)
    assert state(large) == "sent"
    assert stands("bank") == -LARGE


def test_a_cent_less_needs_one(clay: Store) -> None:
    small = prepared(clay, LARGE - 1)
    actions.send_payout(by=OLGA, payout_id=small)
    assert state(small) == "sent"


def test_many_small_ones_are_a_large_one(clay: Store, cashmere: Store) -> None:
    first, second = prepared(clay, LARGE - 1), prepared(cashmere, 1, name="2")
    actions.send_payout(by=OLGA, payout_id=first)
    with pytest.raises(actions.SecondPerson):
        actions.send_payout(by=OLGA, payout_id=second)
    with clock.at(clock.now() + timedelta(days=1, seconds=1)):
        actions.send_payout(by=OLGA, payout_id=second)
    assert state(second) == "sent"


def test_approved_by_another_it_may_be_sent_by_anybody(clay: Store) -> None:
    large = prepared(clay, LARGE)
    with pytest.raises(actions.SecondPerson):
        actions.approve_payout(by=OLGA, payout_id=large)
    for _ in range(2):
        row = actions.approve_payout(by=BOB, payout_id=large)
    assert (row.approved_by_id, row.state) == (3, "prepared")
    sent = actions.send_payout(by=OLGA, payout_id=large)
    assert (sent.prepared_by_id, sent.approved_by_id, sent.sent_by_id) == (1, 3, 1)


def test_the_command_line_is_one_pair_of_hands(clay: Store) -> None:
    large = prepared(clay, LARGE, by=SYSTEM)
    with pytest.raises(actions.SecondPerson):
        actions.send_payout(by=SYSTEM, payout_id=large)
    with pytest.raises(actions.SecondPerson):
        actions.approve_payout(by=SYSTEM, payout_id=large)
    actions.send_payout(by=OLGA, payout_id=large)
    assert state(large) == "sent"


def test_the_database_knows_the_rule_too(clay: Store) -> None:
    large = prepared(clay, LARGE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Payout.objects.filter(public_id=large).update(approved_by_id=1, approved_at=NOON)


def test_only_what_is_prepared_can_be_approved(clay: Store) -> None:
    one = prepared(clay, 500)
    actions.send_payout(by=OLGA, payout_id=one)
    with pytest.raises(actions.PayoutGone):
        actions.approve_payout(by=BOB, payout_id=one)
    for act in (actions.approve_payout, actions.pay_again):
        with pytest.raises(NotAllowed):
            act(by=OSCAR, payout_id=one)
        with pytest.raises(NotFound):
            act(by=OLGA, payout_id="out_x")


def test_a_helper_appointed_today_is_no_second_pair_of_hands(clay: Store, cashmere: Store) -> None:
    person = create_person(by=SYSTEM, email="helper@example.com", password="long-enough-word", name="Helper")
    grant_market_role(by=SYSTEM, person=person)
    helper, keeper, other = (
        Actor("operator", person_id=person.pk + more, rights=BOB.rights) for more in (0, 100, 200)
    )
    large = prepared(clay, LARGE, by=helper)
    with pytest.raises(actions.SecondPerson):
        actions.send_payout(by=keeper, payout_id=large)
    with pytest.raises(actions.SecondPerson):
        actions.approve_payout(by=keeper, payout_id=large)
    second = prepared(cashmere, LARGE, by=keeper, name="2")
    with pytest.raises(actions.SecondPerson):
        actions.approve_payout(by=helper, payout_id=second)
    actions.approve_payout(by=other, payout_id=second)
    actions.send_payout(by=helper, payout_id=second)
    with clock.at(clock.now() + timedelta(days=3, minutes=1)):
        actions.approve_payout(by=keeper, payout_id=large)
        actions.send_payout(by=helper, payout_id=large)
    assert [state(large), state(second)] == ["sent", "sent"]


def came_back(store: Store, amount: int = 8000) -> str:
    one = prepared(store, amount)
    actions.send_payout(by=BOB, payout_id=one)
    actions.return_payout(by=OLGA, payout_id=one, reason="The account is closed.")
    return one


def test_what_came_back_is_paid_again_once(clay: Store) -> None:
    old = came_back(clay)
    fresh = [actions.pay_again(by=OLGA, payout_id=old) for _ in range(2)]
    assert fresh[0] == fresh[1]
    assert (fresh[0].state, fresh[0].amount_minor, fresh[0].period) == ("prepared", 8000, "p1#2")
    assert payout(old).again == fresh[0]
    assert payout(fresh[0].public_id).before.public_id == old
    actions.send_payout(by=OLGA, payout_id=fresh[0].public_id)
    assert (stands("store_payable", clay.pk), stands("bank")) == (0, -8000)
    assert payouts_of(clay).count() == 2
    assert check_books()["ok"]


def test_the_second_try_can_come_back_too(clay: Store) -> None:
    second = actions.pay_again(by=OLGA, payout_id=came_back(clay))
    actions.return_payout(by=OLGA, payout_id=second.public_id, reason="Closed still")
    third = actions.pay_again(by=OLGA, payout_id=second.public_id)
    assert (third.period, third.amount_minor) == ("p1#3", 8000)


def test_paying_again_is_a_large_sum_too(clay: Store) -> None:
    fresh = actions.pay_again(by=OLGA, payout_id=came_back(clay, LARGE))
    with pytest.raises(actions.SecondPerson):
        actions.send_payout(by=OLGA, payout_id=fresh.public_id)


def test_no_more_than_is_owed_is_paid_again(clay: Store) -> None:
    old = came_back(clay)
    refund(clay.pk, 3000, at=NOON)
    assert actions.pay_again(by=OLGA, payout_id=old).amount_minor == 5000


def test_what_the_next_payout_took_along_is_not_paid_again(clay: Store) -> None:
    old = came_back(clay)
    actions.prepare_payouts(by=OLGA, upto=NOON + DAY, period="next")
    with pytest.raises(actions.NothingOwed):
        actions.pay_again(by=OLGA, payout_id=old)
    closed = actions.close_payout(by=OLGA, payout_id=old, reason="Went out with the next one.")
    assert closed.closed_because == "Went out with the next one."
    assert closed.closed_at is not None


def test_what_is_closed_or_never_came_back_stays_as_it_is(clay: Store) -> None:
    old = came_back(clay)
    with pytest.raises(BadInput):
        actions.close_payout(by=OLGA, payout_id=old, reason=" ")
    actions.close_payout(by=OLGA, payout_id=old, reason="The store is gone.")
    for act in (
        lambda: actions.pay_again(by=OLGA, payout_id=old),
        lambda: actions.close_payout(by=OLGA, payout_id=old, reason="Again"),
        lambda: actions.pay_again(by=OLGA, payout_id=prepared(clay, 10, name="9")),
    ):
        with pytest.raises(actions.PayoutGone):
            act()
    assert isinstance(Payout.objects.get(public_id=old).closed_at, datetime)
