"""The one way into the books."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.statements import insert, insert_all, statement
from regulars.trade.settlement.actions.accounts import accounts_for
from regulars.trade.settlement.models import Entry, Line
from regulars.trade.settlement.rules import EntryDraft, LineDraft, check


class EntryDiffers(RuntimeError):
    """The key was used for another entry. A mistake of the caller, so it is loud."""


@action("settlement.post", audit=False)
def post(
    *,
    by: Actor,
    key: str,
    kind: str,
    ref: str,
    at: datetime,
    lines: Sequence[LineDraft],
    memo: str = "",
) -> Entry:
    """Put an entry into the books, once per `key`. Needs market.money.

    Raises Unbalanced, MixedCurrency, UnknownAccount, and EntryDiffers when the key stands for other lines.
    """
    by.require("market.money")
    draft = EntryDraft(key, kind, ref, at, [LineDraft(*line) for line in lines], memo)
    entry = write(draft)
    _same(entry, draft)
    return entry


def posted(key: str) -> Entry | None:
    """The entry of a key, if it is in the books."""
    return _entries.first(key)


@statement
def _entries(key: str) -> QuerySet[Entry, Entry]:
    return Entry.objects.filter(key=key)


def write(draft: EntryDraft) -> Entry:
    """Put a checked draft into the books inside the running transaction, or find it there."""
    check(draft)
    return posted(draft.key) or _insert(draft)


def _insert(draft: EntryDraft) -> Entry:
    accounts = accounts_for(line.account for line in draft.lines)
    try:
        with transaction.atomic():
            entry = insert(Entry(key=draft.key, kind=draft.kind, ref=draft.ref, memo=draft.memo, at=draft.at))
    except IntegrityError:
        return Entry.objects.get(key=draft.key)
    insert_all([_line(entry, line, accounts[line.account]) for line in draft.lines])
    return entry


def _line(entry: Entry, line: LineDraft, account_id: int) -> Line:
    return Line(
        entry=entry,
        account_id=account_id,
        amount_minor=line.amount_minor,
        currency=line.account.currency,
        ref=line.ref,
        part=line.part,
        at=entry.at,
    )


def _same(entry: Entry, draft: EntryDraft) -> None:
    stored = sorted(
        (line.account.kind, line.account.store_id or 0, line.amount_minor, line.ref)
        for line in entry.lines.select_related("account")
    )
    wanted = sorted(
        (line.account.kind, line.account.store_id or 0, line.amount_minor, line.ref) for line in draft.lines
    )
    if stored != wanted:
        raise EntryDiffers(f"{draft.key} is in the books with other lines")
