"""A slow pricer written a second time, from the published order, sharing no arithmetic with the engine.

It tries every combination of one-of-several offers, splits with exact fractions, and keeps the lowest
total. It answers only the total; the invariants of the receipt are tested elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from fractions import Fraction
from itertools import product

from regulars.trade.offers.rules import Basket, Line, OfferTerms

COUPONS = {"store-coupon", "product-coupon", "store-red-envelope"}
ORDER_ONE = (
    ("category", "category-coupon"),
    ("cash", "cash-red-envelope"),
    ("payment", "payment-red-envelope"),
)
Amounts = dict[str, int]
Shut = set[tuple[str, str]]


def hamilton(total: int, weights: dict[str, int]) -> dict[str, int]:
    """Largest remainder with fractions; ties go to the smaller key."""
    keys = sorted(weights)
    mass = sum(weights.values())
    quotas = {k: Fraction(total * weights[k], mass) if mass else Fraction(total, len(keys)) for k in keys}
    parts = {k: int(quotas[k]) for k in keys}
    for k in sorted(keys, key=lambda k: (parts[k] - quotas[k], k))[: total - sum(parts.values())]:
        parts[k] += 1
    return parts


def within(total: int, weights: dict[str, int], room: dict[str, int]) -> dict[str, int]:
    """Split by weights, nothing above its room; the rest goes round again."""
    parts = dict.fromkeys(weights, 0)
    while total:
        free = {k: weights[k] for k in weights if parts[k] < room[k]}
        if not any(free.values()):
            free = {k: room[k] - parts[k] for k in free}
        for k, share in hamilton(total, free).items():
            fits = min(share, room[k] - parts[k])
            parts[k] += fits
            total -= fits
    return parts


def discount(offer: OfferTerms, base: int) -> int:
    """What the offer takes off the base by the words of its terms."""
    reached = [t for t in offer.tiers if base >= t.threshold_minor]
    offs = [t.off_minor if t.off_minor is not None else base * (t.percent_bp or 0) // 10_000 for t in reached]
    off = max(offs, default=0)
    if off and offer.repeats:
        times = base // offer.tiers[0].threshold_minor
        off *= min(times, offer.most_repeats or times)
    limits = [limit for limit in (offer.cap_minor, offer.budget_left_minor) if limit is not None]
    return min([off, base, *limits])


def item_off(offer: OfferTerms, line: Line) -> int:
    """What an item price takes off a line, unit by unit."""
    if offer.fixed_minor is not None:
        per_unit = max(0, line.unit_minor - offer.fixed_minor)
    else:
        (tier,) = offer.tiers
        share = line.unit_minor * (tier.percent_bp or 0) // 10_000
        per_unit = min(line.unit_minor, share if tier.off_minor is None else tier.off_minor)
    off = per_unit * line.quantity
    return off if offer.cap_minor is None else min(off, offer.cap_minor)


class Reference:
    """The reference price of one basket."""

    def __init__(self, basket: Basket, offers: Sequence[OfferTerms], now: datetime) -> None:
        self.basket = basket
        self.lines = {line.line_id: line for line in basket.lines}
        self.stores = sorted({line.store_id for line in basket.lines})
        self.offers = sorted((o for o in offers if self.usable(o, now)), key=lambda o: o.offer_id)

    def usable(self, offer: OfferTerms, now: datetime) -> bool:
        if (offer.starts_at and now < offer.starts_at) or (offer.ends_at and now >= offer.ends_at):
            return False
        if offer.only_for and not offer.only_for & self.basket.person.keys:
            return False
        if offer.code is not None and offer.code not in self.basket.codes:
            return False
        held = [claim for claim, of in self.basket.person.held.items() if of == offer.offer_id]
        if self.basket.chosen is not None:
            held = [claim for claim in held if claim in self.basket.chosen]
        return bool(held) or not offer.needs_claim

    def covered(self, offer: OfferTerms, shut: Shut) -> list[str]:
        return [
            line.line_id
            for line in self.lines.values()
            if offer.scope.covers(line)
            and offer.store_id in (None, line.store_id)
            and (not offer.store_ids or line.store_id in offer.store_ids)
            and (not offer.only_new or line.store_id in self.basket.person.new_to)
            and (line.line_id, offer.step) not in shut
        ]

    def total(self) -> int:
        """The lowest total over all combinations."""
        return min(self.total_of(*picks) for picks in self.combinations())

    def combinations(
        self,
    ) -> Iterator[tuple[dict[tuple[str, str], OfferTerms | None], dict[str, OfferTerms | None]]]:
        spots = [(store, step) for store in self.stores for step in ("store", "coupon")]
        menus: list[list[OfferTerms | None]] = [
            [None, *(o for o in self.offers if o.step == step and o.store_id == store)]
            for store, step in spots
        ]
        menus += [[None, *(o for o in self.offers if o.step == step)] for step, _ in ORDER_ONE]
        for picks in product(*menus):
            names = [step for step, _ in ORDER_ONE]
            yield dict(zip(spots, picks, strict=False)), dict(zip(names, picks[len(spots) :], strict=True))

    def total_of(
        self, in_stores: dict[tuple[str, str], OfferTerms | None], in_order: dict[str, OfferTerms | None]
    ) -> int:
        amounts: Amounts = {key: line.unit_minor * line.quantity for key, line in self.lines.items()}
        shut: Shut = set()
        self.items(amounts, shut)
        for step in ("store", "coupon"):
            for store in self.stores:
                self.plain(in_stores[store, step], amounts, shut)
        settled = dict(amounts)
        freight_shut = set(shut)
        self.plain(in_order["category"], amounts, shut)
        self.cross(settled, amounts, shut)
        for offer in self.offers:
            if offer.step == "points":
                self.plain(offer, amounts, shut)
        self.plain(in_order["cash"], amounts, shut)
        self.plain(in_order["payment"], amounts, shut)
        freight_shut |= shut
        assert min(amounts.values()) >= 0
        return sum(amounts.values()) + sum(
            self.freight(store, settled, freight_shut) for store in self.stores
        )

    def items(self, amounts: Amounts, shut: Shut) -> None:
        for key, line in self.lines.items():
            able = [o for o in self.offers if o.step == "item" and key in self.covered(o, set())]
            best = max(able, key=lambda o: item_off(o, line), default=None)
            if best is not None and item_off(best, line):
                amounts[key] -= item_off(best, line)
                shut |= {(key, step) for step in best.not_with}

    def plain(self, offer: OfferTerms | None, amounts: Amounts, shut: Shut) -> None:
        if offer is None or not (keys := self.covered(offer, shut)):
            return
        base = {key: amounts[key] for key in keys}
        if off := discount(offer, sum(base.values())):
            self.take(offer, hamilton(off, base), amounts, shut)

    def take(self, offer: OfferTerms, parts: Amounts, amounts: Amounts, shut: Shut) -> None:
        for key, part in parts.items():
            amounts[key] -= part
            if part:
                shut |= {(key, step) for step in offer.not_with}

    def cross(self, settled: Amounts, amounts: Amounts, shut: Shut) -> None:
        worths = []
        for offer in (o for o in self.offers if o.step == "cross"):
            keys = self.covered(offer, shut)
            off = min(discount(offer, sum(settled[k] for k in keys)), sum(amounts[k] for k in keys))
            worths.append((-off, offer.offer_id, offer, keys))
        used: set[str] = set()
        for minus, _, offer, keys in sorted(worths, key=lambda w: w[:2]):
            stores = {self.lines[k].store_id for k in self.covered(offer, set())}
            if minus and not stores & used:
                used |= stores
                self.take(offer, self.over_stores(-minus, keys, settled, amounts), amounts, shut)

    def over_stores(self, off: int, keys: list[str], settled: Amounts, amounts: Amounts) -> Amounts:
        groups: dict[str, list[str]] = {}
        for key in keys:
            groups.setdefault(self.lines[key].store_id, []).append(key)
        weights = {store: sum(settled[k] for k in group) for store, group in groups.items()}
        rooms = {store: sum(amounts[k] for k in group) for store, group in groups.items()}
        parts: Amounts = {}
        for store, part in within(off, weights, rooms).items():
            group = groups[store]
            parts |= within(part, {k: settled[k] for k in group}, {k: amounts[k] for k in group})
        return parts

    def freight(self, store: str, settled: Amounts, shut: Shut) -> int:
        due = self.basket.freight.get(store, 0)
        best = 0
        for offer in (o for o in self.offers if o.step == "freight" and o.store_id in (None, store)):
            base = sum(settled[k] for k in self.covered(offer, shut) if self.lines[k].store_id == store)
            if any(self.lines[k].store_id == store for k in self.covered(offer, set())):
                reached = [t for t in offer.tiers if base >= t.threshold_minor]
                offs = [
                    t.off_minor if t.off_minor is not None else due * (t.percent_bp or 0) // 10_000
                    for t in reached
                ]
                off = max(offs, default=0)
                best = max(best, off if offer.cap_minor is None else min(off, offer.cap_minor))
        return due - min(best, due)


def reference_total(basket: Basket, offers: Sequence[OfferTerms], now: datetime) -> int:
    """Lowest legal total in minor units, found by trying everything."""
    return Reference(basket, offers, now).total()
