"""Transit amounts that have not come back to zero, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Min, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from regulars.ground.kit import clock
from regulars.trade.settlement.models import Account, Discrepancy, Line
from regulars.trade.settlement.rules import KINDS

REASONS = {
    "payments": _("The provider has not transferred this payment yet."),
    "escrow": _("The order is not complete yet."),
    "advances": _("Paid ahead: it waits for its order, or for being given back."),
    "commission_held": _("The commission is earned when the order completes."),
    "refunds": _("The refund has not reached the payer yet."),
    "payouts": _("The bank has not confirmed this payout yet."),
    "unmatched": _("This money belongs to nothing we know."),
}


@dataclass(frozen=True, slots=True)
class Uncleared:
    """A ref on a transit account that is not zero. `amount_minor`: positive debit, negative credit."""

    kind: str
    detail: str
    currency: str
    store_id: int | None
    ref: str
    amount_minor: int
    since: datetime
    age: timedelta
    overdue: bool
    reason: str
    cursor: str


def open_refs() -> QuerySet[Line, Any]:
    """Account and ref of every transit amount that is not zero, with the sum."""
    transit = list(Account.objects.filter(transit=True).values_list("pk", flat=True))
    return (
        Line.objects.filter(account_id__in=transit)
        .values("account_id", "ref")
        .annotate(total=Sum("amount_minor"))
        .exclude(total=0)
        .order_by("account_id", "ref")
    )


def uncleared(limit: int = 100, cursor: str = "") -> list[Uncleared]:
    """A page of un-cleared amounts by account and ref; the last row's `cursor` asks for the next page."""
    rows = list(_after(cursor)[: max(1, min(limit, 500))])
    accounts = Account.objects.in_bulk({row["account_id"] for row in rows})
    since = _since(rows)
    reasons = _reasons([row["ref"] for row in rows])
    return [
        _view(row, accounts[row["account_id"]], since[row["account_id"], row["ref"]], reasons) for row in rows
    ]


def _after(cursor: str) -> QuerySet[Line, Any]:
    account, _dot, ref = cursor.partition(".")
    if not account.isdecimal():
        return open_refs()
    return open_refs().filter(Q(account_id__gt=int(account)) | Q(account_id=int(account), ref__gt=ref))


def _since(rows: Sequence[dict[str, Any]]) -> dict[tuple[int, str], datetime]:
    lines = Line.objects.filter(
        account_id__in={row["account_id"] for row in rows}, ref__in={row["ref"] for row in rows}
    )
    firsts = lines.order_by().values_list("account_id", "ref").annotate(first=Min("at"))
    return {(account, ref): first for account, ref, first in firsts}


def _reasons(refs: Sequence[str]) -> dict[str, str]:
    return dict(Discrepancy.objects.filter(ref__in=refs, resolved_at=None).values_list("ref", "reason"))


def _view(row: dict[str, Any], account: Account, since: datetime, reasons: dict[str, str]) -> Uncleared:
    age = clock.now() - since
    return Uncleared(
        kind=account.kind,
        detail=account.detail,
        currency=account.currency,
        store_id=account.store_id,
        ref=row["ref"],
        amount_minor=row["total"],
        since=since,
        age=age,
        overdue=age > (KINDS[account.kind].limit or timedelta.max),
        reason=reasons.get(row["ref"]) or str(REASONS[account.kind]),
        cursor=f"{account.pk}.{row['ref']}",
    )


def discrepancies(*, resolved: bool = False) -> QuerySet[Discrepancy]:
    """Discrepancies for the console, newest first: the open ones, or those resolved."""
    return Discrepancy.objects.filter(resolved_at__isnull=not resolved).order_by("-at", "-pk")
