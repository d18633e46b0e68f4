"""A store's statement: what it sold, what was taken, what it was paid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from regulars.ground.kit.money import to_decimal
from regulars.people.merchants.models import Store
from regulars.trade.settlement.models import Line
from regulars.trade.settlement.queries.balances import before
from regulars.trade.settlement.rules import AccountKey

PARTS = ("sale", "discount", "commission", "refund", "service", "payout", "adjustment")
HEADER = ["at", "kind", "ref", "entry", "in", "out", "balance", "owed_to_market"]


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One amount: positive when the store is owed more. `balance_minor` is what it is owed after it."""

    at: datetime
    part: str
    ref: str
    entry_id: str
    amount_minor: int
    balance_minor: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A period, `since` included and `until` not. `opening` + the sum of the rows = `closing`."""

    store_id: int
    currency: str
    since: datetime
    until: datetime
    opening_minor: int
    closing_minor: int
    totals: dict[str, int]
    rows: list[StatementRow]


def statement(store: Store, currency: str, since: datetime, until: datetime) -> Statement:
    """A store's statement of one currency, recomputed from the lines of the ledger."""
    key = AccountKey("store_payable", currency, store.pk)
    opening = -before(key, since)
    rows = list(_running(opening, _lines(store, currency, since, until)))
    totals = dict.fromkeys(PARTS, 0)
    for row in rows:
        totals[row.part] += row.amount_minor
    closing = rows[-1].balance_minor if rows else opening
    return Statement(store.pk, currency, since, until, opening, closing, totals, rows)


def _lines(store: Store, currency: str, since: datetime, until: datetime) -> Iterable[Line]:
    return (
        Line.objects.filter(
            account__kind="store_payable",
            account__store=store,
            account__currency=currency,
            at__gte=since,
            at__lt=until,
        )
        .select_related("entry")
        .order_by("at", "pk")
    )


def _running(opening: int, lines: Iterable[Line]) -> Iterator[StatementRow]:
    balance = opening
    for line in lines:
        balance -= line.amount_minor
        part = line.part if line.part in PARTS else "adjustment"
        yield StatementRow(line.at, part, line.ref, line.entry.public_id, -line.amount_minor, balance)


def statement_sheet(of: Statement) -> Iterator[list[str]]:
    """The statement as rows for CSV, header first, amounts in major units.

    Amounts stand in an "in" and an "out" column, so that no cell begins with a minus sign, which a
    spreadsheet could take for a formula.
    """
    yield HEADER
    yield [of.since.isoformat(), "opening", "", "", "", "", *_sides(of.opening_minor, of.currency)]
    for row in of.rows:
        yield [
            row.at.isoformat(),
            row.part,
            row.ref,
            row.entry_id,
            *_sides(row.amount_minor, of.currency),
            *_sides(row.balance_minor, of.currency),
        ]
    yield [of.until.isoformat(), "closing", "", "", "", "", *_sides(of.closing_minor, of.currency)]


def _sides(minor: int, currency: str) -> tuple[str, str]:
    text = str(to_decimal(abs(minor), currency))
    return (text, "") if minor >= 0 else ("", text)
