"""The rows of accounts: found, or opened, always in one order."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.statements import statement
from regulars.trade.settlement.models import Account
from regulars.trade.settlement.rules import KINDS, AccountKey, accounts_of_sale


@action("settlement.open_accounts", audit=False)
def open_accounts(*, by: Actor, currency: str, store_ids: Iterable[int], provider: str = "") -> None:
    """Open every account that sales of these stores over `provider` may ever be booked on.

    Call it before the transaction holds any other lock. Whoever opens an account keeps others from it
    until the commit; opening it in the middle of a sale, with orders and stock locked, lets two first
    sales wait for each other.
    """
    accounts_for(accounts_of_sale(currency, store_ids, provider))


def accounts_for(keys: Iterable[AccountKey]) -> dict[AccountKey, int]:
    """The row of each account, opened when it is the first time.

    Read in one query and kept only as long as the caller needs it: a row of a transaction that is
    rolled back can never be remembered.
    """
    wanted = set(keys)
    found = _find(wanted)
    missing = wanted - found.keys()
    if missing:
        _open(missing)
        found |= _find(missing)
    return found


def _find(wanted: set[AccountKey]) -> dict[AccountKey, int]:
    stores = {key.store_id for key in wanted if key.store_id is not None}
    kinds, currencies = {key.kind for key in wanted}, {key.currency for key in wanted}
    rows = _rows_of(sorted(stores) or None, sorted(kinds), sorted(currencies))
    known = {AccountKey(*row[:4]): row[4] for row in rows}
    return {key: known[key] for key in wanted if key in known}


@statement
def _rows_of(
    stores: list[int] | None, kinds: list[str], currencies: list[str]
) -> QuerySet[Account, tuple[str, str, int | None, str, int]]:
    whose = Q(store=None) if stores is None else Q(store=None) | Q(store__in=stores)
    rows = Account.objects.filter(whose, kind__in=kinds, currency__in=currencies)
    return rows.values_list("kind", "currency", "store_id", "detail", "pk")


def _open(missing: set[AccountKey]) -> None:
    """One statement for all; who comes second waits for the first and finds its rows."""
    rows = [Account(**key._asdict(), transit=KINDS[key.kind].transit) for key in sorted(missing, key=_place)]
    Account.objects.bulk_create(rows, ignore_conflicts=True)


def _place(key: AccountKey) -> tuple[str, str, int, str]:
    return key.kind, key.currency, key.store_id or 0, key.detail
