"""Many entries at once, for imports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection, models

from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.ids import new_id
from regulars.trade.settlement.actions.accounts import accounts_for
from regulars.trade.settlement.models import Entry, Line
from regulars.trade.settlement.rules import AccountKey, EntryDraft, check

CHUNK = 2000


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
    posted_at = _moment(clock.now())
    _insert_rows(
        Entry,
        ("public_id", "key", "kind", "ref", "memo", "at", "posted_at"),
        [(new_id("ent"), one.key, one.kind, one.ref, one.memo, _moment(one.at), posted_at) for one in fresh],
    )
    entries = dict(Entry.objects.filter(key__in=[one.key for one in fresh]).values_list("key", "pk"))
    _insert_rows(
        Line,
        ("entry_id", "account_id", "amount_minor", "currency", "ref", "part", "at"),
        [row for one in fresh for row in _line_rows(entries[one.key], one, accounts)],
    )


def _line_rows(entry_id: int, draft: EntryDraft, accounts: dict[AccountKey, int]) -> list[tuple[Any, ...]]:
    at = _moment(draft.at)
    return [
        (entry_id, accounts[line.account], line.amount_minor, line.account.currency, line.ref, line.part, at)
        for line in draft.lines
    ]


def _moment(at: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(at)


def _insert_rows(model: type[models.Model], columns: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
    """Plain rows, without a model object for each: half a million lines take seconds."""
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    marks = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)
