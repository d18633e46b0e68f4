"""What lies aside for service plans."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Sum

from regulars.trade.settlement.models import Account, Line
from regulars.trade.settlement.queries.balances import balance
from regulars.trade.settlement.rules import LIABILITY, AccountKey


def aside_of(store_id: int, currency: str, contracts: Iterable[str] | None = None) -> dict[str, int]:
    """What the books still hold aside per contract, in minor units; of all the store's contracts when None.

    Contracts of which nothing is left are not in it. One query.
    """
    lines = Line.objects.filter(
        account__kind=LIABILITY, account__store_id=store_id, account__currency=currency
    )
    if contracts is not None:
        lines = lines.filter(ref__in=list(contracts))
    rows = lines.order_by().values_list("ref").annotate(total=Sum("amount_minor"))
    return {ref: -total for ref, total in rows if total}


def service_liability(store_id: int, currency: str) -> int:
    """What the books hold aside for all service plans of a store, in minor units."""
    return -balance(AccountKey(LIABILITY, currency, store_id))


def liabilities() -> set[tuple[int, str]]:
    """Stores (keys) and currencies for which anything ever lay aside. One query."""
    rows = Account.objects.filter(kind=LIABILITY, store__isnull=False, lines__isnull=False)
    return set(rows.order_by().values_list("store_id", "currency").distinct())
