"""Short forms for the ledger's tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.trade.settlement import actions
from regulars.trade.settlement.models import Entry
from regulars.trade.settlement.queries import balance
from regulars.trade.settlement.rules import AccountKey, OrderShare

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
OLGA = Actor("operator", person_id=1, rights=frozenset({"market.read", "market.money"}))
OSCAR = Actor("operator", person_id=2, rights=frozenset({"market.read"}))


def sell(store_id: int, paid: int = 10_000, **more: Any) -> Entry:
    """Capture one order; `name` makes the refs, `over` is what was received beyond the price."""
    name = more.get("name", "1")
    share = OrderShare(f"ord_{name}", store_id, paid, more.get("discount", 0), more.get("commission", 0))
    return actions.record_capture(
        by=SYSTEM,
        ref=f"grp_{name}",
        provider="test",
        currency=more.get("currency", "CNY"),
        at=more.get("at", NOON),
        orders=[share],
        received_minor=paid + more.get("over", 0),
    )


def complete(store_id: int, name: str = "1", at: datetime = NOON, currency: str = "CNY") -> Entry:
    """Complete the order of `sell`."""
    return actions.record_completion(
        by=SYSTEM, order_ref=f"ord_{name}", store_id=store_id, currency=currency, at=at
    )


def refund(store_id: int, amount: int, name: str = "1", **more: Any) -> Entry:
    """Refund a part of the order of `sell`."""
    return actions.record_refund(
        by=SYSTEM,
        ref=more.get("ref", f"ret_{name}"),
        order_ref=f"ord_{name}",
        provider="test",
        store_id=store_id,
        currency="CNY",
        amount_minor=amount,
        market_discount_minor=more.get("discount", 0),
        commission_minor=more.get("commission", 0),
        at=more.get("at", NOON),
        completed=more.get("completed"),
    )


def stands(kind: str, store_id: int | None = None, detail: str = "", currency: str = "CNY") -> int:
    """An account's balance; the provider is `test` where one is needed."""
    if kind in {"payments", "refunds"}:
        detail = detail or "test"
    return balance(AccountKey(kind, currency, store_id, detail))
