"""Every kind of account there is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple


class AccountKey(NamedTuple):
    """An account by what it is. `detail` is the provider's name where money lies with a provider."""

    kind: str
    currency: str
    store_id: int | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class AccountKind:
    """What an account is for.

    `normal` is the side on which it usually stands (+1 debit, -1 credit). A transit account must come
    back to zero for every ref; `limit` is how long that may take before somebody should look.
    """

    normal: int
    of_store: bool = False
    of_provider: bool = False
    limit: timedelta | None = None

    @property
    def transit(self) -> bool:
        """Whether amounts only pass through."""
        return self.limit is not None


KINDS: dict[str, AccountKind] = {
    "payments": AccountKind(1, of_provider=True, limit=timedelta(days=7)),
    "escrow": AccountKind(-1, of_store=True, limit=timedelta(days=60)),
    "advances": AccountKind(-1, of_store=True, limit=timedelta(days=180)),
    "commission_held": AccountKind(-1, limit=timedelta(days=60)),
    "refunds": AccountKind(-1, of_provider=True, limit=timedelta(days=2)),
    "payouts": AccountKind(-1, limit=timedelta(days=3)),
    "unmatched": AccountKind(-1, limit=timedelta(days=1)),
    "store_payable": AccountKind(-1, of_store=True),
    "points": AccountKind(-1, of_store=True),
    "points_given": AccountKind(1, of_store=True),
    "commission": AccountKind(-1),
    "market_discounts": AccountKind(1),
    "provider_fees": AccountKind(1),
    "adjustments": AccountKind(-1),
    "bank": AccountKind(1),
}


def accounts_of_sale(currency: str, store_ids: Iterable[int], provider: str = "") -> list[AccountKey]:
    """Every account on which a sale, and whatever follows from it, can be booked."""
    stores = sorted(set(store_ids))
    keys = []
    for kind, what in KINDS.items():
        if what.of_store:
            keys += [AccountKey(kind, currency, store_id) for store_id in stores]
        elif not what.of_provider:
            keys.append(AccountKey(kind, currency))
        elif provider:
            keys.append(AccountKey(kind, currency, None, provider))
    return keys
