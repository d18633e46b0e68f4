"""Flows of the ledger that are killed at every write (see tests.trade.failpoints)."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.wiring.settings")
django.setup()

from regulars.ground.kit.actors import SYSTEM  # noqa: E402
from regulars.people.merchants.models import Store  # noqa: E402
from regulars.trade.settlement import actions  # noqa: E402
from regulars.trade.settlement.models import Entry, Payout  # noqa: E402
from regulars.trade.settlement.queries import check_books, ref_parts, uncleared  # noqa: E402
from regulars.trade.settlement.rules import (  # noqa: E402
    EntryDraft,
    OrderShare,
    Settled,
    capture_entry,
    completion_of,
)
from tests.trade.failpoints import crash_everywhere  # noqa: E402
from tests.trade.settlement.booking import NOON, OLGA, complete, refund, sell, stands  # noqa: E402


def open_store(tag: str) -> None:
    """A store of its own for each point."""
    Store.objects.create(slug=tag, name=tag, currency="CNY")


def _store(tag: str) -> int:
    return Store.objects.get(slug=tag).pk


def sale(tag: str) -> None:
    """Captured, partly refunded, complete, refund sent, settled by the provider."""
    store = _store(tag)
    sell(store, 10_000, name=tag, discount=1000, commission=550)
    refund(store, 2000, name=tag, discount=200, commission=110)
    complete(store, tag)
    actions.record_refund_sent(
        by=SYSTEM, ref=f"ret_{tag}", provider="test", currency="CNY", amount_minor=2000, at=NOON
    )
    items = [Settled(f"grp_{tag}", 10_000), Settled(f"ret_{tag}", -2000)]
    actions.record_provider_settled(
        by=OLGA, ref=f"t_{tag}", provider="test", currency="CNY", received_minor=8000, items=items, at=NOON
    )


def after_sale(tag: str) -> None:
    """The sale told again ends as if told once."""
    sale(tag)
    assert stands("store_payable", _store(tag)) == -(8000 + 800 - 440)
    assert not any(ref_parts("escrow", "CNY", f"ord_{tag}").values())
    assert Entry.objects.filter(lines__ref__endswith=f"_{tag}").distinct().count() == 5
    assert check_books()["ok"], check_books()
    assert uncleared() == []


def earn(tag: str) -> None:
    """A store that is owed something."""
    open_store(tag)
    sell(_store(tag), 5000, name=tag)
    complete(_store(tag), tag)


def payout(tag: str) -> None:
    """Prepared and sent."""
    for plan in actions.prepare_payouts(by=OLGA, upto=NOON, period=tag):
        actions.send_payout(by=OLGA, payout_id=plan.payout_id)


def after_payout(tag: str) -> None:
    """The run again completes the first: paid once, to the cent."""
    payout(tag)
    rows = Payout.objects.filter(store_id=_store(tag))
    assert [(row.amount_minor, row.state) for row in rows] == [(5000, "sent")]
    assert stands("store_payable", _store(tag)) == 0
    assert stands("payouts") == 0
    assert check_books()["ok"], check_books()


def bulk(tag: str) -> None:
    """An import of a few orders."""
    actions.record_entries(by=SYSTEM, entries=_history(tag))


def _history(tag: str) -> Iterator[EntryDraft]:
    for number in range(5):
        share = OrderShare(f"ord_{tag}_{number}", _store(tag), 1000)
        yield capture_entry(f"grp_{tag}_{number}", "test", "CNY", NOON, [share], 1000)
        yield completion_of(share, "CNY", NOON)


def after_bulk(tag: str) -> None:
    """The import again completes it."""
    bulk(tag)
    assert stands("store_payable", _store(tag)) == -5000
    assert check_books()["ok"], check_books()


FLOWS = {
    "sale": (open_store, sale, after_sale),
    "payout": (earn, payout, after_payout),
    "bulk": (open_store, bulk, after_bulk),
}

if __name__ == "__main__":
    print(crash_everywhere(*FLOWS[sys.argv[1]]))
