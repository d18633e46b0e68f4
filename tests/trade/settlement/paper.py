"""The ledger again, on paper: plain dictionaries, written without looking at the real one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Sale:
    """One order as paper knows it."""

    store: int
    paid: int
    discount: int
    commission: int
    complete: bool = False
    refunded: int = 0

    @property
    def left(self) -> int:
        """What the payer could still get back."""
        return self.paid - self.refunded


@dataclass
class Paper:
    """What each account must hold; stores' accounts are `kind:store`."""

    sums: Counter[str] = field(default_factory=Counter)
    sales: list[Sale] = field(default_factory=list)
    owed_refunds: list[tuple[int, int]] = field(default_factory=list)
    payouts: list[tuple[int, int, str]] = field(default_factory=list)

    def sell(self, store: int, paid: int, discount: int, commission: int, over: int) -> None:
        self.sales.append(Sale(store, paid, discount, commission))
        self.sums["payments"] += paid + over
        self.sums["unmatched"] -= over
        self.sums["market_discounts"] += discount
        self.sums[f"escrow:{store}"] -= paid + discount - commission
        self.sums["commission_held"] -= commission

    def complete(self, number: int) -> None:
        sale = self.sales[number]
        share = self._share(sale, sale.left)
        net = sale.left + share[0] - share[1]
        self.sums[f"escrow:{sale.store}"] += net
        self.sums[f"store_payable:{sale.store}"] -= net
        self.sums["commission_held"] += share[1]
        self.sums["commission"] -= share[1]
        sale.complete = True

    def refund(self, number: int, amount: int) -> tuple[int, int]:
        """Returns the market's discount and the commission that go back with it."""
        sale = self.sales[number]
        before, after = self._share(sale, sale.left), self._share(sale, sale.left - amount)
        discount, commission = before[0] - after[0], before[1] - after[1]
        sale.refunded += amount
        account = "store_payable" if sale.complete else "escrow"
        self.sums[f"{account}:{sale.store}"] += amount + discount - commission
        self.sums["commission" if sale.complete else "commission_held"] += commission
        self.sums["refunds"] -= amount
        self.sums["market_discounts"] -= discount
        return discount, commission

    def refund_sent(self, amount: int) -> None:
        self.sums["refunds"] += amount
        self.sums["payments"] -= amount

    def pay_out(self, store: int) -> int:
        """Returns what the store gets: only what it is owed."""
        due = max(0, -self.sums[f"store_payable:{store}"])
        self.sums[f"store_payable:{store}"] += due
        self.sums["payouts"] -= due
        return due

    def payout_sent(self, amount: int) -> None:
        self.sums["payouts"] += amount
        self.sums["bank"] -= amount

    def payout_returned(self, store: int, amount: int, *, sent: bool) -> None:
        self.sums["bank" if sent else "payouts"] += amount
        self.sums[f"store_payable:{store}"] -= amount

    def _share(self, sale: Sale, of: int) -> tuple[int, int]:
        if not sale.paid:
            return (sale.discount, sale.commission)
        return (sale.discount * of // sale.paid, sale.commission * of // sale.paid)
