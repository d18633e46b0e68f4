"""The one way into the books."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.trade.settlement.models import Account, Entry, Line
from regulars.trade.settlement.rules import KINDS, AccountKey, EntryDraft, LineDraft, check


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
    return Entry.objects.filter(key=key).first()


def write(draft: EntryDraft) -> Entry:
    """Put a checked draft into the books inside the running transaction, or find it there."""
    check(draft)
    return posted(draft.key) or _insert(draft)


def _insert(draft: EntryDraft) -> Entry:
    accounts = accounts_for(line.account for line in draft.lines)
    try:
        with transaction.atomic():
            entry = Entry.objects.create(
                key=draft.key, kind=draft.kind, ref=draft.ref, memo=draft.memo, at=draft.at
            )
    except IntegrityError:
        return Entry.objects.get(key=draft.key)
    Line.objects.bulk_create([_line(entry, line, accounts[line.account]) for line in draft.lines])
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


def accounts_for(keys: Iterable[AccountKey]) -> dict[AccountKey, int]:
    """The row of each account, made when it is the first time.

    Read in one query and kept only as long as the caller needs it: a row of a transaction that is
    rolled back can never be remembered.
    """
    wanted = set(keys)
    found = _find(wanted)
    for key in sorted(wanted - found.keys(), key=str):
        found[key] = _make(key)
    return found


def _find(wanted: set[AccountKey]) -> dict[AccountKey, int]:
    stores = {key.store_id for key in wanted if key.store_id is not None}
    rows = Account.objects.filter(
        Q(store=None) | Q(store__in=stores),
        kind__in={key.kind for key in wanted},
        currency__in={key.currency for key in wanted},
    ).values_list("kind", "currency", "store_id", "detail", "pk")
    known = {AccountKey(*row[:4]): row[4] for row in rows}
    return {key: known[key] for key in wanted if key in known}


def _make(key: AccountKey) -> int:
    row, _fresh = Account.objects.get_or_create(
        **key._asdict(), defaults={"transit": KINDS[key.kind].transit}
    )
    return row.pk


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
