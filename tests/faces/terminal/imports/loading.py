"""Loading a small marketplace, and proving that it is all there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from regulars.faces.terminal.imports.olist import run
from regulars.people.merchants.models import Store
from regulars.trade.orders.models import OrderGroup
from regulars.trade.orders.queries import statement_from_events
from regulars.trade.settlement.queries import check_books, store_balances, uncleared
from tests.faces.terminal.imports.marketplace import cents, write


def load(tables: Any, folder: Path, **more: Any) -> dict[str, Any]:
    return run(write(tables, folder, **more), dry_run=False, quiet=True)


def unmatched() -> dict[str, tuple[int, str]]:
    """What waits as unmatched, and why, by the order's id in the data set."""
    names = dict(OrderGroup.objects.values_list("public_id", "external_ref"))
    return {
        names[row.ref].removeprefix("olist:"): (-row.amount_minor, row.reason)
        for row in uncleared(500)
        if row.kind == "unmatched"
    }


def check_totals(result: dict[str, Any], tables: Any) -> None:
    assert result["orders"] == len(tables["orders"])
    assert result["items"] == len(tables["order_items"])
    assert result["goods_minor"] == cents(tables["order_items"], "price")
    assert result["freight_minor"] == cents(tables["order_items"], "freight_value")
    assert result["payments_minor"] == cents(tables["order_payments"], "payment_value")


def check_money(tables: Any) -> None:
    books = check_books()
    assert books["ok"], books["problems"]
    assert books["accounts"]["bank:BRL"] == cents(tables["order_payments"], "payment_value")
    stores = list(Store.objects.all())
    assert stores
    for store in stores:
        said = sum(item.amount_minor for item in statement_from_events(store, "BRL"))
        assert store_balances(store.pk).get("BRL", {"payable": 0})["payable"] == said
