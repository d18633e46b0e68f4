"""Are the books right? A few sums over everything, done by the database."""

from __future__ import annotations

from typing import Any, TypedDict

from django.db import connection
from django.db.models import Count, F, Min, Q, Sum

from regulars.ground.kit import clock
from regulars.trade.settlement.models import Account, BalanceMark, Entry, Line, Payout
from regulars.trade.settlement.queries.uncleared import open_refs
from regulars.trade.settlement.rules import KINDS
from regulars.trade.settlement.triggers import names

SHOWN = 20


class Books(TypedDict):
    """What the check found. `ok` is false when there are `problems`; un-cleared money is not one yet."""

    ok: bool
    entries: int
    lines: int
    uncleared: int
    overdue: int
    currencies: dict[str, int]
    accounts: dict[str, int]
    problems: list[str]


def check_books() -> Books:
    """Sum the whole ledger up and say what does not hold (see docs/ledger.md)."""
    currencies = _by_currency()
    open_now = _open()
    problems = [
        *(f"{currency} is {total} off" for currency, total in currencies.items() if total),
        *_unbalanced(),
        *_misplaced(),
        *_wrong_marks(),
        *_wrong_payouts(),
        *_unguarded(),
    ]
    return Books(
        ok=not problems,
        entries=Entry.objects.count(),
        lines=Line.objects.count(),
        uncleared=len(open_now),
        overdue=_overdue(open_now),
        currencies=currencies,
        accounts=_by_account(),
        problems=problems,
    )


def _by_currency() -> dict[str, int]:
    rows = Line.objects.order_by("currency").values_list("currency").annotate(total=Sum("amount_minor"))
    return dict(rows)


def _by_account() -> dict[str, int]:
    """Balance per kind, detail and currency (all stores of a kind together)."""
    sums = dict(Line.objects.order_by().values_list("account_id").annotate(total=Sum("amount_minor")))
    result: dict[str, int] = {}
    for account in Account.objects.order_by("kind", "detail", "currency"):
        name = ":".join(part for part in (account.kind, account.detail, account.currency) if part)
        if account.pk in sums:
            result[name] = result.get(name, 0) + sums[account.pk]
    return result


def _unbalanced() -> list[str]:
    rows = (
        Line.objects.order_by("entry_id")
        .values_list("entry_id", "currency")
        .annotate(total=Sum("amount_minor"))
        .exclude(total=0)[:SHOWN]
    )
    return [f"entry {entry} is {total} {currency} off" for entry, currency, total in rows]


def _misplaced() -> list[str]:
    lines = Line.objects.exclude(currency=F("account__currency")).values_list("pk", flat=True)[:SHOWN]
    kinds = Account.objects.exclude(kind__in=KINDS).values_list("kind", flat=True).distinct()
    transit = [kind for kind, is_transit in _transit_flags() if KINDS[kind].transit != is_transit]
    return [
        *(f"line {line} is in another currency than its account" for line in lines),
        *(f"there is no account of kind {kind}" for kind in kinds),
        *(f"an account of kind {kind} is marked wrongly for transit" for kind in transit),
    ]


def _transit_flags() -> Any:
    return Account.objects.filter(kind__in=KINDS).order_by().values_list("kind", "transit").distinct()


def _wrong_marks() -> list[str]:
    rows = (
        BalanceMark.objects.annotate(
            total=Sum(
                "account__lines__amount_minor", filter=Q(account__lines__pk__lte=F("upto_line_id")), default=0
            )
        )
        .exclude(total=F("balance_minor"))
        .values_list("account_id", "balance_minor", "total")[:SHOWN]
    )
    return [f"account {account} is marked {marked}, its lines say {total}" for account, marked, total in rows]


def _wrong_payouts() -> list[str]:
    """What payouts say and what the transit account says must be the same."""
    prepared = Payout.objects.filter(state="prepared").order_by().values_list("currency")
    said = dict(prepared.annotate(total=Sum("amount_minor")))
    lines = Line.objects.filter(account__kind="payouts").order_by().values_list("currency")
    booked = {currency: -total for currency, total in lines.annotate(total=Sum("amount_minor"))}
    return [
        f"{currency} payouts under way are {said.get(currency, 0)}, the books say {booked.get(currency, 0)}"
        for currency in sorted(said.keys() | booked.keys())
        if said.get(currency, 0) != booked.get(currency, 0)
    ]


def _unguarded() -> list[str]:
    """The triggers that keep the ledger append-only must be in place."""
    table = "sqlite_master" if connection.vendor == "sqlite" else "pg_trigger"
    column = "name" if connection.vendor == "sqlite" else "tgname"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE {column} LIKE %s", ["settlement_%"])
        there = {row[0].lower() for row in cursor.fetchall()}
    return [f"the trigger {name} is missing" for name in sorted(names() - there)]


def _open() -> list[tuple[int, str]]:
    return list(open_refs().values_list("account_id", "ref"))


def _overdue(open_now: list[tuple[int, str]]) -> int:
    """How many un-cleared refs are older than their account's kind allows."""
    kinds = dict(Account.objects.filter(transit=True).values_list("pk", "kind"))
    late = 0
    for kind in {kinds[account] for account, _ref in open_now}:
        refs = {(account, ref) for account, ref in open_now if kinds[account] == kind}
        late += _older(kind, refs)
    return late


def _older(kind: str, refs: set[tuple[int, str]]) -> int:
    limit = KINDS[kind].limit
    if limit is None:
        return 0
    rows = (
        Line.objects.filter(account__kind=kind, at__lt=clock.now() - limit)
        .order_by()
        .values_list("account_id", "ref")
        .annotate(first=Min("at"), lines=Count("pk"))
    )
    return sum((account, ref) in refs for account, ref, _first, _lines in rows)
