"""The list of products, many at once, and stock moved with its reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from regulars.goods.catalog import actions as catalog
from regulars.goods.catalog.models import Product, StockMove, Variant
from regulars.trade.orders.models import Order
from tests.faces.merchant.shop.goods import sent, shown
from tests.town import Town
from tests.trade.orders.shopping import bought, shopper

Work = Callable[[Any], Any]


def test_many_at_once_or_none(town: Town, at_work: Work, products: str) -> None:
    desk, both = at_work(town.mei), [town.teapot.public_id, town.cup.public_id]
    desk.send(products + "many", {"ids": both, "bulk": "unpublish"})
    assert Product.objects.of(town.clay).filter(published_at=None).count() == 2
    answer = desk.send(products + "many", {"ids": [*both, town.sweater.public_id], "bulk": "publish"})
    assert answer.status_code == 404
    assert Product.objects.of(town.clay).filter(published_at=None).count() == 2
    desk.send(products + "many", {"ids": both, "bulk": "retire"})
    assert Product.objects.of(town.clay).filter(retired_at=None).count() == 0


def test_the_list_narrows(town: Town, at_work: Work, products: str) -> None:
    desk = at_work(town.mei)
    assert "Tasting cup" not in desk.get(products + "?q=plum").content.decode()
    assert "Tasting cup" in desk.get(products + "?q=CUP-1").content.decode()
    assert "Tasting cup" not in desk.get(products + "?state=draft").content.decode()
    assert "Nothing matches" in desk.get(products + "?category=knitwear").content.decode()
    table = b"".join(desk.get(products + "list.csv?q=plum").streaming_content).decode()
    assert "Plum Branch teapot" in table
    assert "Tasting cup" not in table


def test_a_damaged_link_is_answered(town: Town, at_work: Work, products: str) -> None:
    assert at_work(town.mei).get(products + "?cursor=nonsense").status_code == 400


def test_the_list_asks_as_often_for_sixty_as_for_two(town: Town, at_work: Work, products: str) -> None:
    desk = at_work(town.mei)
    desk.get(products)
    with CaptureQueriesContext(connection) as few:
        desk.get(products)
    for number in range(58):
        catalog.add_product(
            by=town.mei_at_work(), store=town.clay, category=town.teapots, title=f"Pot {number}",
            variants=[{"price_minor": 100}, {"price_minor": 200}],
        )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        desk.get(products)
    assert len(many) <= len(few) + 1 <= 10


def test_stock_moves_carry_their_reason(town: Town, at_work: Work, products: str) -> None:
    desk, variant = at_work(town.mei), town.variant(town.teapot)
    place = f"{products}{town.teapot.public_id}/stock/"
    assert (
        desk.send(place, {"variant": variant.public_id, "delta": "-2", "why": "damaged"}).status_code == 303
    )
    assert StockMove.objects.latest("pk").why == "damaged"
    assert "Damaged or lost" in desk.get(f"{place}?variant={variant.public_id}").content.decode()
    for wrong in ("", "0", "-900", "abc"):
        assert desk.send(place, {"variant": variant.public_id, "delta": wrong}).status_code == 422
    assert Variant.objects.of(town.clay).get(pk=variant.pk).stock.on_hand == 8


def test_a_stock_move_leads_to_the_order_it_was_for(town: Town, at_work: Work, products: str) -> None:
    part = bought(shopper(town.alice), {town.variant(town.teapot).public_id: 1})
    move = StockMove.objects.filter(why="sold").latest("pk")
    assert move.ref.startswith("grp_")
    page = at_work(town.mei).get(f"{products}{town.teapot.public_id}/stock/").content.decode()
    order = Order.objects.of(town.clay).get(group__public_id=move.ref)
    assert part
    assert f"/orders/{order.public_id}/" in page
    assert f">#{order.public_id[-8:].upper()}<" in page
    assert move.ref not in page


def test_retired_products_are_only_looked_at(town: Town, at_work: Work, products: str) -> None:
    desk, place = at_work(town.mei), f"{products}{town.cup.public_id}/"
    desk.send(f"{place}state", {"state": "retire"})
    assert "cannot be changed" in desk.get(place).content.decode()
    assert desk.send(place, sent(shown(town, town.cup))).status_code == 404
