"""One merchant's invoices come in with their regulars, and cancellations become refunds."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from regulars.faces.terminal.imports.online_retail import run
from regulars.faces.terminal.imports.online_retail.goods import OtherCurrency, title
from regulars.faces.terminal.imports.table import Unreadable
from regulars.goods.catalog.models import Product
from regulars.ground.kit.models import ImportReject
from regulars.loyalty.customers.models import Relation
from regulars.people.accounts.models import Person
from regulars.people.merchants.models import Market, Store
from regulars.trade.orders.models import Order, Return
from regulars.trade.orders.queries import statement_from_events
from regulars.trade.settlement.models import Line
from regulars.trade.settlement.queries import check_books, store_balances
from tests.town import Town

pytestmark = pytest.mark.django_db
LINES: tuple[tuple[str, str, str | None, int, int, float, int | None], ...] = (
    ("500001", "21000", "PINK CHERRY LIGHTS", 4, 1, 6.75, 13085),
    ("500001", "21001", "TEA MUG", 10, 1, 1.25, 13085),
    ("500001", "POST", "POSTAGE", 1, 1, 18.00, 13085),
    ("500002", "21001", "TEA MUG", 6, 2, 1.25, 13085),
    ("500003", "21001", "TEA MUG", 1, 3, 1.25, None),
    ("C500004", "21001", "TEA MUG", -8, 4, 1.25, 13085),
    ("C500005", "21000", "PINK CHERRY LIGHTS", -9, 5, 6.75, 13085),
    ("500006", "21002", None, 5, 6, 0.0, None),
    ("500007", "21001", "damaged", -7, 6, 0.0, None),
    ("A500008", "B", "Adjust bad debt", 1, 6, -500.0, None),
    ("500009", "BANK CHARGES", "Bank Charges", 1, 6, 15.0, None),
    ("500010", "DOT", "DOTCOM POSTAGE", 1, 6, 12.5, None),
    ("C500011", "21001", "TEA MUG", -1, 7, 1.25, None),
    ("C500012", "21000", "PINK CHERRY LIGHTS", -4, 8, 6.75, 13085),
)
LEFT_OUT = {
    7: "No earlier purchase",
    8: "stock",
    9: "stock",
    10: "not a sale",
    11: "fee",
    13: "without a customer",
}


@pytest.fixture(autouse=True)
def _own_home(settings: Any, tmp_path: Path) -> None:
    settings.REGULARS_HOME = tmp_path / "home"
    settings.LAKE_URL = f"file://{tmp_path}/home/lake"


def table(folder: Path, lines: Any = LINES) -> Path:
    names = ("invoice", "stock_code", "description", "quantity", "day", "price", "customer_id")
    rows = [dict(zip(names, line, strict=True)) for line in lines]
    for row in rows:
        row["invoice_date"] = datetime(2010, 7, row.pop("day"), 12, 0)
        row["country"] = "United Kingdom"
    file = folder / "retail.parquet"
    pq.write_table(pa.Table.from_pylist(rows), file)
    return file


def load(folder: Path, lines: Any = LINES, **more: Any) -> dict[str, Any]:
    return run(table(folder, lines), store_name="Gift House", quiet=True, **more)


def test_invoices_become_orders_of_regulars(tmp_path: Path) -> None:
    result = load(tmp_path)
    assert (result["orders"], result["items"]) == (4, 5)
    assert result["goods_minor"] == 4 * 675 + 17 * 125 + 1250
    assert result["freight_minor"] == 1800
    assert result["payments_minor"] == result["goods_minor"] + 1800
    store = Store.objects.get()
    assert (store.name, store.currency, Market.objects.get().zone) == ("Gift House", "GBP", "Europe/London")
    regular = Person.objects.get(name="Customer 13085")
    relation = Relation.objects.of(store).get(person=regular)
    # The order that went back whole no longer counts as one.
    assert (relation.orders_count, relation.paid_minor) == (1, 4 * 675 + 16 * 125 + 1800)
    first = Order.objects.of(store).order_by("placed_at").first()
    assert first is not None
    assert first.placed_at.isoformat() == "2010-07-01T11:00:00+00:00"
    assert Product.objects.of(store).get(external_ref__endswith=":21000").title == "Pink Cherry Lights"
    assert Product.objects.of(store).get(external_ref__endswith=":DOT").published_at is None


def test_cancellations_give_back_the_latest_purchases(tmp_path: Path) -> None:
    result = load(tmp_path)
    assert (result["refunds"], result["refunds_minor"]) == (3, 8 * 125 + 4 * 675)
    amounts = sorted(Return.objects.across_stores("test").values_list("text", "amount_minor"))
    assert amounts == [("C500004", 2 * 125), ("C500004", 6 * 125), ("C500012", 4 * 675)]
    assert result["refunds_unmatched"] == 2
    assert result["refunds_unmatched_minor"] == 9 * 675 + 125
    second = Order.objects.across_stores("test").get(group__external_ref__endswith=":500002")
    assert (second.state, second.refunded_minor) == ("refunded", 750)


def test_the_books_agree_with_the_orders(tmp_path: Path) -> None:
    result = load(tmp_path)
    books = check_books()
    assert books["ok"]
    assert books["uncleared"] == 0
    assert books["accounts"]["bank:GBP"] == result["payments_minor"] - result["refunds_minor"]
    store = Store.objects.get()
    said = sum(item.amount_minor for item in statement_from_events(store, "GBP"))
    assert store_balances(store.pk)["GBP"]["payable"] == said


def test_rows_that_are_no_sale_are_listed(tmp_path: Path) -> None:
    result = load(tmp_path)
    found = {row.row: row.reason for row in ImportReject.objects.all()}
    assert set(found) == set(LEFT_OUT)
    assert all(word in found[row] for row, word in LEFT_OUT.items())
    assert result["rejected"] == len(LEFT_OUT)


def test_a_second_run_changes_nothing_and_a_longer_file_adds(tmp_path: Path) -> None:
    load(tmp_path, LINES[:5])
    first = Line.objects.count()
    assert load(tmp_path, LINES[:5])["created"] == 0
    assert Line.objects.count() == first
    result = load(tmp_path)
    assert (result["orders"], result["refunds"]) == (4, 3)
    books = check_books()["accounts"]
    assert load(tmp_path)["created"] == 0
    assert check_books()["accounts"] == books


def test_a_dry_run_counts_the_same(tmp_path: Path) -> None:
    said = load(tmp_path, dry_run=True)
    assert Store.objects.count() == 0
    done = load(tmp_path)
    same = ("orders", "items", "goods_minor", "payments_minor", "refunds_minor", "rejected")
    assert [said[key] for key in same] == [done[key] for key in same]


def test_a_store_of_another_currency_is_left_alone(town: Town, tmp_path: Path) -> None:
    with pytest.raises(OtherCurrency):
        run(table(tmp_path), store_name=town.clay.name, quiet=True)


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    file = table(tmp_path)
    pq.write_table(pq.read_table(file).drop_columns(["price"]), file)
    with pytest.raises(Unreadable) as refusal:
        run(file, store_name="Gift House", quiet=True)
    assert "price" in str(refusal.value.sentence)


def test_titles_are_written_as_people_write() -> None:
    assert title("  PINK  CHERRY LIGHTS ") == "Pink Cherry Lights"
    assert title("15CM CHRISTMAS GLASS BALL 20 LIGHTS") == "15CM Christmas Glass Ball 20 Lights"
    assert title("Dotcomgiftshop Gift Voucher £30.00") == "Dotcomgiftshop Gift Voucher £30.00"
