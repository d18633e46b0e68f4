"""Service plans beside the goods of a wish: what each costs, as a line of its own for the price."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from regulars.trade.offers.rules import Line
from regulars.trade.orders.queries.goods import Item, category_keys
from regulars.trade.services.queries import Goods, Offered, matching, on_sale


@dataclass(frozen=True, slots=True)
class PlanWish:
    """A plan (public id) for so many pieces of a line."""

    plan: str
    quantity: int


@dataclass(frozen=True, slots=True)
class PlanItem:
    """A plan that can be bought with the goods it goes with."""

    item: Item
    offered: Offered
    quantity: int

    @property
    def line_id(self) -> str:
        """How the receipt names it."""
        return f"{self.offered.plan}:{self.item.variant.public_id}"

    @property
    def unit_minor(self) -> int:
        """What it costs with one piece, in minor units."""
        return self.offered.definition.price_of(self.item.variant.price_minor)

    @property
    def line(self) -> Line:
        """The line as it is priced: only offers that name the plan look at it."""
        return Line(
            self.line_id,
            self.item.store.public_id,
            self.offered.plan,
            self.offered.plan,
            self.unit_minor,
            self.quantity,
            self.item.currency,
            service=True,
        )


def goods_of(item: Item) -> Goods:
    """What decides which plans go with an item."""
    return Goods(
        item.store.pk, item.product.public_id, category_keys(item.product.category.path), item.currency
    )


def plan_items(wished: Mapping[str, PlanWish], good: Sequence[Item]) -> tuple[PlanItem, ...]:
    """The plans of a wish (by variant) that can be bought with `good`; never more than pieces of the goods.

    One query, none without plans.
    """
    wanted = [item for item in good if item.variant.public_id in wished]
    if not wanted:
        return ()
    plans = on_sale({item.store.pk for item in wanted})
    found = []
    for item in wanted:
        wish = wished[item.variant.public_id]
        offered = next((one for one in matching(plans, goods_of(item)) if one.plan == wish.plan), None)
        if offered is not None and wish.quantity > 0:
            found.append(PlanItem(item, offered, min(wish.quantity, item.quantity)))
    return tuple(found)
