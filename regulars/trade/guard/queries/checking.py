"""The guard's answer about an offer that is about to be published, or about a whole store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from regulars.goods.catalog.models import Variant
from regulars.people.merchants.models import Store
from regulars.trade.guard.queries.asking import Ground, ground_of
from regulars.trade.guard.rules import (
    Asked,
    Beside,
    Bounds,
    Buyer,
    Finding,
    Ladder,
    beside,
    buyer_of,
    causes,
    ladder,
)
from regulars.trade.guard.rules import worst as search
from regulars.trade.offers.hooks import Planned
from regulars.trade.offers.models import Offer
from regulars.trade.offers.rules import OfferTerms, Receipt


@dataclass(frozen=True, slots=True)
class Told:
    """One product that can fall under its floor: how far, in which basket, for whom, from when on, and why.

    `causes` are offer ids; `new` says that the offer that was asked about is one of them.
    """

    variant: Variant
    ladder: Ladder
    buyer: Buyer
    beside: Beside | None
    beside_variant: Variant | None
    at: datetime
    causes: tuple[str, ...]
    new: bool
    receipt: Receipt
    commission_bp: int


@dataclass(frozen=True, slots=True)
class Check:
    """What the guard found. `judged` variants were searched within `bounds`, `unknown` of them have no cost.

    `proven` is False when a search stopped early; then a worse basket may exist.
    """

    told: tuple[Told, ...]
    judged: int
    unknown: int
    bounds: Bounds
    offers: int
    until: datetime
    proven: bool

    @property
    def bad(self) -> tuple[Told, ...]:
        """What the offer that was asked about brings under its floor."""
        return tuple(one for one in self.told if one.new)

    @property
    def before(self) -> tuple[Told, ...]:
        """What can fall under its floor without it already."""
        return tuple(one for one in self.told if not one.new)


def check_offer(
    store: Store, offer: Offer, *, bounds: Bounds | None = None, only: frozenset[str] | None = None
) -> Check:
    """What publishing this offer (a store's draft, or one of the market's) could do to the store's prices.

    `only`: look at no other variants (public ids).
    """
    ground = ground_of(store, draft=offer, bounds=bounds)
    mine = next(one for one in ground.asked.offers if one.terms.offer_id == offer.public_id)
    targets = _covered(ground.asked, [mine.terms])
    return _check(ground, targets if only is None else targets & only, {offer.public_id})


def check_plan(store: Store, plan: Planned, *, bounds: Bounds | None = None) -> Check:
    """The same for something another app plans, as that app will tell of it. Without terms there is nothing to judge."""
    ground = ground_of(store, plan=plan, bounds=bounds)
    return _check(ground, _covered(ground.asked, plan.terms), {terms.offer_id for terms in plan.terms})


def check_store(store: Store, *, bounds: Bounds | None = None) -> Check:
    """Everything on sale with everything that runs."""
    ground = ground_of(store, bounds=bounds)
    return _check(ground, ground.asked.targets, set())


def _covered(asked: Asked, offers: Sequence[OfferTerms]) -> frozenset[str]:
    lines = {good.variant_id: good.line("1", asked.store_id, asked.currency, 1) for good in asked.goods}
    return frozenset(key for key in asked.targets if any(terms.scope.covers(lines[key]) for terms in offers))


def _check(ground: Ground, targets: frozenset[str], mine: set[str]) -> Check:
    found = search(replace(ground.asked, targets=targets))
    told = [_told(ground, one, mine) for one in found if one.receipt is not None]
    return Check(
        tuple(sorted(told, key=lambda one: (not one.new, -one.ladder.under_minor / one.ladder.pieces))),
        len(found),
        len([one for one in found if one.good.floor_minor is None]),
        ground.asked.bounds,
        len(ground.asked.offers),
        ground.asked.until,
        all(one.proven for one in found),
    )


def _told(ground: Ground, finding: Finding, mine: set[str]) -> Told:
    receipt, good = finding.receipt, finding.good
    assert receipt is not None
    assert finding.at is not None
    assert good.floor_minor is not None
    also, why = beside(receipt), causes(receipt)
    return Told(
        ground.variants[good.variant_id], ladder(receipt, good.commission_bp, good.floor_minor), buyer_of(receipt),
        also, ground.variants.get(also.variant_id) if also else None, finding.at, why, bool(mine & set(why)), receipt,
        good.commission_bp,
    )  # fmt: skip


def row_of(told: Told) -> dict[str, Any]:
    """A finding as it is kept on record: amounts of a line, who, when, why, and the receipt to make it again."""
    return {
        "variant": told.variant.public_id, "pieces": told.ladder.pieces, "left_minor": told.ladder.left_minor,
        "floor_minor": told.ladder.floor_minor, "at": told.at.isoformat(), "offers": list(told.causes),
        "receipt": told.receipt.to_json(),
    }  # fmt: skip
