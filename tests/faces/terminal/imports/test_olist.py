"""A marketplace comes in whole, comes in once, and comes up to date."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from regulars.faces.terminal.imports.olist import run
from regulars.faces.terminal.imports.table import Unreadable
from regulars.goods.catalog.models import Category, Product
from regulars.ground import lake
from regulars.ground.bus.models import Message
from regulars.ground.kit.models import ImportReject
from regulars.loyalty.customers.models import Relation
from regulars.people.accounts.models import Person
from regulars.people.merchants.models import Market, Store
from regulars.trade.orders.models import Order, OrderGroup, OrderLine
from regulars.trade.orders.queries import statement_from_events
from regulars.trade.payments.models import Payment
from regulars.trade.settlement.models import Entry, Line
from regulars.trade.settlement.queries import check_books, store_balances, uncleared
from tests.faces.terminal.imports.marketplace import ORDERS, cents, copy, market, write

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture(autouse=True)
def _own_home(settings: Any, tmp_path: Path) -> None:
    settings.REGULARS_HOME = tmp_path / "home"
    settings.LAKE_URL = f"file://{tmp_path}/home/lake"


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
    for store in Store.objects.all():
        said = sum(item.amount_minor for item in statement_from_events(store, "BRL"))
        assert store_balances(store.pk).get("BRL", {"payable": 0})["payable"] == said


def test_everything_of_the_files_is_in_the_market(tmp_path: Path) -> None:
    tables = market()
    result = load(tables, tmp_path / "a")
    check_totals(result, tables)
    check_money(tables)
    assert result["rejected"] == 0
    assert OrderLine.objects.count() == len(tables["order_items"])
    assert Payment.objects.count() == len(tables["order_payments"])
    assert Store.objects.count() == 3
    assert Person.objects.count() == 10
    market_row = Market.objects.get()
    assert (market_row.zone, market_row.currency) == ("America/Sao_Paulo", "BRL")


def test_states_and_moments_are_true(tmp_path: Path) -> None:
    load(market(), tmp_path / "a")
    states = {
        order.group.external_ref.removeprefix("olist:"): order.state
        for order in Order.objects.across_stores("test").select_related("group")
    }
    assert states["o0"] == "confirmed"
    assert (states["o6"], states["o7"], states["o8"]) == ("shipped", "processing", "awaiting_payment")
    first = Order.objects.across_stores("test").filter(group__external_ref="olist:o0").first()
    assert first is not None
    assert first.placed_at.isoformat() == "2018-01-05T12:00:00+00:00"
    assert first.confirmed_at - first.delivered_at == timedelta(days=10)
    assert [event.kind for event in first.events.order_by("at")] == [
        "placed",
        "paid",
        "shipped",
        "delivered",
        "confirmed",
    ]


def test_what_does_not_match_waits_with_its_reason(tmp_path: Path) -> None:
    load(market(), tmp_path / "a")
    waiting = unmatched()
    assert waiting["o1"][0] == 5
    assert "differ" in waiting["o1"][1]
    assert waiting["o9"][0] == 5000
    assert "no items" in waiting["o9"][1]
    assert "canceled" in waiting["o9"][1]
    assert "not approved" in waiting["o8"][1]
    assert set(waiting) == {"o1", "o8", "o9", "o10"}


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    load(market(), tmp_path / "a")
    before = [model.objects.count() for model in (Entry, Line, Payment, Person, OrderLine, Message)]
    facts = len(lake.read("facts").execute())
    result = load(market(), tmp_path / "a")
    assert result["created"] == 0
    check_totals(result, market())
    assert before == [model.objects.count() for model in (Entry, Line, Payment, Person, OrderLine, Message)]
    assert len(lake.read("facts").execute()) == facts


def test_a_dry_run_says_the_same_and_changes_nothing(tmp_path: Path) -> None:
    folder = write(market(), tmp_path / "a")
    said = run(folder, dry_run=True, quiet=True)
    assert OrderGroup.objects.count() == Store.objects.count() == Person.objects.count() == 0
    done = run(folder, quiet=True)
    same = ("orders", "items", "goods_minor", "freight_minor", "payments_minor", "created", "rejected")
    assert [said[key] for key in same] == [done[key] for key in same]


def test_names_can_be_read_and_told_apart(tmp_path: Path) -> None:
    load(market(), tmp_path / "a")
    names = list(Store.objects.values_list("name", flat=True))
    assert len(set(names)) == 3
    assert all(name.startswith("Ibitinga ") for name in names)
    titles = set(Product.objects.across_stores("test").values_list("title", flat=True))
    assert any(title.startswith("Bed & bath set, 45 × 35 × ") for title in titles)
    shelf = Category.objects.get(name="Bed, Bath & Table")
    assert shelf.parent is not None
    assert shelf.parent.name == "Home & Living"
    assert Category.objects.filter(name="Rare Things").exists()
    assert Category.objects.filter(name="Other Goods").exists()


def test_relations_count_what_was_paid(tmp_path: Path) -> None:
    load(market(), tmp_path / "a")
    paid = sum(
        Order.objects.across_stores("test").filter(paid_at__isnull=False).values_list("paid_minor", flat=True)
    )
    assert sum(Relation.objects.across_stores("test").values_list("paid_minor", flat=True)) == paid


def test_facts_reach_the_lake_and_not_the_outbox(tmp_path: Path) -> None:
    load(market(), tmp_path / "a")
    rows = lake.read("facts").execute()
    paid = rows[rows["name"] == "trade.order-paid.v1"]
    assert len(paid) == Order.objects.across_stores("test").filter(paid_at__isnull=False).count()
    assert not Message.objects.filter(name__startswith="trade.").exists()


def test_csv_is_as_good_as_parquet(tmp_path: Path) -> None:
    tables = market()
    check_totals(load(tables, tmp_path / "a", form="csv"), tables)
    check_money(tables)
    assert load(tables, tmp_path / "b")["created"] == 0


def later(tables: Any) -> Any:
    """The same market a month on: three orders moved, one was paid more, one is new."""
    tables = copy(tables)
    orders = {row["order_id"]: row for row in tables["orders"]}
    for name in ("o6", "o7", "o8"):
        at = orders[name]["order_purchase_timestamp"]
        orders[name] |= {
            "order_status": "delivered",
            "order_approved_at": at + timedelta(hours=1),
            "order_delivered_carrier_date": at + timedelta(days=2),
            "order_delivered_customer_date": at + timedelta(days=9),
        }
    orders["o2"]["order_status"] = "canceled"
    more = {"payment_sequential": 2, "payment_type": "voucher", "payment_installments": 1}
    tables["order_payments"].append({"order_id": "o3", "payment_value": 1.23, **more})
    return tables


def test_a_later_slice_brings_orders_up_to_date_without_posting_twice(tmp_path: Path) -> None:
    load(market(), tmp_path / "a")
    tables = later(market())
    result = load(tables, tmp_path / "b")
    check_totals(result, tables)
    check_money(tables)
    assert (result["created"], result["updated"]) == (1, 4)
    states = {
        group.external_ref.removeprefix("olist:"): {order.state for order in group.orders.all()}
        for group in OrderGroup.objects.prefetch_related("orders")
    }
    assert [states[name] for name in ("o2", "o6", "o7", "o8")] == [
        {"cancelled"},
        {"confirmed"},
        {"confirmed"},
        {"confirmed"},
    ]
    waiting = unmatched()
    assert waiting["o3"][0] == 123
    assert waiting["o2"][0] == cents(
        [row for row in tables["order_payments"] if row["order_id"] == "o2"], "payment_value"
    )
    assert "o8" not in waiting
    assert not Payment.objects.filter(state="held").exists()
    again = load(tables, tmp_path / "b")
    assert (again["created"], again["updated"]) == (0, 0)
    check_money(tables)


def test_moved_orders_end_as_if_they_had_come_in_once(tmp_path: Path) -> None:
    load(market(), tmp_path / "a")
    load(later(market()), tmp_path / "b")
    confirmed = Order.objects.across_stores("test").filter(state="confirmed")
    payable = sum(order.paid_minor - order.commission_minor for order in confirmed)
    accounts = check_books()["accounts"]
    assert accounts["store_payable:BRL"] == -payable
    assert accounts["escrow:BRL"] == accounts["commission_held:BRL"] == 0


def test_an_older_slice_moves_nothing_back(tmp_path: Path) -> None:
    tables = later(market())
    load(tables, tmp_path / "b")
    accounts = check_books()["accounts"]
    result = load(market(), tmp_path / "a")
    assert (result["created"], result["updated"]) == (0, 0)
    assert check_books()["accounts"] == accounts


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


KILLED = """
import os, signal, sys
import regulars.faces.terminal.imports.olist as olist
olist.BATCH = 2
from regulars.faces.terminal.imports import runs
steps = {"left": int(sys.argv[2])}
def die(*args, **kwargs):
    steps["left"] -= 1
    if steps["left"] == 0:
        os.kill(os.getpid(), signal.SIGKILL)
for name in ("_prepare",):
    inner = getattr(runs, name)
    def stepped(*args, inner=inner, **kwargs):
        result = inner(*args, **kwargs)
        die()
        return result
    setattr(runs, name, stepped)
send = runs.Run._send
def sent(self, *args):
    die()
    send(self, *args)
    die()
runs.Run._send = sent
olist.run(__import__("pathlib").Path(sys.argv[1]), quiet=True)
"""


@pytest.mark.kill
@pytest.mark.parametrize("step", [1, 2, 3, 8])
def test_a_kill_in_the_middle_resumes(tmp_path: Path, step: int) -> None:
    folder = write(market(), tmp_path / "a")
    home = tmp_path / "home"
    home.mkdir()
    given = {**os.environ, "REGULARS_HOME": str(home), "DATABASE_URL": "", "LAKE_URL": ""}
    python = [sys.executable, "-c"]
    start = "import django; django.setup()\n"
    migrate = start + "from django.core.management import call_command; call_command('migrate', verbosity=0)"
    subprocess.run([*python, migrate], cwd=ROOT, env=given, check=True)
    killed = subprocess.run(
        [*python, start + KILLED, str(folder), str(step)], cwd=ROOT, env=given, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    look = start + (
        "from pathlib import Path\nfrom regulars.faces.terminal.imports.olist import run\n"
        "from regulars.ground import lake\nfrom regulars.trade.orders.models import Order\n"
        "from regulars.trade.settlement.queries import check_books\n"
        "import sys\nresult = run(Path(sys.argv[1]), quiet=True)\nrows = lake.read('facts').execute()\n"
        "paid = rows[rows['name'] == 'trade.order-paid.v1']\n"
        "orders = Order.objects.across_stores('test').filter(paid_at__isnull=False).count()\n"
        "print(result['orders'], result['payments_minor'], check_books()['ok'], "
        "len(paid) - orders, len(rows) - len(set(rows['id'])))"
    )
    done = subprocess.run(
        [*python, look, str(folder)], cwd=ROOT, env=given, check=True, capture_output=True, text=True
    )
    total = cents(market()["order_payments"], "payment_value")
    assert done.stdout.split() == [str(ORDERS), str(total), "True", "0", "0"]
