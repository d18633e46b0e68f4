"""The order in which offers are taken off, as data.

The order follows the one large marketplaces publish: the price of the item, the store's own offer,
one coupon of each store, the market's category coupon, cross-store spend-and-save, points, cash red
envelope, payment red envelope; freight comes last.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Base = Literal["list", "running", "after-stores"]


@dataclass(frozen=True, slots=True)
class Step:
    """One rung of the ladder.

    scope: what one application covers - a line, the lines of one store, or the whole order.
    rule: how many offers may apply there - one per line/store/order, one per store within an order
    step, or all of them one after the other.
    base: the amounts that thresholds, percentages and the split look at - list amounts, amounts left
    by the steps before ("running"), or amounts left by the stores' own steps ("after-stores").
    """

    key: str
    scope: Literal["line", "store", "order"]
    rule: Literal["one", "one-per-store", "all"]
    base: Base
    words: str


STEPS: tuple[Step, ...] = (
    Step("item", "line", "one", "list", "Price of the item"),
    Step("store", "store", "one", "running", "Spend and save of the store"),
    Step("coupon", "store", "one", "running", "Coupon of the store"),
    Step("category", "order", "one", "running", "Coupon of the market"),
    Step("cross", "order", "one-per-store", "after-stores", "Spend and save across stores"),
    Step("points", "order", "all", "running", "Points"),
    Step("cash", "order", "one", "running", "Red envelope"),
    Step("payment", "order", "one", "running", "Red envelope of the payment"),
    Step("freight", "store", "one", "after-stores", "Freight"),
)

STEP = {step.key: step for step in STEPS}
RANK = {step.key: rank for rank, step in enumerate(STEPS)}
STORE_STEPS = tuple(s for s in STEPS if s.scope == "store" and s.key != "freight")
ORDER_STEPS = tuple(s for s in STEPS if s.scope == "order")


@dataclass(frozen=True, slots=True)
class Kind:
    """What merchants and operators call an offer: where it applies and who may own it.

    claimable: it may need a held claim or a code. budgeted: it may be limited by what is left of a budget.
    """

    key: str
    step: str
    owner: Literal["store", "market", "either"]
    claimable: bool
    budgeted: bool = False


KINDS: dict[str, Kind] = {
    kind.key: kind
    for kind in (
        Kind("item-price", "item", "either", claimable=False),
        Kind("spend-and-save", "store", "store", claimable=False),
        Kind("store-coupon", "coupon", "store", claimable=True),
        Kind("product-coupon", "coupon", "store", claimable=True),
        Kind("store-red-envelope", "coupon", "store", claimable=True, budgeted=True),
        Kind("category-coupon", "category", "market", claimable=True),
        Kind("cross-store", "cross", "market", claimable=False),
        Kind("points", "points", "either", claimable=False, budgeted=True),
        Kind("cash-red-envelope", "cash", "market", claimable=True, budgeted=True),
        Kind("payment-red-envelope", "payment", "market", claimable=True, budgeted=True),
        Kind("free-freight", "freight", "either", claimable=True),
    )
}
