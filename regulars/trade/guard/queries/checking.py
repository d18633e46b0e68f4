"""The guard's answer about an offer that is about to be published, or about a whole store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    Good,
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

    `causes` are offer ids; `new` says that what was asked about is one of them. `planned` sells it so (None: the
    shelf), `pieces` of it at most. Of a service `variant` are the goods it is sold with.
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
    key: str
    planned: Planned | None = None
    pieces: int | None = None

    @property
    def all_minor(self) -> int | None:
        """What all pieces of a promise can lose, in minor units, rounded up; None without a number of pieces."""
        if self.pieces is None:
            return None
        return -(-self.ladder.under_minor * self.pieces // self.ladder.pieces)


@dataclass(frozen=True, slots=True)
class Check:
    """What the guard found. `judged` variants were searched within `bounds`, `unknown` of them have no cost.

    `proven` is False when a search stopped early; then a worse basket may exist. `gives_minor` is what is given away
    beside goods.
    """

    told: tuple[Told, ...]
    judged: int
    unknown: int
    bounds: Bounds
    offers: int
    until: datetime
    proven: bool
    gives_minor: int = 0

    @property
    def stops(self) -> bool:
        """Whether publishing needs a reason."""
        return bool(self.bad or self.gives_minor)

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

    `only`: look at no other goods (`Told.key`).
    """
    ground = ground_of(store, draft=offer, bounds=bounds)
    mine = next(one for one in ground.asked.offers if one.terms.offer_id == offer.public_id)
    targets = _covered(ground.asked, [mine.terms])
    return _check(ground, targets if only is None else targets & only, {offer.public_id})


def check_plan(store: Store, plan: Planned, *, bounds: Bounds | None = None) -> Check:
    """The same for something another app plans, as that app will tell of it.

    Judged are what it sells, and everything on the shelf that an offer touches together with it.
    """
    ground = ground_of(store, plan=plan, bounds=bounds)
    own = [good for good in ground.asked.goods if good.promise == plan.ref]
    if not plan.sales:
        targets = _covered(ground.asked, plan.terms)
    else:
        targets = frozenset(good.key for good in own) | _covered(ground.asked, _shared(ground.asked, own))
    mine = {plan.ref, *(terms.offer_id for terms in _terms(plan))}
    return replace(_check(ground, targets, mine), gives_minor=plan.gives_minor)


def _terms(plan: Planned) -> Iterator[OfferTerms]:
    yield from plan.terms
    for sale in plan.sales:
        yield from sale.terms


def _shared(asked: Asked, own: Sequence[Good]) -> list[OfferTerms]:
    """Offers that may count one of these goods together with others."""
    lines = [good.line("1", asked.store_id, asked.currency, 1) for good in own if not good.alone]
    alike = (one for one in asked.offers if one.terms.step not in ("item", "freight"))
    return [one.terms for one in alike if any(one.terms.scope.covers(line) for line in lines)]


def check_store(store: Store, *, bounds: Bounds | None = None) -> Check:
    """Everything on sale with everything that runs. What is given away is no danger: it was said when it began."""
    ground = ground_of(store, bounds=bounds)
    return _check(ground, frozenset(good.key for good in ground.asked.goods if not good.alone), set())


def _covered(asked: Asked, offers: Sequence[OfferTerms]) -> frozenset[str]:
    goods = [
        (good.key, good.line("1", asked.store_id, asked.currency, 1))
        for good in asked.goods
        if not good.alone
    ]
    return frozenset(key for key, line in goods if any(terms.scope.covers(line) for terms in offers))


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
    part = {*why, good.promise, finding.beside.promise if finding.beside else ""}
    promised = ground.promised.get(good.key)
    beside_it = ground.variants.get(also.variant_id) if also else None
    sold = ground.variants.get(good.variant_id) or beside_it
    assert sold is not None
    return Told(
        sold, ladder(receipt, good.commission_bp, good.floor_minor), buyer_of(receipt), also, beside_it, finding.at,
        why, bool(mine & part), receipt, good.commission_bp, good.key,
        promised.planned if promised else None, promised.pieces if promised else None,
    )  # fmt: skip


def row_of(told: Told) -> dict[str, Any]:
    """A finding as it is kept on record: amounts of a line, who, when, why, and the receipt to make it again."""
    return {
        "variant": told.variant.public_id, "pieces": told.ladder.pieces, "left_minor": told.ladder.left_minor,
        "floor_minor": told.ladder.floor_minor, "at": told.at.isoformat(), "offers": list(told.causes),
        "receipt": told.receipt.to_json(), "sold_by": told.planned.ref if told.planned else "",
    }  # fmt: skip
