"""Who paid for what an offer gave away, and which lines really fell under cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F

from regulars.people.merchants.models import Store
from regulars.trade.offers.models import Claim, Offer, Use
from regulars.trade.orders.models import OrderLine, Receipt
from regulars.trade.orders.rules.points import PREFIX

MOST_LINES = 50


@dataclass(frozen=True, slots=True)
class Payers:
    """What an offer gave away so far, by who pays (minor units): this store, the market, other stores."""

    orders: int = 0
    store_minor: int = 0
    market_minor: int = 0
    others_minor: int = 0
    goods_minor: int = 0

    @property
    def total_minor(self) -> int:
        """All of it."""
        return self.store_minor + self.market_minor + self.others_minor

    @property
    def each_minor(self) -> int:
        """Of an order, rounded down."""
        return self.total_minor // self.orders if self.orders else 0


@dataclass(frozen=True, slots=True)
class SoldUnder:
    """A line that was sold for less than it cost: what the store was left with (points it owed before count as paid),
    and today's cost of it.
    """

    line: OrderLine
    order: str
    left_minor: int
    cost_minor: int


@dataclass(frozen=True, slots=True)
class Paid:
    """Payers and the lines under cost (the newest MOST_LINES of `under_count`)."""

    payers: Payers
    under: tuple[SoldUnder, ...] = field(default=())
    under_count: int = 0
    in_hand: int = 0


def who_paid(store: Store | None, offer: Offer) -> Paid:
    """For an offer of the store, or of the market in which the store (None: nobody) takes part.

    Read from the receipts of the orders that used it and were not given back.
    """
    refs = Use.objects.filter(offer=offer, given_back_at=None).values("ref")
    receipts = Receipt.objects.filter(group__public_id__in=refs).order_by("group_id")
    payers = _payers(receipts.values_list("body", flat=True).iterator(chunk_size=500), offer.public_id, store)
    held = Claim.objects.filter(offer=offer, used_at=None).values("person").distinct().count()
    if store is None:
        return Paid(payers, in_hand=held)
    lines = _lines(store, offer, refs)
    return Paid(payers, tuple(lines[:MOST_LINES]), len(lines), held)


def _payers(bodies: Iterator[Any], offer: str, store: Store | None) -> Payers:
    orders, parts, goods = 0, Counter[str](), 0
    mine = store.public_id if store else ""
    for body in bodies:
        steps = [step for step in body["steps"] if step["offer_id"] == offer]
        orders += bool(steps)
        goods += sum(
            total["total_minor"] for total in body["stores"] if not mine or total["store_id"] == mine
        )
        for step in steps:
            for who, minor in step["funding"].items():
                parts[who if who in (mine, "market") else "others"] += minor
    return Payers(orders, parts[mine] if mine else 0, parts["market"], parts["others"], goods)


def _lines(store: Store, offer: Offer, refs: Any) -> list[SoldUnder]:
    """Lines of the store in these orders that the offer took money off and that were left under their cost."""
    rows = OrderLine.objects.filter(
        order__store=store, order__group__public_id__in=refs, order__paid_at__isnull=False,
        variant__cost_minor__isnull=False,
    )  # fmt: skip
    left = F("paid_minor") + F("market_discount_minor") - F("commission_minor")
    rows = rows.annotate(left=left, cost=F("variant__cost_minor") * F("quantity")).filter(left__lt=F("cost"))
    found = rows.select_related("order", "order__group__receipt", "variant").order_by("-pk")
    sold = [
        SoldUnder(row, row.order.public_id, vars(row)["left"] + _by_points(row), vars(row)["cost"])
        for row in found
        if _off(row, offer.public_id)
    ]
    return [one for one in sold if one.left_minor < one.cost_minor]


def _off(row: OrderLine, offer: str) -> int:
    """What offers whose id begins so took off the line."""
    steps = row.order.group.receipt.body["steps"]
    return sum(
        step["split"].get(row.variant.public_id, 0) for step in steps if step["offer_id"].startswith(offer)
    )


def _by_points(row: OrderLine) -> int:
    """What points paid of the line: they settle a debt the store had booked before."""
    return _off(row, PREFIX)
