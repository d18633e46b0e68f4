"""What a store takes along of its money: every amount on its statement, its payouts, its commission."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from regulars.ground.kit import clock
from regulars.ground.kit.exports import CHUNK, goes_along, stays
from regulars.people.merchants.models import Store
from regulars.trade.settlement.models import Account, BalanceMark, CommissionRule, Line, Payout
from regulars.trade.settlement.queries import StatementRow, currencies_of, statement

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
stays("the market's own side of the books; the statement has the store's", Account)
stays("a sum kept for speed; the statement has every amount in it", BalanceMark)


@dataclass(frozen=True, slots=True)
class Booked:
    """An amount on the statement of one currency."""

    currency: str
    row: StatementRow

    def __getattr__(self, name: str) -> Any:
        """Everything else is the amount's."""
        return getattr(self.row, name)


@goes_along("statement", "currency at part ref entry_id amount_minor balance_minor", Line)
def _statement(store: Store) -> Iterator[Booked]:
    for currency in sorted({*currencies_of(store), store.currency}):
        for row in statement(store, currency, BEGINNING, clock.now()).rows:
            yield Booked(currency, row)


@goes_along("payouts", "public_id currency amount_minor period state prepared_at sent_at bank_ref", Payout)
def _payouts(store: Store) -> Iterator[Payout]:
    return Payout.objects.filter(store=store).order_by("pk").iterator(CHUNK)


@goes_along("commission", "public_id rate_bp since until", CommissionRule)
def _commission(store: Store) -> Iterator[CommissionRule]:
    return CommissionRule.objects.filter(store=store).order_by("pk").iterator(CHUNK)
