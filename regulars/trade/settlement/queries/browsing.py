"""The ledger for those who look around in it: one store's entries, the accounts, a discrepancy."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from regulars.ground.kit.pages import Page, page
from regulars.ground.kit.refusals import NotFound
from regulars.trade.settlement.models import Account, Discrepancy, Line


@dataclass(frozen=True, slots=True)
class AccountBalance:
    """All accounts of a kind, detail and currency together; positive debit, negative credit."""

    kind: str
    detail: str
    currency: str
    transit: bool
    balance_minor: int


def account_balances() -> list[AccountBalance]:
    """What lies on each kind of account that was ever booked on. Two queries, the second sums every line."""
    sums = dict(Line.objects.order_by().values_list("account_id").annotate(total=Sum("amount_minor")))
    totals: dict[tuple[str, str, str, bool], int] = {}
    for row in Account.objects.order_by("kind", "detail", "currency"):
        key = (row.kind, row.detail, row.currency, row.transit)
        if row.pk in sums:
            totals[key] = totals.get(key, 0) + sums[row.pk]
    return [AccountBalance(*key, total) for key, total in totals.items()]


def lines_of_store(store_id: int, *, cursor: str = "", size: int = 50) -> Page[Line]:
    """The lines on one store's accounts, latest first, with entry and account. Two queries a page."""
    accounts = list(Account.objects.filter(store_id=store_id).values_list("pk", flat=True))
    rows: QuerySet[Line] = Line.objects.filter(account_id__in=accounts).select_related("entry", "account")
    return page(rows, by="-at", cursor=cursor, size=size)


def discrepancy(public_id: str) -> Discrepancy:
    """One discrepancy, open or resolved. Raises NotFound."""
    found = Discrepancy.objects.filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found
