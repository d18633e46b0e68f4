"""The journal, for the console."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from regulars.ground.kit.refusals import NotFound
from regulars.trade.settlement.models import Entry, Line


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry with its lines: (account, store, amount in minor units, currency, ref, part)."""

    public_id: str
    kind: str
    ref: str
    memo: str
    at: datetime
    lines: list[tuple[str, int | None, int, str, str, str]]
    cursor: str


def ledger_entries(cursor: str = "", limit: int = 50, *, kind: str = "", ref: str = "") -> list[EntryView]:
    """A page of entries, newest booked first; `ref` finds an entry's own ref or that of a line.

    The last row's `cursor` asks for the next page.
    """
    rows = _with_lines()
    if cursor.isdecimal():
        rows = rows.filter(pk__lt=int(cursor))
    if kind:
        rows = rows.filter(kind=kind)
    if ref:
        named = Line.objects.filter(ref=ref).values("entry_id")
        rows = rows.filter(Q(ref=ref) | Q(pk__in=named))
    return [_view(row) for row in rows.order_by("-pk")[: max(1, min(limit, 100))]]


def ledger_entry(public_id: str) -> EntryView:
    """One entry. Raises NotFound."""
    row = _with_lines().filter(public_id=public_id).first()
    if row is None:
        raise NotFound()
    return _view(row)


def _with_lines() -> QuerySet[Entry]:
    lines = Line.objects.select_related("account").order_by("pk")
    return Entry.objects.prefetch_related(Prefetch("lines", queryset=lines))


def _view(row: Entry) -> EntryView:
    return EntryView(
        row.public_id,
        row.kind,
        row.ref,
        row.memo,
        row.at,
        [
            (_name(line), line.account.store_id, line.amount_minor, line.currency, line.ref, line.part)
            for line in row.lines.all()
        ],
        str(row.pk),
    )


def _name(line: Line) -> str:
    account = line.account
    return f"{account.kind}:{account.detail}" if account.detail else account.kind
