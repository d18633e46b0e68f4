"""Prices of the day, and the coupons and red envelopes a person may use."""

from dataclasses import dataclass, field
from datetime import date

from .memory import Memory
from .offers import Coupon
from .world import Town


@dataclass(slots=True)
class Purse:
    """Answers what things cost on a day and which claimed offers fit a basket."""

    town: Town
    memory: Memory
    percents: dict[date, dict[str, int]] = field(default_factory=dict)

    def price(self, variant: str, day: date) -> int:
        """Minor units for one piece on that day, item sales included."""
        row = self.town.goods.variants[variant]
        percent = self._sales(day).get(row.product, 0)
        return row.price_minor - row.price_minor * percent // 100

    def _sales(self, day: date) -> dict[str, int]:
        if day not in self.percents:
            sales = self.town.offers.sales.values()
            self.percents[day] = {sale.product: sale.percent for sale in sales if sale.window.holds(day)}
        return self.percents[day]

    def on_offer(self, person: str, store: str, day: date) -> list[str]:
        """Coupons of the store and envelopes this person could take now and has not taken."""
        offers, taken = self.town.offers, self.memory.taken[person]
        coupons = (offers.coupons.get(f"{kind}/{store}") for kind in ("welcome", "regulars"))
        found = [coupon.key for coupon in coupons if coupon and self._open(coupon, person, day)]
        found += [
            envelope.key
            for envelope in offers.envelopes.values()
            if envelope.window.holds(day)
            and (self.memory.claims[envelope.key] + 1) * envelope.amount_minor <= envelope.budget_minor
        ]
        return [key for key in found if key not in taken]

    def _open(self, coupon: Coupon, person: str, day: date) -> bool:
        known = self.memory.fondness[person].get(coupon.store, 0.0) > 0
        fits = coupon.audience == "everyone" or known
        return fits and coupon.window.holds(day) and self.memory.claims[coupon.key] < coupon.quantity

    def take(self, person: str, offer: str) -> None:
        """Remember that the person took the offer."""
        self.memory.taken[person].add(offer)
        self.memory.purse[person].add(offer)
        self.memory.claims[offer] += 1

    def use(self, person: str, totals: dict[str, int], day: date) -> tuple[tuple[str, ...], str | None]:
        """Spend what fits: at most one coupon a store and one envelope. `totals` are minor units by store."""
        purse, offers = self.memory.purse[person], self.town.offers
        best: dict[str, Coupon] = {}
        for coupon in sorted((offers.coupons[key] for key in purse if key in offers.coupons), key=_worth):
            if coupon.window.holds(day) and totals.get(coupon.store, 0) >= coupon.over_minor:
                best[coupon.store] = coupon
        coupons = tuple(coupon.key for coupon in best.values())
        saved = sum(coupon.off_minor for coupon in best.values())
        envelope = self._envelope(person, sum(totals.values()) - saved, day)
        purse.difference_update(coupons, [envelope] if envelope else [])
        return coupons, envelope

    def _envelope(self, person: str, total: int, day: date) -> str | None:
        rows = self.town.offers.envelopes
        for key in sorted(self.memory.purse[person] & rows.keys()):
            if rows[key].window.holds(day) and total >= rows[key].over_minor:
                return key
        return None


def _worth(coupon: Coupon) -> tuple[int, str]:
    return coupon.off_minor, coupon.key
