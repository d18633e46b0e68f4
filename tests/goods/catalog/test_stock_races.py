"""Many buyers at once, each on a connection of its own, on a database file."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

from django.db import connection
from django.db.models import Sum

from regulars.goods.catalog import actions
from regulars.goods.catalog.actions import SoldOut
from regulars.goods.catalog.models import Product, Stock, StockHold, Variant
from regulars.goods.catalog.rules import VariantInput
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from tests.town import Town


def at_once(tasks: list[Callable[[], str]]) -> Counter[str]:
    """Run every task in a thread, all started together; counts what they return."""
    start, seen, lock = threading.Barrier(len(tasks)), Counter[str](), threading.Lock()

    def run(task: Callable[[], str]) -> None:
        start.wait()
        try:
            answer = task()
        except Exception as error:
            answer = repr(error)
        finally:
            connection.close()
        with lock:
            seen[answer] += 1

    threads = [threading.Thread(target=run, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seen


def buy(ref: str, lines: dict[int, int], sell: bool = True) -> str:
    """Hold, then sell; the answer in a word."""
    try:
        actions.hold_stock(by=SYSTEM, ref=ref, lines=lines, until=clock.now() + timedelta(minutes=30))
    except SoldOut:
        return "sold out"
    if sell:
        actions.sell_held(by=SYSTEM, ref=ref)
    return "bought"


def test_a_drop_sells_exactly_what_there_is(real_town: Town) -> None:
    pot = real_town.variant(real_town.teapot).pk
    seen = at_once([lambda n=n: buy(f"g{n}", {pot: 1}) for n in range(24)])
    assert seen == {"bought": 10, "sold out": 14}
    row = Stock.objects.get(variant_id=pot)
    assert (row.on_hand, row.held) == (0, 0)


def test_expired_holds_are_reclaimed_once(real_town: Town) -> None:
    sweater = real_town.variant(real_town.sweater).pk
    past = clock.now() - timedelta(minutes=1)
    actions.hold_stock(by=SYSTEM, ref="old", lines={sweater: 5}, until=past)
    seen = at_once([lambda n=n: buy(f"g{n}", {sweater: 1}, sell=False) for n in range(12)])
    assert seen == {"bought": 5, "sold out": 7}
    row = Stock.objects.get(variant_id=sweater)
    assert (row.on_hand, row.held) == (5, 5)


def test_paying_late_races_with_the_next_buyer(real_town: Town) -> None:
    sweater = real_town.variant(real_town.sweater).pk
    past = clock.now() - timedelta(minutes=1)
    actions.hold_stock(by=SYSTEM, ref="late", lines={sweater: 5}, until=past)

    def pay() -> str:
        try:
            actions.sell_held(by=SYSTEM, ref="late")
        except SoldOut:
            return "late lost"
        return "late won"

    seen = at_once([pay, lambda: buy("next", {sweater: 5})])
    assert seen in ({"late won": 1, "sold out": 1}, {"late lost": 1, "bought": 1})
    assert Stock.objects.get(variant_id=sweater).on_hand == 0


def test_releasing_and_selling_the_same_hold_does_one_of_them(real_town: Town) -> None:
    cup = real_town.variant(real_town.cup).pk
    for n in range(6):
        buy(f"g{n}", {cup: 1}, sell=False)
    tasks: list[Callable[[], str]] = []
    for n in range(6):
        tasks.append(lambda n=n: str(actions.release_held(by=SYSTEM, ref=f"g{n}")))
        tasks.append(lambda n=n: str(actions.sell_held(by=SYSTEM, ref=f"g{n}")))
    assert at_once(tasks) == {"None": 12}
    sold = StockHold.objects.filter(outcome="sold").aggregate(sum=Sum("quantity"))["sum"] or 0
    row = Stock.objects.get(variant_id=cup)
    assert (row.on_hand, row.held) == (100 - sold, 0)


def test_carts_in_any_order_neither_deadlock_nor_half_succeed(real_town: Town) -> None:
    keys = [real_town.variant(real_town.cup).pk, *_more_variants(real_town.teapot, 4)]
    draw = random.Random(6)

    def shop(worker: int) -> str:
        for n in range(8):
            chosen = draw.sample(keys, 3)
            buy(f"w{worker}-{n}", dict.fromkeys(chosen, 1))
        return "done"

    assert at_once([lambda w=w: shop(w) for w in range(6)]) == {"done": 6}
    holds = Counter(StockHold.objects.filter(outcome="sold").values_list("ref", flat=True))
    assert set(holds.values()) <= {3}
    for key in keys:
        sold = StockHold.objects.filter(variant_id=key, outcome="sold").count()
        row = Stock.objects.get(variant_id=key)
        assert row.held == 0
        assert row.on_hand + sold == (100 if key == keys[0] else 20)


def _more_variants(product: Product, count: int) -> list[int]:
    rows = [
        actions.add_variant(by=SYSTEM, store=product.store, product_id=product.public_id, variant=given)
        for given in (VariantInput(price_minor=100 + n, on_hand=20) for n in range(count))
    ]
    return list(Variant.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
