"""A marketplace comes in whole: every row, every cent, every moment."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from regulars.faces.terminal.imports.olist import run
from regulars.goods.catalog.models import Category, Product
from regulars.ground import lake
from regulars.ground.bus.models import Message
from regulars.loyalty.customers.models import Relation
from regulars.people.accounts.models import Person
from regulars.people.merchants.models import Market, Store
from regulars.trade.orders.models import Order, OrderGroup, OrderLine
from regulars.trade.payments.models import Payment
from tests.faces.terminal.imports.loading import check_money, check_totals, load, unmatched
from tests.faces.terminal.imports.marketplace import market, write

pytestmark = pytest.mark.django_db


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
