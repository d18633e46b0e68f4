"""What an entry is, and when the books refuse one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from regulars.trade.settlement.rules.accounts import KINDS, AccountKey


class BadEntry(ValueError):
    """An entry that the books do not take. A mistake of the caller, so it is loud."""


class Unbalanced(BadEntry):
    """The lines do not sum to zero."""


class MixedCurrency(BadEntry):
    """The lines are in more than one currency."""


class UnknownAccount(BadEntry):
    """No such kind of account, or a store's account without its store."""


class LineDraft(NamedTuple):
    """An amount for an account, in minor units: positive debit, negative credit."""

    account: AccountKey
    amount_minor: int
    ref: str = ""
    part: str = ""


class EntryDraft(NamedTuple):
    """An entry before it is in the books."""

    key: str
    kind: str
    ref: str
    at: datetime
    lines: Sequence[LineDraft]
    memo: str = ""


def check(draft: EntryDraft) -> None:
    """Raises Unbalanced, MixedCurrency or UnknownAccount."""
    if len({line.account.currency for line in draft.lines}) > 1:
        raise MixedCurrency(f"{draft.key} has lines in several currencies")
    total = sum(line.amount_minor for line in draft.lines)
    if total:
        raise Unbalanced(f"{draft.key} is {total} off")
    for account in {line.account for line in draft.lines}:
        _check_account(account)


def _check_account(account: AccountKey) -> None:
    kind = KINDS.get(account.kind)
    if kind is None:
        raise UnknownAccount(f"there is no account of kind {account.kind!r}")
    if kind.of_store != (account.store_id is not None):
        raise UnknownAccount(f"{account.kind} {'needs a' if kind.of_store else 'has no'} store")


def lines_of(*drafts: LineDraft) -> list[LineDraft]:
    """The lines that move something."""
    return [draft for draft in drafts if draft.amount_minor]
