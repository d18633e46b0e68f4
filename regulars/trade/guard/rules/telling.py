"""A finding as a ladder: from the list price of the line down to what is left of it, and who pays for each rung."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from regulars.ground.kit.money import allocate
from regulars.trade.guard.rules.asked import FILLER, OTHERS, TARGET
from regulars.trade.guard.rules.relaxed import net_of
from regulars.trade.offers.rules import Receipt, ReceiptStep
from regulars.trade.orders.rules import line_shares


@dataclass(frozen=True, slots=True)
class Rung:
    """An offer on the way down: what it takes off the line, the store's part and the market's, what is then left."""

    offer: str
    step: str
    title: str
    store_minor: int
    market_minor: int
    left_minor: int


@dataclass(frozen=True, slots=True)
class Ladder:
    """The product's line in the worst basket, in minor units for all its pieces.

    `shopper_minor` is what the shopper pays, `market_minor` what the market adds, `commission_minor` what it
    keeps, `left_minor` what the store is left with, `floor_minor` what it should be.
    """

    pieces: int
    list_minor: int
    rungs: tuple[Rung, ...]
    shopper_minor: int
    market_minor: int
    commission_minor: int
    left_minor: int
    floor_minor: int

    @property
    def left_each(self) -> Fraction:
        """What is left of one piece."""
        return Fraction(self.left_minor, self.pieces)

    @property
    def under_minor(self) -> int:
        """By how much the line falls under its floor."""
        return self.floor_minor - self.left_minor


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who gets this price: a tier, a first order, and which coupons (offer ids) and codes are in hand."""

    tier: int
    new: bool
    holds: tuple[str, ...]
    codes: int


@dataclass(frozen=True, slots=True)
class Beside:
    """What lies in the basket beside the product: pieces of a variant, or goods of other stores for an amount."""

    variant_id: str
    pieces: int
    other_stores_minor: int


def ladder(receipt: Receipt, commission_bp: int, floor_minor: int) -> Ladder:
    """The way down of the product's line; `floor_minor` is of one piece."""
    line = receipt.lines[0]
    left, rungs = line.list_minor, []
    for step in receipt.steps:
        if step.split.get(TARGET) and step.step != "freight":
            own = _own_part(step, receipt)
            left -= step.split[TARGET]
            rungs.append(Rung(step.offer_id, step.step, step.title, own, step.split[TARGET] - own, left))
    market = line_shares(receipt)[TARGET].market_minor
    got = line.paid_minor + market
    kept = net_of(got, commission_bp)
    return Ladder(
        line.quantity, line.list_minor, tuple(rungs), line.paid_minor, market, got - kept, kept,
        floor_minor * line.quantity,
    )  # fmt: skip


def _own_part(step: ReceiptStep, receipt: Receipt) -> int:
    store = receipt.lines[0].store_id
    lines = [line.line_id for line in receipt.lines if line.store_id == store and line.line_id in step.split]
    borne = allocate(step.funding.get(store, 0), [step.split[line] for line in lines])
    return borne[lines.index(TARGET)]


def buyer_of(receipt: Receipt) -> Buyer:
    """What one must be and hold for this price. What took nothing off is left out."""
    person, used = receipt.basket.person, {step.offer_id for step in receipt.steps}
    tiers = [int(key.rsplit(":", 1)[1]) for key in person.keys if key.startswith("tier:")]
    needed = [
        int(key.rsplit(":", 1)[1])
        for offer in receipt.offers
        if offer.offer_id in used
        for key in offer.only_for
        if key in person.keys and key.startswith("tier:")
    ]
    return Buyer(
        min(needed, default=0) if tiers else 0,
        any(offer.only_new for offer in receipt.offers if offer.offer_id in used),
        tuple(sorted(offer for offer in person.held.values() if offer in used)),
        len([offer for offer in receipt.offers if offer.code is not None and offer.offer_id in used]),
    )


def beside(receipt: Receipt) -> Beside | None:
    """What else lies in the basket; None when the product is alone."""
    lines = {line.line_id: line for line in receipt.basket.lines}
    filler, others = lines.get(FILLER), lines.get(OTHERS)
    if filler is None and others is None:
        return None
    return Beside(
        filler.variant_id if filler else "",
        filler.quantity if filler else 0,
        others.unit_minor if others else 0,
    )


def causes(receipt: Receipt) -> tuple[str, ...]:
    """The offers that took something off the product's line at the store's cost, in their order."""
    made = ladder(receipt, 0, 0)
    return tuple(rung.offer for rung in made.rungs if rung.store_minor)
