"""The number of queries does not grow with what is bought or listed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from regulars.goods.catalog import actions as catalog
from regulars.ground.kit.actors import SYSTEM
from regulars.trade.orders import actions as orders
from regulars.trade.orders import queries
from tests.town import Town
from tests.trade.orders.shopping import HOME, bought, captured, order_in, place, shopper, start, total


def counted(run: Callable[[], Any]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        run()
    return len([each for each in seen if "SAVEPOINT" not in each["sql"]])


def many_variants(town: Town, count: int) -> list[str]:
    variants = [
        {"sku": f"MANY-{n}", "options": {"Size": str(n)}, "price_minor": 100 + n, "on_hand": 50}
        for n in range(count)
    ]
    product = catalog.add_product(
        by=town.mei_at_work(), store=town.clay, category=town.teapots, title="Tea tray", variants=variants
    )
    catalog.publish_product(by=town.mei_at_work(), store=town.clay, product_id=product.public_id)
    return list(product.variants.order_by("pk").values_list("public_id", flat=True))


STOCK_QUERIES_PER_VARIANT = 1


def test_placing_and_paying_cost_the_same_for_one_line_and_for_many(town: Town) -> None:
    alice, ids = shopper(town.alice), many_variants(town, 12)
    bought(alice, {ids[0]: 1})
    costs = {}
    for size in (1, 12):
        lines = dict.fromkeys(ids[:size], 1)
        seen = total(alice, lines)
        placed: list[Any] = []
        placing = counted(
            lambda lines=lines, seen=seen, placed=placed: placed.append(
                orders.place_order(
                    by=alice, lines=lines, expected_total_minor=seen, currency="CNY", address=HOME
                )
            )
        )
        message = captured(start(alice, placed[0]))
        paying = counted(
            lambda message=message: orders.receive_payment(by=SYSTEM, provider="test", message=message)
        )
        costs[size] = placing, paying
    # The stock of each variant is a row of its own, taken by its own conditional UPDATE.
    assert costs[12][0] - costs[1][0] <= 11 * STOCK_QUERIES_PER_VARIANT
    assert costs[12][1] - costs[1][1] <= 11 * 2 * STOCK_QUERIES_PER_VARIANT
    assert costs[1][0] <= 32
    assert costs[1][1] <= 40


def test_a_quote_costs_the_same_for_one_line_and_for_many(town: Town) -> None:
    alice, ids = shopper(town.alice), many_variants(town, 12)
    total(alice, {ids[0]: 1})
    costs = [counted(lambda size=size: total(alice, dict.fromkeys(ids[:size], 1))) for size in (1, 12)]
    assert costs[0] == costs[1] <= 12


@pytest.mark.parametrize(
    "name", ["groups_of", "group_of", "orders_of", "order_of", "todos", "today", "basket_of"]
)
def test_lists_cost_the_same_however_long_they_are(town: Town, name: str) -> None:
    alice, cup = shopper(town.alice), town.variant(town.cup)
    group = bought(alice, {cup.public_id: 1})
    order = order_in(group, town.clay)
    orders.put_in_basket(by=alice, variant=cup.public_id)
    ask: dict[str, Callable[[], Any]] = {
        "groups_of": lambda: [o.store for g in queries.groups_of(by=alice).items for o in g.orders.all()],
        "group_of": lambda: (
            queries.group_of(by=alice, group=group.public_id).orders.all()[0].lines.all()[0].variant
        ),
        "orders_of": lambda: [(o.person, list(o.lines.all())) for o in queries.orders_of(town.clay).items],
        "order_of": lambda: list(queries.order_of(town.clay, order.public_id).events.all()),
        "todos": lambda: queries.todos(town.clay),
        "today": lambda: queries.today(town.clay),
        "basket_of": lambda: queries.basket_of(by=alice),
    }
    ask[name]()
    few = counted(ask[name])
    for _more in range(3):
        place(alice, {cup.public_id: 1, town.variant(town.sweater).public_id: 1})
    orders.put_in_basket(by=alice, variant=town.variant(town.teapot).public_id)
    assert counted(ask[name]) == few <= 9
