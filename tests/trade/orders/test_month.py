"""R09: a month of trade, and in the end every transit account is empty; on no day does anything wait too long."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from regulars.ground.bus.relay import drain
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.people.merchants.queries import market
from regulars.trade.offers import actions as offers
from regulars.trade.orders import actions as orders
from regulars.trade.orders.models import Order
from regulars.trade.payments.actions import carry_out_due
from regulars.trade.settlement import actions as settlement
from regulars.trade.settlement.queries import check_books, discrepancies, uncleared
from regulars.trade.settlement.rules import Settled
from tests.town import Town
from tests.trade.orders.shopping import bought, captured, off, offer, order_in, pay, place, shopper, start

OPENING = datetime(2026, 3, 1, 9, tzinfo=UTC)
DAYS = 30
OLGA = Actor("operator", person_id=900, rights=frozenset({"market.money", "market.orders", "market.offers"}))


class Month:
    """What happens on each day."""

    def __init__(self, town: Town):
        self.town = town
        self.alice, self.bob = shopper(town.alice), shopper(town.bob)
        self.cup = town.variant(town.cup).public_id
        self.sweater = town.variant(town.sweater).public_id

    def passes(self, day: int) -> None:
        """People buy, stores work, the clock's tasks run, money moves."""
        if day < DAYS:
            self.buying(day)
        self.shipping()
        orders.confirm_due()
        orders.expire_groups()
        carry_out_due()
        drain()
        if day % 3 == 0:
            self.provider_transfers(day)
        if day % 7 == 0:
            for plan in settlement.prepare_payouts(by=SYSTEM, upto=clock.now()):
                settlement.send_payout(by=OLGA, payout_id=plan.payout_id)

    def buying(self, day: int) -> None:
        """Most pay; some cancel, some are late, one is given a wrong amount."""
        bought(self.alice, {self.cup: 1 + day % 2})
        group = place(self.bob, {self.cup: 1})
        if day % 5 == 0:
            self.wrong_amount(group)
        elif day % 5 == 1:
            orders.cancel_group(by=self.bob, group=group.public_id)
        elif day % 5 == 2:
            assert pay(self.bob, group) == "paid"
            order = order_in(group, self.town.clay)
            orders.ask_return(by=self.bob, order=order.public_id, kind="cancel", reason="other")
        elif day % 5 == 3:
            self.late(group)

    def wrong_amount(self, group: Any) -> None:
        """The provider says one fen too little; the market sends it back the same day."""
        payment = start(self.bob, group)
        message = captured(payment, amount_minor=payment.amount_minor - 1)
        assert orders.receive_payment(by=SYSTEM, provider="test", message=message) == "held"
        row = discrepancies().get(ref=payment.public_id)
        orders.settle_discrepancy(
            by=OLGA, discrepancy_id=row.public_id, resolution="Not the amount", to="payer", store=None
        )

    def late(self, group: Any) -> None:
        """Paid an hour later, when it can still be had, or when it was given up."""
        payment = start(self.bob, group)
        with clock.at(clock.now() + timedelta(hours=1)):
            orders.expire_groups()
            said = orders.receive_payment(by=SYSTEM, provider="test", message=captured(payment))
        assert said == "paid"

    def shipping(self) -> None:
        """Paid orders leave, shipped ones arrive; every fourth piece comes back."""
        at_work = self.town.mei_at_work()
        mine = {"by": at_work, "store": self.town.clay}
        for order in Order.objects.of(self.town.clay).filter(state="shipped").order_by("pk"):
            orders.deliver(**mine, order=order.public_id)
            if order.pk % 4 == 0:
                self.comes_back(order, mine)
        for order in Order.objects.of(self.town.clay).filter(state="paid").order_by("pk"):
            orders.ship(**mine, order=order.public_id)

    def comes_back(self, order: Order, mine: dict[str, Any]) -> None:
        """The buyer sends one piece back and gets its money."""
        by = Actor("shopper", person_id=order.person_id)
        line = order.lines.order_by("pk")[0].public_id
        back = orders.ask_return(
            by=by, order=order.public_id, lines={line: 1}, kind="return_and_refund", reason="damaged"
        )
        orders.accept_return(**mine, back=back.public_id)
        orders.receive_return(**mine, back=back.public_id)

    def provider_transfers(self, day: int) -> None:
        """The provider sends what it collected, less what it sent back, less its fee."""
        items = [Settled(row.ref, row.amount_minor) for row in uncleared(500) if row.kind == "payments"]
        total = sum(item.amount_minor for item in items)
        fee = max(total, 0) // 100
        settlement.record_provider_settled(
            by=OLGA,
            ref=f"transfer-{day}",
            provider="test",
            currency="CNY",
            received_minor=total - fee,
            fee_minor=fee,
            items=items,
            at=clock.now(),
        )


@pytest.mark.nightly
def test_after_a_month_everything_has_cleared(town: Town) -> None:
    month, waited = Month(town), defaultdict(int)
    with clock.at(OPENING):
        terms = off(700, 3000) | {"store_bp": 4000}
        across = offer(OLGA, None, "cross-store", terms, currency="CNY", pool="m")
        offers.join_offer(by=town.mei_at_work(), store=town.clay, offer=across.public_id)
    for day in range(DAYS + market().confirm_days + 8):
        with clock.at(OPENING + timedelta(days=day)):
            month.passes(day)
            for row in uncleared(500):
                waited[row.kind] += 1
                assert row.reason
                assert not row.overdue, (day, row)
    with clock.at(OPENING + timedelta(days=DAYS + 60)):
        month.passes(21 * 3)
        assert uncleared() == []
        books = check_books()
    assert (books["ok"], books["uncleared"], books["overdue"]) == (True, 0, 0)
    assert set(waited) >= {"payments", "escrow", "commission_held"}
    assert Order.objects.of(town.clay).filter(state="confirmed").count() > DAYS
