"""How people buy in a store: what the suggestions for its offers are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Avg, Count, Q

from regulars.ground.kit import clock
from regulars.people.merchants.models import Store
from regulars.trade.orders.models import Order

LOOKED_AT = timedelta(days=90)
MOST = 5_000
FEWEST = 20


@dataclass(frozen=True, slots=True)
class Habits:
    """The store's paid orders of the last 90 days, the newest 5,000. Amounts in minor units of its currency.

    Quantiles are of the goods at list price, which is what thresholds look at; 0 without orders. `freight_minor`: what
    delivery cost on average where it cost anything.
    """

    orders: int = 0
    quarter: int = 0
    median: int = 0
    three_quarters: int = 0
    ninth: int = 0
    freight_minor: int = 0

    @property
    def enough(self) -> bool:
        """Whether there are orders enough to suggest anything by."""
        return self.orders >= FEWEST


def habits_of(store: Store) -> Habits:
    """What the store's baskets look like. Two queries."""
    rows = Order.objects.of(store).filter(
        currency=store.currency, paid_at__gte=clock.now() - LOOKED_AT, goods_minor__gt=0
    )
    goods = sorted(rows.order_by("-paid_at").values_list("goods_minor", flat=True)[:MOST])
    if not goods:
        return Habits()
    told = rows.order_by().aggregate(
        freight=Avg("freight_minor", filter=Q(freight_minor__gt=0)), n=Count("pk")
    )
    return Habits(
        told["n"],
        _at(goods, 0.25),
        _at(goods, 0.5),
        _at(goods, 0.75),
        _at(goods, 0.9),
        round(told["freight"] or 0),
    )


def _at(values: list[int], share: float) -> int:
    """The smallest value that at least this share of all does not exceed."""
    return values[min(len(values) - 1, max(0, -(-len(values) * round(share * 100) // 100) - 1))]
