"""Random sequences of happenings, some told twice: the ledger and the paper agree on every account."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.people.merchants.models import Store
from regulars.trade.settlement import actions
from regulars.trade.settlement.models import Account, Payout
from regulars.trade.settlement.queries import balance, check_books, statement
from regulars.trade.settlement.rules import AccountKey
from tests.depth import examples
from tests.trade.settlement.booking import NOON, OLGA, complete, refund, sell
from tests.trade.settlement.paper import Paper

STEPS = ["sell", "complete", "refund", "refund_sent", "pay_out", "payout_sent", "payout_returned", "mark"]
numbers = st.integers(0, 10_000)
steps = st.lists(st.tuples(st.sampled_from(STEPS), numbers, numbers, st.booleans()), max_size=30)


@dataclass
class Both:
    """The ledger and the paper, told the same things."""

    stores: list[Store]
    paper: Paper = field(default_factory=Paper)
    day: int = 0

    def tell(self, step: str, which: int, amount: int, twice: bool) -> None:
        self.day += 1
        with clock.at(NOON + timedelta(days=self.day)):
            getattr(self, step)(which, amount, 2 if twice else 1)

    def sell(self, which: int, amount: int, times: int) -> None:
        store = which % len(self.stores)
        discount, commission, over = amount // 10, amount // 20, which % 7 - 3 if which % 5 == 0 else 0
        name = str(len(self.paper.sales))
        for _ in range(times):
            shares = {"discount": discount, "commission": commission, "over": over}
            sell(self.stores[store].pk, amount, name=name, **shares)
        self.paper.sell(store, amount, discount, commission, over)

    def complete(self, which: int, amount: int, times: int) -> None:
        open_sales = [number for number, sale in enumerate(self.paper.sales) if not sale.complete]
        if not open_sales:
            return
        number = open_sales[which % len(open_sales)]
        for _ in range(times):
            complete(self.stores[self.paper.sales[number].store].pk, str(number), at=clock.now())
        self.paper.complete(number)

    def refund(self, which: int, amount: int, times: int) -> None:
        sales = [number for number, sale in enumerate(self.paper.sales) if sale.left > 0]
        if not sales:
            return
        number = sales[which % len(sales)]
        sale = self.paper.sales[number]
        part = amount % sale.left + 1
        discount, commission = self.paper.refund(number, part)
        for _ in range(times):
            refund(
                self.stores[sale.store].pk,
                part,
                name=str(number),
                ref=f"ret_{self.day}",
                discount=discount,
                commission=commission,
                at=clock.now(),
            )
        self.paper.owed_refunds.append((self.day, part))

    def refund_sent(self, which: int, amount: int, times: int) -> None:
        if not self.paper.owed_refunds:
            return
        day, owed = self.paper.owed_refunds.pop(which % len(self.paper.owed_refunds))
        for _ in range(times):
            actions.record_refund_sent(
                by=SYSTEM,
                ref=f"ret_{day}",
                provider="test",
                currency="CNY",
                amount_minor=owed,
                at=clock.now(),
            )
        self.paper.refund_sent(owed)

    def pay_out(self, which: int, amount: int, times: int) -> None:
        for _ in range(times):
            plans = actions.prepare_payouts(by=OLGA, upto=clock.now())
        paid = {plan.store_id: plan for plan in plans}
        for number, store in enumerate(self.stores):
            due = self.paper.pay_out(number)
            assert (paid[store.pk].amount_minor if store.pk in paid else 0) == due
            if due:
                self.paper.payouts.append((number, due, paid[store.pk].payout_id))

    def payout_sent(self, which: int, amount: int, times: int) -> None:
        if not self.paper.payouts:
            return
        _number, due, payout_id = self.paper.payouts[which % len(self.paper.payouts)]
        if Payout.objects.get(public_id=payout_id).state != "prepared":
            return
        for _ in range(times):
            actions.send_payout(by=OLGA, payout_id=payout_id)
        self.paper.payout_sent(due)

    def payout_returned(self, which: int, amount: int, times: int) -> None:
        if not self.paper.payouts:
            return
        number, due, payout_id = self.paper.payouts.pop(which % len(self.paper.payouts))
        sent = Payout.objects.get(public_id=payout_id).state == "sent"
        actions.return_payout(by=OLGA, payout_id=payout_id, reason="No such account.")
        self.paper.payout_returned(number, due, sent=sent)

    def mark(self, which: int, amount: int, times: int) -> None:
        for _ in range(times):
            actions.mark_balances(by=SYSTEM)

    def agree(self) -> None:
        """Every account of either is the same in both; the books are right; statements close."""
        names = {store.pk: number for number, store in enumerate(self.stores)}
        seen = {}
        for row in Account.objects.all():
            name = row.kind if row.store_id is None else f"{row.kind}:{names[row.store_id]}"
            seen[name] = balance(AccountKey(row.kind, row.currency, row.store_id, row.detail))
        assert {name: total for name, total in seen.items() if total} == {
            name: total for name, total in self.paper.sums.items() if total
        }
        assert check_books()["problems"] == []
        for number, store in enumerate(self.stores):
            closing = statement(store, "CNY", NOON, NOON + timedelta(days=999)).closing_minor
            assert closing == -self.paper.sums[f"store_payable:{number}"]


@given(steps)
@settings(max_examples=examples(40))
def test_the_ledger_is_what_paper_says(db: Any, told: list[tuple[str, int, int, bool]]) -> None:
    with transaction.atomic():
        stores = [Store.objects.create(slug=f"s{n}", name=f"S{n}", currency="CNY") for n in range(2)]
        both = Both(stores)
        for step in told:
            both.tell(*step)
        both.agree()
        transaction.set_rollback(True)
