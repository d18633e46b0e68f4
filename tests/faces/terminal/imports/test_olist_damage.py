"""Damaged files cost the damaged rows and nothing else."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from regulars.faces.terminal.imports.olist import run
from regulars.faces.terminal.imports.table import Unreadable
from regulars.goods.catalog.models import Product
from regulars.ground.kit.models import ImportReject
from regulars.people.merchants.models import Store
from regulars.trade.orders.models import OrderGroup
from regulars.trade.settlement.queries import check_books
from tests.faces.terminal.imports.loading import check_money, check_totals, load
from tests.faces.terminal.imports.marketplace import market, write

pytestmark = pytest.mark.django_db


def damage(tables: Any) -> dict[tuple[str, int], str]:
    """Damage of many kinds; returns what must be reported: (table, row) -> a word of the reason."""
    items, payments, orders = tables["order_items"], tables["order_payments"], tables["orders"]
    items[0]["price"] = -5.0
    items[1]["product_id"] = "nobody-knows"
    items[2]["seller_id"] = "nobody-knows"
    items[3]["freight_value"] = None
    items[4]["price"] = "twelve"
    items.append(dict(items[5]))
    payments[0]["payment_value"] = "NaN"
    payments[1]["order_id"] = "no-such-order"
    payments.append(dict(payments[2]))
    orders[4]["order_purchase_timestamp"] = "2018-13-45 10:00:00"
    orders[5]["order_status"] = "teleported"
    orders[7]["customer_id"] = "nobody"
    orders.append(dict(orders[6]))
    tables["products"][0]["product_weight_g"] = "heavy"
    expected = {
        ("order_items", 1): "below zero",
        ("order_items", 2): "product_id",
        ("order_items", 3): "seller_id",
        ("order_items", 4): "empty",
        ("order_items", 5): "not an amount",
        ("order_items", len(items)): "same order_id",
        ("order_payments", 1): "not an amount",
        ("order_payments", 2): "No order",
        ("order_payments", len(payments)): "same order_id",
        ("orders", 5): "not a date",
        ("orders", 6): "Not one of",
        ("orders", 8): "customer_id",
        ("orders", len(orders)): "same order_id",
        ("products", 1): "whole number",
    }
    lost = {"o4", "o5", "o7"}
    for name, rows in (("order_items", items), ("order_payments", payments)):
        for number, row in enumerate(rows, 1):
            if row["order_id"] in lost:
                expected.setdefault((name, number), "No order")
    return expected


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_damaged_rows_are_reported_and_nothing_else_is_lost(tmp_path: Path, form: str) -> None:
    tables = market()
    expected = damage(tables)
    result = load(tables, tmp_path / "a", form=form)
    found = {(row.sheet, row.row): row.reason for row in ImportReject.objects.all()}
    assert set(found) == set(expected)
    assert all(word in found[key] for key, word in expected.items())
    assert result["rejected"] == len(expected)
    kept = {
        name: [row for number, row in enumerate(tables[name], 1) if (name, number) not in expected]
        for name in ("orders", "order_items", "order_payments")
    }
    check_totals(result, kept)
    check_money(kept)
    assert Product.objects.across_stores("test").filter(external_ref="olist:product0").exists()


def test_a_damaged_copy_harms_nothing_that_is_there_and_a_whole_one_repairs(tmp_path: Path) -> None:
    tables = market()
    damage(tables)
    load(tables, tmp_path / "damaged")
    result = load(market(), tmp_path / "whole")
    check_totals(result, market())
    check_money(market())
    assert result["created"] > 0
    books = check_books()["accounts"]
    assert load(tables, tmp_path / "damaged")["created"] == 0
    assert check_books()["accounts"] == books
    assert load(market(), tmp_path / "whole")["created"] == 0


def test_a_changed_amount_contradicts_and_is_left_out(tmp_path: Path) -> None:
    load(market(), tmp_path / "a")
    tables = market()
    tables["order_items"][0]["price"] += 1
    tables["order_payments"][3]["payment_value"] += 1
    result = load(tables, tmp_path / "b")
    assert (result["created"], result["rejected"]) == (0, 2)
    check_money(market())


@pytest.mark.parametrize("gone", ["price", "order_id"])
def test_a_missing_column_stops_the_import_before_anything_changed(tmp_path: Path, gone: str) -> None:
    tables = market()
    for row in tables["order_items"]:
        del row[gone]
    with pytest.raises(Unreadable) as refusal:
        load(tables, tmp_path / "a")
    assert gone in str(refusal.value.sentence)
    assert "order_items" in str(refusal.value.sentence)
    assert Store.objects.count() == OrderGroup.objects.count() == 0


def test_a_missing_description_column_costs_only_itself(tmp_path: Path) -> None:
    tables = market()
    for row in tables["products"]:
        del row["product_photos_qty"]
    check_totals(load(tables, tmp_path / "a"), tables)


def test_a_file_cut_short_stops_the_import(tmp_path: Path) -> None:
    folder = write(market(), tmp_path / "a")
    file = folder / "order_payments.parquet"
    file.write_bytes(file.read_bytes()[:-200])
    with pytest.raises(Unreadable) as refusal:
        run(folder, quiet=True)
    assert "order_payments.parquet" in str(refusal.value.sentence)
    assert Store.objects.count() == 0
    (folder / "orders.parquet").unlink()
    with pytest.raises(Unreadable):
        run(folder, quiet=True)


def test_a_csv_cut_in_a_row_and_other_files_lose_nothing_else(tmp_path: Path) -> None:
    tables = market()
    folder = write(tables, tmp_path / "a", form="csv")
    (folder / "readme.txt").write_text("hello")
    (folder / "leads.parquet").write_bytes(b"not a table")
    file = folder / "order_payments.csv"
    text = file.read_text().rstrip()
    file.write_text(text[: text.rindex(",") - 3])
    result = run(folder, quiet=True)
    assert result["rejected"] == 1
    kept = {**tables, "order_payments": tables["order_payments"][:-1]}
    check_totals(result, kept)
    check_money(kept)


def test_rejected_rows_are_listed_in_a_file(tmp_path: Path) -> None:
    tables = market()
    tables["order_items"][0]["price"] = -1
    result = load(tables, tmp_path / "a")
    with open(result["rejects_file"], encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["sheet"], row["row"], row["column"]) for row in rows] == [("order_items", "1", "price")]
    assert result["rejects"][0]["reason"] == "This amount is below zero."
