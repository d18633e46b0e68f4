"""Many entries at once, for imports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import connection

from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.trade.settlement.actions.posting import accounts_for
from regulars.trade.settlement.models import Entry, Line
from regulars.trade.settlement.rules import AccountKey, EntryDraft, check

CHUNK = 2000
COLUMNS = ("entry_id", "account_id", "amount_minor", "currency", "ref", "part", "at")


@action("settlement.record_entries")
def record_entries(*, by: Actor, entries: Iterable[EntryDraft]) -> int:
    """Put many entries into the books; those whose key is there already are left out. Needs market.money.

    All or nothing. Returns how many are new. Raises Unbalanced, MixedCurrency, UnknownAccount.
    """
    by.require("market.money")
    accounts: dict[AccountKey, int] = {}
    return sum(_record(chunk, accounts) for chunk in _chunks(entries))


def _chunks(entries: Iterable[EntryDraft]) -> Iterator[list[EntryDraft]]:
    source = iter(entries)
    while chunk := list(islice(source, CHUNK)):
        yield chunk


def _record(chunk: Sequence[EntryDraft], accounts: dict[AccountKey, int]) -> int:
    by_key = {draft.key: draft for draft in chunk}
    known = set(Entry.objects.filter(key__in=list(by_key)).values_list("key", flat=True))
    fresh = [draft for key, draft in by_key.items() if key not in known]
    for draft in fresh:
        check(draft)
    new = {line.account for draft in fresh for line in draft.lines} - accounts.keys()
    accounts.update(accounts_for(new))
    _insert(fresh, accounts)
    return len(fresh)


def _insert(fresh: Sequence[EntryDraft], accounts: dict[AccountKey, int]) -> None:
    rows = Entry.objects.bulk_create(
        [Entry(key=one.key, kind=one.kind, ref=one.ref, memo=one.memo, at=one.at) for one in fresh],
        batch_size=CHUNK,
    )
    table = connection.ops.quote_name(Line._meta.db_table)
    marks = ", ".join(["%s"] * len(COLUMNS))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({', '.join(COLUMNS)}) VALUES ({marks})", _rows(rows, fresh, accounts)
        )


def _rows(
    rows: Sequence[Entry], drafts: Sequence[EntryDraft], accounts: dict[AccountKey, int]
) -> list[tuple[Any, ...]]:
    return [
        (row.pk, accounts[line.account], line.amount_minor, line.account.currency, line.ref, line.part, at)
        for row, draft in zip(rows, drafts, strict=True)
        for at in [connection.ops.adapt_datetimefield_value(draft.at)]
        for line in draft.lines
    ]
