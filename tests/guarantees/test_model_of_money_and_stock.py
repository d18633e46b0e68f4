"""R10: whatever people do, in whatever order, money and stock are where a small model says they are.

`NIGHTLY=1` runs far more and longer stories.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from regulars.goods.catalog.models import Stock
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.ground.kit.refusals import Refusal
from regulars.trade.offers import actions as offering
from regulars.trade.orders import actions as orders
from regulars.trade.orders import queries as asking
from regulars.trade.payments.actions import carry_out_due
from regulars.trade.payments.rules import ProviderMessage
from regulars.trade.settlement import actions as settlement
from regulars.trade.settlement import queries as ledger
from regulars.trade.settlement.rules import AccountKey
from tests.town import Town, shopper

NIGHTLY = os.environ.get("NIGHTLY") == "1"
RUNS, STEPS = (5000, 50) if NIGHTLY else (25, 30)
ADDRESS = {"recipient": "Alice", "phone": "10000000000", "city": "Yixing", "street": "1 Kiln Road"}
CURRENCY = "CNY"


@dataclass
class Part:
    """One store's part of an order, as the model sees it."""

    public_id: str
    store: Any
    person: Any
    paid: int
    market: int
    commission: int
    bought: dict[str, int]
    state: str = "awaiting_payment"
    back: dict[str, int] = field(default_factory=dict)
    refunded: int = 0


@dataclass
class Bill:
    """What is paid together."""

    public_id: str
    person: Any
    total: int
    until: Any
    wanted: dict[int, int]
    parts: list[Part]
    state: str = "open"


class Market(RuleBasedStateMachine):
    """Two shoppers, two stores, four variants, offers by a store and by the market."""

    @initialize()
    def opens(self) -> None:
        """The market opens with little stock, so that it runs out."""
        self.around = transaction.atomic()
        self.around.__enter__()
        self.now = clock.now()
        self.town = Town.build()
        self.variants = list(self.town.clay.variants.order_by("pk").select_related("store")) + list(
            self.town.cashmere.variants.order_by("pk").select_related("store")
        )
        self.hand = {row.pk: 6 for row in self.variants}
        Stock.objects.filter(variant_id__in=self.hand).update(on_hand=6)
        self._run_offers()
        self.bills: list[Bill] = []
        self.paid_in = 0
        self.sent_back = 0
        self.paid_out = 0
        self.number = 0

    def _run_offers(self) -> None:
        period = {"starts_at": self.now - timedelta(days=1), "ends_at": self.now + timedelta(days=60)}
        save = offering.create_offer(
            by=self.town.mei_at_work(),
            store=self.town.clay,
            kind="spend-and-save",
            title="Ten off",
            terms={"tiers": [{"threshold_minor": 20000, "off_minor": 1001}]},
            **period,
        )
        across = offering.create_offer(
            by=SYSTEM,
            store=None,
            kind="cross-store",
            title="Across",
            pool="p",
            currency=CURRENCY,
            terms={
                "tiers": [{"threshold_minor": 30000, "off_minor": 3333}],
                "repeats": True,
                "store_bp": 3000,
            },
            **period,
        )
        offering.publish_offer(by=self.town.mei_at_work(), store=self.town.clay, offer=save.public_id)
        offering.publish_offer(by=SYSTEM, store=None, offer=across.public_id)
        for store, at_work in (
            (self.town.clay, self.town.mei_at_work()),
            (self.town.cashmere, self.town.ravi_at_work()),
        ):
            offering.join_offer(by=at_work, store=store, offer=across.public_id)

    def teardown(self) -> None:
        """Nothing of it is kept."""
        if hasattr(self, "around"):
            transaction.set_rollback(True)
            self.around.__exit__(None, None, None)

    def _try(self, doing: Callable[[], Any]) -> Any:
        """The result, or None when the market says no; a no changes nothing."""
        with clock.at(self.now):
            try:
                with transaction.atomic():
                    return doing()
            except Refusal:
                return None

    # -- what people do

    @rule(
        who=st.sampled_from(["alice", "bob"]),
        wants=st.dictionaries(st.integers(0, 3), st.integers(1, 4), min_size=1, max_size=3),
    )
    def place(self, who: str, wants: dict[int, int]) -> None:
        """Somebody orders."""
        person = getattr(self.town, who)
        lines = {self.variants[index].public_id: count for index, count in wants.items()}
        with clock.at(self.now):
            quote = asking.quote(by=shopper(person), currency=CURRENCY, lines=lines)
        group = self._try(
            lambda: orders.place_order(
                by=shopper(person),
                expected_total_minor=quote.total_minor,
                currency=CURRENCY,
                lines=lines,
                address=ADDRESS,
                email=person.email,
            )
        )
        wanted = {self.variants[index].pk: count for index, count in wants.items()}
        possible = all(self._free(pk) >= count for pk, count in wanted.items())
        assert (group is not None) == possible
        if group is not None:
            self._note(group, person, wanted)

    def _note(self, group: Any, person: Any, wanted: dict[int, int]) -> None:
        parts = [
            Part(
                order.public_id,
                order.store,
                person,
                order.paid_minor,
                order.market_discount_minor,
                order.commission_minor,
                {line.public_id: line.quantity for line in order.lines.order_by("pk")},
            )
            for order in group.orders.order_by("store_id")
        ]
        assert sum(part.paid for part in parts) == group.total_minor
        self.bills.append(Bill(group.public_id, person, group.total_minor, group.pay_until, wanted, parts))

    def _held(self, pk: int) -> int:
        # Where a wrong amount arrived, the goods stay held until the time to pay is over.
        waiting = [bill for bill in self.bills if bill.state in {"open", "held"} and bill.until > self.now]
        return sum(bill.wanted.get(pk, 0) for bill in waiting)

    def _free(self, pk: int) -> int:
        return self.hand[pk] - self._held(pk)

    @precondition(lambda self: any(bill.state in {"open", "paid"} for bill in self.bills))
    @rule(data=st.data(), twice=st.booleans(), wrong=st.integers(0, 9))
    def pay(self, data: st.DataObject, twice: bool, wrong: int) -> None:
        """The provider says that it was paid: once, twice, or a wrong amount."""
        bill = data.draw(st.sampled_from([bill for bill in self.bills if bill.state in {"open", "paid"}]))
        if bill.state == "paid":
            return
        payment = self._try(
            lambda: orders.start_paying(by=shopper(bill.person), group=bill.public_id, provider="test")
        )
        assert (payment is not None) == (bill.until > self.now)
        if payment is None:
            return
        amount = payment.amount_minor + 1 if wrong == 0 else payment.amount_minor
        outcome = self._tell(payment, amount)
        if wrong == 0:
            assert outcome == "held"
            bill.state = "held"
            self.paid_in += amount
            return
        assert outcome == "paid"
        self._was_paid(bill)
        if twice:
            assert self._tell(payment, amount) == "repeat"

    def _tell(self, payment: Any, amount: int) -> str:
        self.number += 1
        message = ProviderMessage(
            event_id=f"model-{self.number}",
            kind="captured",
            payment_id=payment.public_id,
            provider_ref=f"m-{payment.public_id}",
            amount_minor=amount,
            currency=CURRENCY,
        )
        with clock.at(self.now):
            return orders.receive_payment(by=SYSTEM, provider="test", message=message)

    def _was_paid(self, bill: Bill) -> None:
        bill.state = "paid"
        self.paid_in += bill.total
        for pk, count in bill.wanted.items():
            self.hand[pk] -= count
        for part in bill.parts:
            part.state = "paid"

    @precondition(lambda self: any(bill.state == "open" for bill in self.bills))
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        """Somebody thinks better of it before paying."""
        bill = data.draw(st.sampled_from([bill for bill in self.bills if bill.state == "open"]))
        late = bill.until <= self.now
        self._try(lambda: orders.cancel_group(by=shopper(bill.person), group=bill.public_id))
        with clock.at(self.now):
            bill.state = asking.group_of(by=shopper(bill.person), group=bill.public_id).state
        assert bill.state in ({"cancelled", "expired"} if late else {"cancelled"})

    @rule(minutes=st.sampled_from([1, 10, 31, 60 * 24]))
    def time_passes(self, minutes: int) -> None:
        """Time passes; sometimes the clock's own task runs."""
        self.now += timedelta(minutes=minutes)

    @rule()
    def sweep(self) -> None:
        """The task that ends what was not paid."""
        with clock.at(self.now):
            orders.expire_groups(by=SYSTEM)
        for bill in self.bills:
            if bill.state == "open" and bill.until <= self.now:
                bill.state = "expired"

    def _parts(self, *states: str) -> list[Part]:
        return [part for bill in self.bills for part in bill.parts if part.state in states]

    @precondition(lambda self: self._parts("paid", "shipped", "delivered"))
    @rule(data=st.data())
    def goes_on(self, data: st.DataObject) -> None:
        """A parcel takes its next step."""
        part = data.draw(st.sampled_from(self._parts("paid", "shipped", "delivered")))
        at_work = self.town.mei_at_work() if part.store == self.town.clay else self.town.ravi_at_work()
        step = {
            "paid": lambda: orders.ship(by=at_work, store=part.store, order=part.public_id),
            "shipped": lambda: orders.deliver(by=at_work, store=part.store, order=part.public_id),
            "delivered": lambda: orders.confirm(by=shopper(part.person), order=part.public_id),
        }[part.state]
        with clock.at(self.now):
            step()
        part.state = {"paid": "shipped", "shipped": "delivered", "delivered": "confirmed"}[part.state]

    @precondition(lambda self: self._parts("paid", "shipped", "delivered", "confirmed"))
    @rule(data=st.data(), restock=st.booleans())
    def store_gives_back(self, data: st.DataObject, restock: bool) -> None:
        """A store pays back some of the pieces."""
        part = data.draw(st.sampled_from(self._parts("paid", "shipped", "delivered", "confirmed")))
        line = data.draw(st.sampled_from(list(part.bought)))
        left = part.bought[line] - part.back.get(line, 0)
        count = data.draw(st.integers(1, part.bought[line]))
        at_work = self.town.mei_at_work() if part.store == self.town.clay else self.town.ravi_at_work()
        back = self._try(
            lambda: orders.refund_lines(
                by=at_work, store=part.store, order=part.public_id, lines={line: count}, restock=restock
            )
        )
        assert (back is not None) == (count <= left)
        if back is None:
            return
        part.back[line] = part.back.get(line, 0) + count
        part.refunded += back.amount_minor + back.freight_minor
        self.sent_back += back.amount_minor + back.freight_minor
        if restock:
            self.hand[self._variant_of(part, line)] += count
        if part.back == part.bought:
            part.state = asking.order_of(part.store, part.public_id).state

    def _variant_of(self, part: Part, line: str) -> int:
        order = asking.order_of(part.store, part.public_id)
        return next(row.variant_id for row in order.lines.all() if row.public_id == line)

    @rule()
    def provider_sends_refunds(self) -> None:
        """Refunds asked for are carried out."""
        with clock.at(self.now):
            carry_out_due()

    @rule()
    def pay_out(self) -> None:
        """Stores are paid what is due."""
        with clock.at(self.now):
            for plan in settlement.prepare_payouts(by=SYSTEM, upto=self.now, period=f"p{self.number}"):
                if plan.payout_id and plan.state == "prepared":
                    settlement.send_payout(by=SYSTEM, payout_id=plan.payout_id)
                    self.paid_out += plan.amount_minor
        self.number += 1

    # -- what must hold

    @invariant()
    def stock_is_where_the_model_says(self) -> None:
        """Pieces on hand, and never more held than there are."""
        if not hasattr(self, "hand"):
            return
        for row in Stock.objects.filter(variant_id__in=self.hand):
            assert row.on_hand == self.hand[row.variant_id]
            assert 0 <= row.held <= row.on_hand

    @invariant()
    def money_is_where_the_model_says(self) -> None:
        """Nothing appears, nothing is lost, nobody is owed what was given back."""
        if not hasattr(self, "bills"):
            return
        books = ledger.check_books()
        assert books["ok"], books["problems"]
        bank = ledger.balance(AccountKey("bank", CURRENCY))
        provider = ledger.balance(AccountKey("payments", CURRENCY, detail="test"))
        waiting = ledger.balance(AccountKey("refunds", CURRENCY, detail="test"))
        assert provider + waiting == self.paid_in - self.sent_back
        assert bank == -self.paid_out
        for part in self._parts("confirmed", "delivered", "shipped", "paid"):
            assert part.refunded <= part.paid


@pytest.mark.django_db
def test_money_and_stock_follow_the_model() -> None:
    run_state_machine_as_test(
        Market,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=not NIGHTLY,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
