"""Stock: never more given out than there is, and nothing lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F, Sum
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from regulars.goods.catalog import actions, queries
from regulars.goods.catalog.actions import BadQuantity, HeldByOrders, SoldOut, stock
from regulars.goods.catalog.models import Stock, StockHold, StockMove
from regulars.ground.bus.models import Message
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from tests.town import Town

SOON = timedelta(minutes=30)


def hold(ref: str, lines: dict[int, int], minutes: int = 30) -> None:
    """Hold for some minutes from now."""
    actions.hold_stock(by=SYSTEM, ref=ref, lines=lines, until=clock.now() + timedelta(minutes=minutes))


def level(variant_id: int) -> tuple[int, int]:
    """On hand and held."""
    row = Stock.objects.get(variant_id=variant_id)
    return row.on_hand, row.held


def test_hold_then_sell_takes_pieces_once(town: Town) -> None:
    pot = town.variant(town.teapot).pk
    hold("g1", {pot: 3})
    assert level(pot) == (10, 3)
    assert queries.left_of([pot]) == {pot: 7}
    actions.sell_held(by=SYSTEM, ref="g1")
    actions.sell_held(by=SYSTEM, ref="g1")
    assert level(pot) == (7, 0)
    town.teapot.refresh_from_db()
    assert town.teapot.sold_count == 3


def test_release_gives_back_once(town: Town) -> None:
    pot = town.variant(town.teapot).pk
    hold("g1", {pot: 3})
    actions.release_held(by=SYSTEM, ref="g1")
    actions.release_held(by=SYSTEM, ref="g1")
    assert level(pot) == (10, 0)


def test_more_than_left_is_refused_and_nothing_is_held(town: Town) -> None:
    pot, sweater = town.variant(town.teapot), town.variant(town.sweater)
    with pytest.raises(SoldOut) as refused:
        hold("g1", {pot.pk: 2, sweater.pk: 6})
    assert refused.value.details == {"variant": sweater.public_id, "left": 5}
    assert "5" in str(refused.value.sentence)
    assert refused.value.problem()["retryable"] is False
    assert level(pot.pk) == (10, 0)
    assert not StockHold.objects.exists()


@pytest.mark.parametrize("quantity", [0, -1, True, 1.5, "2"])
def test_strange_quantities_are_refused(town: Town, quantity: Any) -> None:
    with pytest.raises(BadQuantity):
        hold("g1", {town.variant(town.teapot).pk: quantity})


def test_expired_hold_counts_as_free_without_any_task(town: Town) -> None:
    sweater = town.variant(town.sweater).pk
    hold("g1", {sweater: 5})
    with pytest.raises(SoldOut):
        hold("g2", {sweater: 1})
    with clock.shift(SOON):
        assert queries.left_of([sweater]) == {sweater: 5}
        hold("g2", {sweater: 4})
        assert level(sweater) == (5, 4)
        assert StockHold.objects.get(ref="g1").outcome == "expired"


def test_late_sale_takes_stock_again_or_is_refused(town: Town) -> None:
    sweater = town.variant(town.sweater).pk
    hold("late", {sweater: 2})
    with clock.shift(SOON):
        hold("next", {sweater: 4})
        with pytest.raises(SoldOut):
            actions.sell_held(by=SYSTEM, ref="late")
        assert level(sweater) == (5, 4)
        actions.release_held(by=SYSTEM, ref="next")
        actions.sell_held(by=SYSTEM, ref="late")
        assert level(sweater) == (3, 0)


def test_late_sale_of_several_is_all_or_nothing(town: Town) -> None:
    cup, sweater = town.variant(town.cup).pk, town.variant(town.sweater).pk
    hold("late", {cup: 1, sweater: 5})
    actions.release_held(by=SYSTEM, ref="late")
    hold("next", {sweater: 1})
    with pytest.raises(SoldOut):
        actions.sell_held(by=SYSTEM, ref="late")
    assert level(cup) == (100, 0)
    assert set(StockHold.objects.filter(ref="late").values_list("outcome", flat=True)) == {"released"}


def test_expired_hold_that_nobody_needed_still_sells(town: Town) -> None:
    sweater = town.variant(town.sweater).pk
    hold("g1", {sweater: 5})
    with clock.shift(SOON * 10):
        actions.sell_held(by=SYSTEM, ref="g1")
    assert level(sweater) == (0, 0)


def test_put_back_returns_pieces_and_leaves_a_move(town: Town) -> None:
    cup = town.variant(town.cup).pk
    actions.put_back(by=SYSTEM, lines={cup: 2}, ref="ret_1")
    assert level(cup) == (102, 0)
    assert StockMove.objects.get(ref="ret_1").delta == 2


def test_counted_stock_cannot_go_below_what_orders_hold(town: Town) -> None:
    pot = town.variant(town.teapot)
    hold("g1", {pot.pk: 4})
    with pytest.raises(HeldByOrders) as refused:
        actions.set_stock(by=town.mei_at_work(), store=town.clay, variant_id=pot.public_id, on_hand=3)
    assert refused.value.details == {"held": 4}
    with clock.shift(SOON):
        actions.set_stock(by=town.mei_at_work(), store=town.clay, variant_id=pot.public_id, on_hand=3)
    assert level(pot.pk) == (3, 0)


def test_adjusting_adds_and_takes(town: Town) -> None:
    pot = town.variant(town.teapot)
    at_work = {"by": town.mei_at_work(), "store": town.clay, "variant_id": pot.public_id}
    actions.adjust_stock(**at_work, delta=5, why="delivery")
    actions.adjust_stock(**at_work, delta=-1, why="broken")
    assert level(pot.pk) == (14, 0)
    with pytest.raises(BadQuantity):
        actions.adjust_stock(**at_work, delta=-15, why="broken")
    assert [move.delta for move in queries.moves_of(town.clay, pot.public_id)] == [-1, 5, 10]


def test_what_was_sold_while_stock_was_adjusted_stays_sold(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    pot = town.variant(town.teapot)
    fits, sold = stock.stock_ok, [3]

    def meanwhile(left: int) -> bool:
        # Between reading the stock and writing it: on PostgreSQL others may commit in between.
        Stock.objects.filter(variant=pot).update(on_hand=F("on_hand") - (sold.pop() if sold else 0))
        return fits(left)

    monkeypatch.setattr(stock, "stock_ok", meanwhile)
    actions.adjust_stock(
        by=town.mei_at_work(), store=town.clay, variant_id=pot.public_id, delta=5, why="received"
    )
    assert level(pot.pk) == (10 - 3 + 5, 0)


def test_running_out_and_coming_back_is_told_once(town: Town) -> None:
    pot = town.variant(town.teapot)
    hold("g1", {pot.pk: 9})
    hold("g2", {pot.pk: 1})
    actions.release_held(by=SYSTEM, ref="g1")
    actions.release_held(by=SYSTEM, ref="g2")
    told = Message.objects.filter(name="goods.stock-changed.v1").order_by("id")
    assert [(one.body["variant"], one.body["available"]) for one in told] == [
        (pot.public_id, False),
        (pot.public_id, True),
    ]


class StockModel(RuleBasedStateMachine):
    """Random holds, sales, releases, returns and passing time against plain arithmetic."""

    variants: tuple[int, ...]

    @initialize()
    def start(self) -> None:
        StockHold.objects.all().delete()
        Stock.objects.filter(variant_id__in=self.variants).update(on_hand=6, held=0)
        self.now = clock.now()
        self.made, self.given_out = 0, dict.fromkeys(self.variants, 0)
        self.returned = dict.fromkeys(self.variants, 0)

    def lines(self, quantities: list[int]) -> dict[int, int]:
        return {key: n for key, n in zip(self.variants, quantities, strict=False) if n}

    @rule(
        quantities=st.lists(st.integers(0, 4), min_size=2, max_size=2).filter(any), minutes=st.integers(1, 40)
    )
    def hold(self, quantities: list[int], minutes: int) -> None:
        lines, self.made = self.lines(quantities), self.made + 1
        with clock.at(self.now):
            left = queries.left_of(lines)
            fits = all(left[key] >= lines[key] for key in lines)
            try:
                hold(f"r{self.made}", lines, minutes)
                assert fits
            except SoldOut:
                assert not fits

    @rule(data=st.data())
    def sell(self, data: st.DataObject) -> None:
        ref = f"r{data.draw(st.integers(0, self.made))}"
        fresh = {
            row.variant_id: row.quantity for row in StockHold.objects.filter(ref=ref).exclude(outcome="sold")
        }
        with clock.at(self.now):
            try:
                actions.sell_held(by=SYSTEM, ref=ref)
            except SoldOut:
                return
        for key, quantity in fresh.items():
            self.given_out[key] += quantity

    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        with clock.at(self.now):
            actions.release_held(by=SYSTEM, ref=f"r{data.draw(st.integers(0, self.made))}")

    @rule(quantities=st.lists(st.integers(0, 2), min_size=2, max_size=2).filter(any))
    def put_back(self, quantities: list[int]) -> None:
        lines = self.lines(quantities)
        actions.put_back(by=SYSTEM, lines=lines, ref="ret")
        for key, quantity in lines.items():
            self.returned[key] += quantity

    @rule(minutes=st.integers(1, 60))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @invariant()
    def adds_up(self) -> None:
        for key in self.variants:
            row = Stock.objects.get(variant_id=key)
            held = StockHold.objects.filter(variant_id=key, ended_at=None).aggregate(sum=Sum("quantity"))[
                "sum"
            ]
            assert row.on_hand == 6 + self.returned[key] - self.given_out[key]
            assert row.held == (held or 0)
            assert 0 <= row.held <= row.on_hand


def test_any_sequence_of_events_adds_up(town: Town) -> None:
    StockModel.variants = (town.variant(town.teapot).pk, town.variant(town.cup).pk)
    run_state_machine_as_test(StockModel, settings=settings(max_examples=12, stateful_step_count=20))


@given(level=st.integers(0, 50), asked=st.integers(1, 60))
@settings(max_examples=15)
def test_what_is_left_is_what_can_be_held(town: Town, level: int, asked: int) -> None:
    cup = town.variant(town.cup).pk
    StockHold.objects.all().delete()
    Stock.objects.filter(variant_id=cup).update(on_hand=level, held=0)
    if asked <= level:
        hold("g", {cup: asked})
        assert queries.left_of([cup]) == {cup: level - asked}
    else:
        with pytest.raises(SoldOut):
            hold("g", {cup: asked})
