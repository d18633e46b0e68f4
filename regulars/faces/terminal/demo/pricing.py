"""What an order of long ago cost: the same engine, fed with the offers of its day."""

from __future__ import annotations

from dataclasses import dataclass

from regulars.faces.terminal.demo.events import Order
from regulars.faces.terminal.demo.laying_in import POOL, period
from regulars.faces.terminal.demo.offers import Coupon, Envelope, ItemSale, SpendAndSave
from regulars.faces.terminal.demo.opening import FREE_FREIGHT_MINOR, FREIGHT_MINOR
from regulars.faces.terminal.demo.world import Town
from regulars.trade.offers.rules import Basket, Line, OfferTerms, Person, Receipt, Scope, Tier, price


@dataclass(slots=True)
class Prices:
    """Offers of the town as terms, by store; keys are the town's own."""

    town: Town

    def receipt(self, order: Order) -> Receipt:
        """The receipt of `order` at its moment."""
        lines = [self._line(number, part.variant, part.quantity) for number, part in enumerate(order.lines)]
        stores = {line.store_id for line in lines}
        held = {
            f"claim:{key}": key for key in (*order.coupons, *((order.envelope,) if order.envelope else ()))
        }
        basket = Basket(
            currency=self.town.market.currency,
            lines=tuple(lines),
            freight=self._freight(lines),
            person=Person(held=held),
        )
        return price(basket, self._offers(stores, set(held.values())), order.at)

    def _line(self, number: int, variant: str, quantity: int) -> Line:
        found = self.town.goods.variants[variant]
        product = self.town.goods.products[found.product]
        return Line(
            line_id=str(number), store_id=product.store, product_id=product.key, variant_id=variant,
            unit_minor=found.price_minor, quantity=quantity, currency=self.town.market.currency,
        )  # fmt: skip

    def _freight(self, lines: list[Line]) -> dict[str, int]:
        sums: dict[str, int] = {}
        for line in lines:
            sums[line.store_id] = sums.get(line.store_id, 0) + line.unit_minor * line.quantity
        return {store: 0 if total >= FREE_FREIGHT_MINOR else FREIGHT_MINOR for store, total in sums.items()}

    def _offers(self, stores: set[str], held: set[str]) -> list[OfferTerms]:
        all_offers = self.town.offers
        coupons = [self._coupon(all_offers.coupons[key]) for key in sorted(held) if key in all_offers.coupons]
        envelopes = [
            self._envelope(all_offers.envelopes[key]) for key in sorted(held) if key in all_offers.envelopes
        ]
        saves = [self._save(one) for one in all_offers.spend_and_save.values() if stores & set(one.stores)]
        sales = [self._sale(one) for one in all_offers.sales.values() if one.store in stores]
        return [*sales, *saves, *coupons, *envelopes]

    def _terms(
        self, key: str, kind: str, offer: Coupon | Envelope | SpendAndSave | ItemSale, **more: object
    ) -> OfferTerms:
        starts, ends = period(offer.window)
        return OfferTerms(
            offer_id=key, kind=kind, title=offer.name.en, currency=self.town.market.currency,
            starts_at=starts, ends_at=ends, **more,  # type: ignore[arg-type]
        )  # fmt: skip

    def _coupon(self, one: Coupon) -> OfferTerms:
        tiers = (Tier(one.over_minor, one.off_minor),)
        return self._terms(one.key, "store-coupon", one, store_id=one.store, tiers=tiers, needs_claim=True)

    def _envelope(self, one: Envelope) -> OfferTerms:
        tiers = (Tier(one.over_minor, one.amount_minor),)
        return self._terms(one.key, "cash-red-envelope", one, tiers=tiers, needs_claim=True)

    def _save(self, one: SpendAndSave) -> OfferTerms:
        tiers = tuple(Tier(over, off) for over, off in one.tiers)
        if len(one.stores) == 1:
            return self._terms(one.key, "spend-and-save", one, store_id=one.stores[0], tiers=tiers)
        return self._terms(
            one.key, "cross-store", one, tiers=tiers, repeats=one.repeating, pool=POOL,
            store_ids=frozenset(one.stores), store_bp=5000,
        )  # fmt: skip

    def _sale(self, one: ItemSale) -> OfferTerms:
        return self._terms(
            one.key, "item-price", one, store_id=one.store,
            scope=Scope("product", frozenset({one.product})), tiers=(Tier(0, percent_bp=one.percent * 100),),
        )  # fmt: skip
