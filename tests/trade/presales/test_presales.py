"""A deposit now, the balance later: the sum, the windows, the limits, and where each cent goes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.ground.bus.models import Message
from regulars.ground.bus.relay import drain
from regulars.ground.kit import clock
from regulars.ground.kit.refusals import BadInput, LogInFirst, NotAllowed, NotFound
from regulars.trade.advances import actions as advances
from regulars.trade.offers.queries import planned_of
from regulars.trade.orders import actions as orders
from regulars.trade.orders import queries
from regulars.trade.payments.models import PaymentRefund
from regulars.trade.presales import actions as presales
from regulars.trade.presales.actions.balancing import BalanceNotOpen, grants_of
from regulars.trade.presales.models import Presale
from regulars.trade.presales.queries import (
    figures_of,
    own_booking,
    phase,
    presale_for_shoppers,
    running_presales,
)
from regulars.trade.presales.rules import Windows, cancel_gives_back, sum_of
from regulars.trade.settlement.queries import balance
from regulars.trade.settlement.rules import AccountKey
from tests.town import Town, staff
from tests.trade.orders.shopping import (
    GUEST,
    books_are_right,
    captured,
    off,
    offer,
    order_in,
    pay,
    shopper,
    start,
)
from tests.trade.presales.preselling import (
    DAY,
    book,
    booked,
    drafted,
    fresh,
    item_of,
    order_balance,
    pay_deposit,
    running,
    windows,
)


def held(store: Any) -> int:
    return -balance(AccountKey("advances", "CNY", store.pk))


def payable(store: Any) -> int:
    return -balance(AccountKey("store_payable", "CNY", store.pk))


def test_two_hundred_are_ten_and_a_hundred_and_seventy(town: Town) -> None:
    """The sum as it is published: the deposit counts, and thresholds look at 180."""
    offer(town.mei_at_work(), town.clay, "spend-and-save", off(700, 18000), title="From 180 on")
    offer(town.mei_at_work(), town.clay, "store-coupon", off(9000, 18001), title="From 180.01 on")
    alice, row = shopper(town.alice), running(town)
    told = sum_of(20000, 2000, 1000)
    assert (told.total_minor, told.balance_minor) == (18000, 17000)
    booking = booked(alice, row)
    assert held(town.clay) == 1000
    with clock.shift(5 * DAY + timedelta(seconds=1)):
        group = order_balance(alice, booking)
        # 180 less 7 of the store, freight of 10, and 10 paid ahead.
        assert (group.total_minor, group.payable_minor) == (18000 - 700 + 1000, 17300)
        assert pay(alice, group) == "paid"
        order = order_in(group, town.clay)
        assert (order.state, order.ship_by, held(town.clay)) == ("paid", row.ship_by, 0)
    assert fresh(booking).state == "paid"
    line = order.lines.get()
    assert (line.unit_minor, line.store_discount_minor, line.paid_minor) == (20000, 2700, 17300)
    books_are_right()


def test_presold_and_spot_goods_are_paid_together_and_cancelled_together(town: Town) -> None:
    alice, row = shopper(town.alice), running(town)
    booking = booked(alice, row)
    with clock.shift(5 * DAY + timedelta(seconds=1)):
        group = order_balance(alice, booking, {town.variant(town.cup).public_id: 1})
        assert group.total_minor == 18000 + 4500 + 1000
        assert fresh(booking).state == "ordered"
        with pytest.raises(presales.NotTakingDeposits):
            presales.cancel_booking(by=alice, booking=booking.public_id)
        orders.cancel_group(by=alice, group=group.public_id)
        assert fresh(booking).state == "booked"
        assert pay(alice, order_balance(alice, booking)) == "paid"


def test_the_balance_is_paid_in_its_window_once_and_by_nobody_else(town: Town) -> None:
    alice, row = shopper(town.alice), running(town)
    booking = booked(alice, row)
    for moment in (timedelta(0), 5 * DAY - timedelta(seconds=1), 7 * DAY):
        with clock.at(row.deposit_from + moment), pytest.raises(BalanceNotOpen):
            grants_of(alice, booking.public_id)
    with clock.at(row.balance_from):
        with pytest.raises(NotFound):
            grants_of(shopper(town.bob), booking.public_id)
        order_balance(alice, booking)
        with pytest.raises(BalanceNotOpen):
            grants_of(alice, booking.public_id)
    with clock.at(row.balance_until - timedelta(minutes=1)):
        orders.expire_groups()
        group = order_balance(alice, booking)
        assert group.pay_until == row.balance_until


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [(-1, False), (0, True), (3 * 86400 - 1, True), (3 * 86400, False), (6 * 86400, False)],
)
def test_deposits_are_taken_in_their_window(town: Town, moment: int, allowed: bool) -> None:
    row = running(town, start=clock.now() + DAY)
    with clock.at(row.deposit_from + timedelta(seconds=moment)):
        if allowed:
            assert book(shopper(town.alice), row).state == "awaiting"
        else:
            with pytest.raises(presales.NotTakingDeposits):
                book(shopper(town.alice), row)


def test_a_person_books_once_and_so_many_pieces(town: Town) -> None:
    alice, row = shopper(town.alice), running(town)
    with pytest.raises(LogInFirst):
        book(GUEST, row)
    for wrong in (0, 3, -1, True):
        with pytest.raises(presales.TooManyPieces):
            book(alice, row, wrong)
    booked(alice, row, 2)
    with pytest.raises(presales.AlreadyBooked):
        book(alice, row)
    assert item_of(row).booked == 2


def test_a_place_whose_deposit_nobody_paid_is_free_without_any_task(town: Town) -> None:
    alice, bob, row = shopper(town.alice), shopper(town.bob), running(town, quota=1)
    first = book(alice, row)
    with pytest.raises(presales.NoPlaceLeft):
        book(bob, row)
    with clock.shift(timedelta(minutes=31)):
        assert booked(bob, row).state == "booked"
        assert fresh(first).state == "lapsed"
        assert item_of(row).booked == 1
        with pytest.raises(advances.AdvanceNotPayable):
            pay_deposit(alice, first)


def test_somebody_who_did_not_pay_can_book_again(town: Town) -> None:
    alice, row = shopper(town.alice), running(town, quota=1)
    first = book(alice, row)
    with clock.shift(timedelta(minutes=31)):
        assert booked(alice, row).pk != first.pk
        assert item_of(row).booked == 1


def test_cancelled_in_the_deposit_window_the_money_comes_back_and_the_place_is_free(town: Town) -> None:
    alice, row = shopper(town.alice), running(town, quota=1)
    booking = booked(alice, row)
    for _twice in range(2):
        assert presales.cancel_booking(by=alice, booking=booking.public_id).state == "cancelled"
    assert PaymentRefund.objects.get().amount_minor == 1000
    assert (item_of(row).booked, held(town.clay)) == (0, 0)
    waiting = book(shopper(town.bob), row)
    assert presales.cancel_booking(by=shopper(town.bob), booking=waiting.public_id).state == "lapsed"
    assert item_of(row).booked == 0


@pytest.mark.parametrize(
    ("unpaid", "state", "kept"), [("forfeit", "forfeited", 950), ("refund", "refunded", 0)]
)
@pytest.mark.parametrize("how", ["cancels", "does not pay"])
def test_later_the_published_rule_decides(town: Town, unpaid: str, state: str, kept: int, how: str) -> None:
    alice, row = shopper(town.alice), running(town, unpaid=unpaid)
    booking = booked(alice, row)
    if how == "cancels":
        with clock.at(row.deposit_until):
            assert presales.cancel_booking(by=alice, booking=booking.public_id).state == state
    else:
        with clock.at(row.balance_until - timedelta(seconds=1)):
            assert presales.end_unpaid() == 0
        with clock.at(row.balance_until):
            assert presales.end_unpaid() == 1
            assert presales.end_unpaid() == 0
        assert fresh(booking).state == state
    assert payable(town.clay) == kept
    assert PaymentRefund.objects.count() == (unpaid == "refund")
    assert item_of(row).booked == 1
    assert figures_of(row).kept_minor == (1000 if unpaid == "forfeit" else 0)
    told = sum(one.amount_minor for one in queries.statement_from_events(town.clay, "CNY"))
    assert told == kept
    books_are_right()


def test_a_store_that_cancels_gives_everything_back_by_itself(town: Town) -> None:
    mei, row = town.mei_at_work(), running(town, quota=9)
    people = {name: shopper(getattr(town, name)) for name in ("alice", "bob", "lin", "oscar")}
    waiting, only, ordered, paid = (
        book(people["alice"], row),
        booked(people["bob"], row),
        booked(people["lin"], row),
        booked(people["oscar"], row),
    )
    with clock.at(row.balance_from):
        group = order_balance(people["lin"], ordered)
        payment = start(people["lin"], group)
        done = order_balance(people["oscar"], paid, {town.variant(town.cup).public_id: 1})
        assert pay(people["oscar"], done) == "paid"
        with pytest.raises(BadInput):
            presales.stop_presale(by=mei, store=town.clay, presale=row.public_id, why=" ")
        stopped = presales.stop_presale(by=mei, store=town.clay, presale=row.public_id, why="The kiln broke")
        assert presales.give_all_back() == 3
        assert (
            orders.receive_payment(by=people["lin"], provider="test", message=captured(payment)) == "returned"
        )
        assert presales.give_all_back() == 1
        assert presales.give_all_back() == 0
        assert [fresh(one).state for one in (waiting, only, ordered, paid)] == [
            "lapsed",
            "refunded",
            "refunded",
            "refunded",
        ]
        assert list(row.items.values_list("booked", flat=True)) == [0]
        line = order_in(done, town.clay).lines.get(granted_ref=paid.public_id)
        assert (line.returned_quantity, order_in(done, town.clay).state) == (1, "paid")
    assert phase(stopped) == "stopped"
    assert held(town.clay) == 0
    # Two deposits, Lin's late payment, and Oscar's teapot for 180: the cup and the freight stay paid.
    amounts = sorted(PaymentRefund.objects.values_list("amount_minor", flat=True))
    assert sum(amounts) == 1000 + 1000 + payment.amount_minor + 18000
    books_are_right()


@pytest.mark.parametrize("sent", [False, True], ids=["all-wait", "some-are-sent"])
def test_everybody_gets_it_back_however_few_are_done_at_once(town: Town, *, sent: bool) -> None:
    mei, row = town.mei_at_work(), running(town, quota=9)
    people = [shopper(one) for one in (town.alice, town.bob, town.lin)]
    bookings = [booked(by, row) for by in people]
    with clock.at(row.balance_from):
        groups = [order_balance(by, one) for by, one in zip(people, bookings, strict=True)]
        assert {pay(by, one) for by, one in zip(people, groups, strict=True)} == {"paid"}
        if sent:
            for one in groups[:2]:
                order = order_in(one, town.clay)
                orders.ship(by=mei, store=town.clay, order=order.public_id, carrier="SF", tracking="1")
        presales.stop_presale(by=mei, store=town.clay, presale=row.public_id, why="The kiln broke")
        assert [presales.give_all_back(limit=1) for _ in range(4)] == ([1, 0, 0, 0] if sent else [1, 1, 1, 0])
    went_back = ["paid", "paid", "refunded"] if sent else ["refunded"] * 3
    assert [fresh(one).state for one in bookings] == went_back
    assert list(row.items.values_list("booked", flat=True)) == [went_back.count("paid")]
    assert Presale.objects.of(town.clay).get(pk=row.pk).settled_at is not None
    books_are_right()


def test_one_who_asked_to_cancel_keeps_nobody_else_waiting(town: Town) -> None:
    mei, row = town.mei_at_work(), running(town, quota=9)
    people = [shopper(one) for one in (town.alice, town.bob)]
    bookings = [booked(by, row) for by in people]
    with clock.at(row.balance_from):
        groups = [order_balance(by, one) for by, one in zip(people, bookings, strict=True)]
        assert {pay(by, one) for by, one in zip(people, groups, strict=True)} == {"paid"}
        order = order_in(groups[0], town.clay)
        orders.accept_order(by=mei, store=town.clay, order=order.public_id)
        asked = orders.ask_return(by=people[0], order=order.public_id, kind="cancel", reason="other")
        presales.stop_presale(by=mei, store=town.clay, presale=row.public_id, why="The kiln broke")
        assert presales.give_all_back() == 1
        assert [fresh(one).state for one in bookings] == ["paid", "refunded"]
        orders.refuse_return(by=mei, store=town.clay, back=asked.public_id, answer="It goes back by itself")
        assert presales.give_all_back() == 1
    assert fresh(bookings[0]).state == "refunded"
    books_are_right()


def test_a_published_presale_does_not_change(town: Town) -> None:
    mei, row = town.mei_at_work(), drafted(town)
    with pytest.raises(NotFound):
        presale_for_shoppers(row.public_id)
    amounts = {"price_minor": 30000, "deposit_minor": 1, "off_minor": 0, "quota": 3}
    plan = {
        "title": "Other",
        "windows": windows(clock.now()),
        "items": {town.variant(town.teapot, 1).public_id: amounts},
        "unpaid": "refund",
    }
    own: dict[str, Any] = {"by": mei, "store": town.clay, "presale": row.public_id}
    changed = presales.replan_presale(**own, **plan)
    assert (changed.title, item_of(changed).price_minor) == ("Other", 30000)
    presales.publish_presale(**own)
    presales.publish_presale(**own)
    with pytest.raises(presales.PresaleFixed):
        presales.replan_presale(**own, **plan)
    presales.stop_presale(**own, why="No clay")
    with pytest.raises(presales.PresaleFixed):
        presales.publish_presale(**own)
    assert running_presales(store=town.clay) == []
    with pytest.raises(NotAllowed):
        presales.publish_presale(by=staff(town.lin, town.clay), store=town.clay, presale=row.public_id)
    with pytest.raises(NotFound):
        presales.publish_presale(by=town.ravi_at_work(), store=town.cashmere, presale=row.public_id)
    with pytest.raises(NotFound):
        presales.stop_presale(by=town.ravi_at_work(), store=town.cashmere, presale=row.public_id, why="")


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": " "},
        {"unpaid": "keep"},
        {"per_person": 0},
        {"items": {}},
        {"items": "nothing-left"},
        {"items": "no-deposit"},
        {"items": "no-quota"},
    ],
)
def test_plans_that_make_no_sense_are_refused(town: Town, wrong: dict[str, Any]) -> None:
    amounts = {"price_minor": 20000, "deposit_minor": 1000, "off_minor": 2000, "quota": 1}
    spoilt = {
        "nothing-left": amounts | {"deposit_minor": 18000},
        "no-deposit": amounts | {"deposit_minor": 0},
        "no-quota": amounts | {"quota": 0},
    }
    name = town.variant(town.teapot).public_id
    if isinstance(wrong.get("items"), str):
        wrong = {"items": {name: spoilt[wrong["items"]]}}
    plan: dict[str, Any] = {
        "title": "T",
        "unpaid": "refund",
        "items": {name: amounts},
        "per_person": 1,
    } | wrong
    with pytest.raises(presales.PresaleNotPossible):
        presales.plan_presale(
            by=town.mei_at_work(),
            store=town.clay,
            product_id=town.teapot.public_id,
            windows=windows(clock.now()),
            **plan,
        )
    assert not Presale.objects.of(town.clay).exists()


def test_who_booked_is_reminded_once_when_the_balance_opens(town: Town) -> None:
    alice, row = shopper(town.alice), running(town)
    booking = booked(alice, row)
    book(shopper(town.bob), row)
    assert presales.remind_all() == 0
    with clock.at(row.balance_from):
        assert presales.remind_all() == 1
        assert presales.remind_all() == 0
    drain()
    facts = Message.objects.filter(name="trade.presale-balance-opened.v1")
    assert [fact.ref for fact in facts] == [booking.public_id]


def test_the_calendar_knows_it(town: Town) -> None:
    row = running(town)
    (found,) = [
        one for one in planned_of(town.clay, clock.now(), clock.now() + 30 * DAY) if one.kind == "presale"
    ]
    assert (found.ref, found.state, found.path) == (
        row.public_id,
        "running",
        f"offers/presales/{row.public_id}/",
    )
    assert [terms.fixed_minor for terms in found.terms] == [18000]
    assert len(found.words) == 5


@given(
    price=st.integers(3, 10**7),
    quantity=st.integers(1, 99),
    data=st.data(),
)
def test_deposit_and_balance_are_the_price_less_what_comes_off(
    price: int, quantity: int, data: st.DataObject
) -> None:
    deposit = data.draw(st.integers(1, price - 1))
    off_minor = data.draw(st.integers(0, price))
    if deposit + off_minor >= price:
        with pytest.raises(ValueError, match="balance above zero"):
            sum_of(price, off_minor, deposit, quantity)
        return
    told = sum_of(price, off_minor, deposit, quantity)
    assert told.deposit_minor + told.balance_minor == told.total_minor == quantity * (price - off_minor)
    assert told.balance_minor > 0


def test_cancelling_gives_back_in_the_deposit_window_and_later_by_the_rule() -> None:
    for when in ("soon", "deposit", "stopped"):
        assert cancel_gives_back("forfeit", when)
    for when in ("between", "balance", "over"):
        assert not cancel_gives_back("forfeit", when)
        assert cancel_gives_back("refund", when)


def test_windows_out_of_order_are_no_windows() -> None:
    start = datetime(2026, 3, 1, tzinfo=UTC)
    days = [start + n * DAY for n in range(5)]
    Windows(*days)
    for one, other in ((0, 1), (1, 2), (2, 3), (3, 4)):
        mixed = days[:]
        mixed[one], mixed[other] = mixed[other], mixed[one]
        with pytest.raises(ValueError, match="begins when"):
            Windows(*mixed)
    with pytest.raises(ValueError, match="zone"):
        Windows(*(day.replace(tzinfo=None) for day in days))
    with pytest.raises(ValueError, match="at most"):
        Windows(*days[:3], start + 181 * DAY, start + 181 * DAY)


@pytest.mark.parametrize(
    ("zone", "midnight"),
    [
        ("Asia/Shanghai", datetime(2026, 11, 11)),
        ("Europe/Berlin", datetime(2026, 3, 29)),
        ("America/Sao_Paulo", datetime(2028, 2, 29)),
        ("Europe/Berlin", datetime(2026, 10, 25)),
        ("Asia/Shanghai", datetime(2027, 1, 1)),
    ],
)
def test_a_window_of_whole_days_opens_and_closes_at_the_merchants_midnight(
    zone: str, midnight: datetime
) -> None:
    """R23: the day the clocks change, 29 February, New Year and 11.11, to the second."""
    place = ZoneInfo(zone)

    def at(days: int) -> datetime:
        day = midnight + timedelta(days=days)
        return datetime(day.year, day.month, day.day, tzinfo=place).astimezone(UTC)

    spans = Windows(at(0), at(1), at(2), at(3), at(10))
    second = timedelta(seconds=1)
    told = {
        at(0) - second: "soon",
        at(0): "deposit",
        at(1) - second: "deposit",
        at(1): "between",
        at(2): "balance",
        at(3) - second: "balance",
        at(3): "over",
    }
    assert {moment: spans.at(moment) for moment in told} == told


def test_one_booking_is_seen_by_its_person_only(town: Town) -> None:
    booking = booked(shopper(town.alice), running(town))
    assert own_booking(shopper(town.alice), booking.public_id) == booking
    for other in (shopper(town.bob), GUEST):
        with pytest.raises(NotFound):
            own_booking(other, booking.public_id)
