"""The trail read in one go for a page is the trail itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from regulars.ground.bus import shore
from regulars.ground.bus.relay import drain
from regulars.ground.kit import clock
from regulars.ground.lake.sitting import sitting
from regulars.loyalty.customers import actions as customers
from regulars.loyalty.customers.figures import trail
from tests.town import Town
from tests.trade.orders.shopping import bought, shopper


def rows(table: Any) -> list[tuple[Any, ...]]:
    return sorted(tuple(map(repr, row.values())) for row in table.to_pyarrow().to_pylist())


def test_both_ways_of_reading_give_the_same_rows(town: Town) -> None:
    customers.follow(by=shopper(town.alice), store=town.clay)
    bought(shopper(town.bob), {town.variant(town.cup).public_id: 2})
    drain()
    while shore.to_lake():
        pass
    later = clock.now() + timedelta(minutes=1)
    found = rows(trail(town.clay.public_id, later))
    with sitting():
        assert rows(trail(town.clay.public_id, later)) == found
    kinds = {row[2].strip("'") for row in found}
    assert {"followed", "placed", "paid", "bought"} <= kinds
    with sitting():
        assert rows(trail(town.clay.public_id, clock.now() - timedelta(days=1))) == []
