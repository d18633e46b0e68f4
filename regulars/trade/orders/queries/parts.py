"""A store's own part of a receipt: what came off its goods, and who bears it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from regulars.trade.offers.models import Offer
from regulars.trade.offers.rules import ReceiptStep
from regulars.trade.orders.models import Order
from regulars.trade.orders.queries.receipts import line_keys, receipt_of


@dataclass(frozen=True, slots=True)
class PartStep:
    """One offer on one store's goods or freight. `store_minor` + `market_minor` = `amount_minor`."""

    step: str
    offer_id: str
    title: str
    amount_minor: int
    store_minor: int
    title_zh: str = ""

    @property
    def market_minor(self) -> int:
        """What others than the store bear of it: the market."""
        return self.amount_minor - self.store_minor


def part_of(order: Order) -> Sequence[PartStep]:
    """The offers that lowered this store's part of the group, in the order they applied.

    Expects the order with group, store and lines. At most six queries.
    """
    own = set(line_keys(order.group, order.lines.all()).values()) | {order.store.public_id}
    merged: dict[tuple[str, str], PartStep] = {}
    receipt = receipt_of(order.group)
    own |= {
        line.line_id
        for line in receipt.basket.lines
        if line.service and line.store_id == order.store.public_id
    }
    steps = receipt.steps
    chinese = _chinese({step.offer_id for step in steps})
    for step in steps:
        part = _own(step, own, order.store.public_id, chinese)
        before = merged.get((part.step, part.offer_id))
        merged[part.step, part.offer_id] = _sum(before, part) if before else part
    return [part for part in merged.values() if part.amount_minor]


def _chinese(offers: set[str]) -> Mapping[str, str]:
    if not offers:
        return {}
    return dict(Offer.objects.filter(public_id__in=offers).values_list("public_id", "title_zh"))


def _own(step: ReceiptStep, own: set[str], store: str, chinese: Mapping[str, str]) -> PartStep:
    minor = sum(share for key, share in step.split.items() if key in own)
    borne = min(step.funding.get(store, 0), minor)
    title_zh = chinese.get(step.offer_id, "")
    return PartStep(step.step, step.offer_id, step.title, minor, borne, title_zh)


def _sum(one: PartStep, other: PartStep) -> PartStep:
    return PartStep(
        one.step,
        one.offer_id,
        one.title or other.title,
        one.amount_minor + other.amount_minor,
        one.store_minor + other.store_minor,
        one.title_zh or other.title_zh,
    )
