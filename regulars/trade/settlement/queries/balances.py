"""Balances. Positive is debit, negative is credit."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Sum

from regulars.trade.settlement.models import Account, BalanceMark, Line
from regulars.trade.settlement.rules import AccountKey


def account_row(key: AccountKey) -> Account | None:
    """The row of an account, if anything was ever booked on it."""
    return Account.objects.filter(**key._asdict()).first()


def balance(key: AccountKey, at: datetime | None = None) -> int:
    """An account's balance in minor units: of all lines, or of those up to and including `at`."""
    account = account_row(key)
    if account is None:
        return 0
    return _now(account) if at is None else _sum(account, at__lte=at)


def before(key: AccountKey, at: datetime) -> int:
    """An account's balance of the lines earlier than `at`."""
    account = account_row(key)
    return _sum(account, at__lt=at) if account else 0


def _now(account: Account) -> int:
    mark = BalanceMark.objects.filter(account=account).first()
    if mark is None:
        return _sum(account)
    marked: int = mark.balance_minor
    return marked + _sum(account, pk__gt=mark.upto_line_id)


def _sum(account: Account, **which: object) -> int:
    lines = Line.objects.filter(account=account, **which)
    total: int | None = lines.aggregate(total=Sum("amount_minor"))["total"]
    return total or 0


def ref_parts(kind: str, currency: str, ref: str, store_id: int | None = None) -> dict[str, int]:
    """What lies under one ref on the accounts of a kind, by part. Empty when nothing ever did."""
    lines = Line.objects.filter(account__kind=kind, account__currency=currency, ref=ref)
    if store_id is not None:
        lines = lines.filter(account__store_id=store_id)
    return dict(lines.order_by().values_list("part").annotate(total=Sum("amount_minor")))


def store_balances(store_id: int) -> dict[str, dict[str, int]]:
    """Per currency: `payable` (owed to the store now; negative: owed by it) and `held` (orders under way)."""
    names = {"store_payable": "payable", "escrow": "held"}
    result: dict[str, dict[str, int]] = {}
    for account in Account.objects.filter(store_id=store_id, kind__in=names):
        row = result.setdefault(account.currency, {"payable": 0, "held": 0})
        row[names[account.kind]] = -_now(account)
    return result
