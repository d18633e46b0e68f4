"""An offer tried on the store's own goods with the engine that prices every basket."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from regulars.goods.catalog.queries import Filters, Product, product_of, products_of_store, said, variants_of
from regulars.ground.kit import clock
from regulars.ground.kit.refusals import NotFound
from regulars.people.merchants.queries import Store
from regulars.trade.offers.queries import terms_of
from regulars.trade.offers.rules import Basket, Line, OfferTerms, Person, Receipt, price

MOST = 99
HELD = "example"


@dataclass(frozen=True, slots=True)
class Example:
    """A basket of one product and what it costs with the offer. `off_minor` includes freight taken off."""

    title: str
    quantity: int
    unit_minor: int
    list_minor: int
    off_minor: int
    total_minor: int
    freight_minor: int
    currency: str
    store_minor: int


def terms_from(store: Store, given: dict[str, Any]) -> OfferTerms:
    """The terms of an offer that is only planned. Raises ValueError when they make no sense."""
    planned = SimpleNamespace(
        public_id="off_planned", kind=given["kind"], title=given["title"] or "·", currency=store.currency,
        version=1, store=store, terms=given["terms"], starts_at=given["starts_at"], ends_at=given["ends_at"],
        claimable=given["claimable"], pool="", budget=None,
    )  # fmt: skip
    return terms_of(planned, **({"code": "C"} if given["terms"].get("needs_code") else {}))  # type: ignore[arg-type]


def worked(store: Store, terms: OfferTerms, product: Product | None = None) -> Example | None:
    """The offer on a basket that just reaches its (last) threshold; None without goods to try it on."""
    product = product or _goods(store, sorted(terms.scope.ids) if terms.scope.by == "product" else ())
    variant = next(iter(variants_of(product)), None) if product else None
    if product is None or variant is None or not variant.price_minor:
        return None
    threshold = max((tier.threshold_minor for tier in terms.tiers), default=0)
    quantity = min(max(-(-threshold // variant.price_minor), 1), MOST)
    line = Line(
        line_id="1", store_id=store.public_id, product_id=product.public_id, unit_minor=variant.price_minor,
        quantity=quantity, currency=product.currency, **({"variant_id": variant.public_id} | _belongs(terms)),
    )  # fmt: skip
    receipt = _priced(store, terms, line)
    return Example(
        title=said(product.title, product.title_zh),
        quantity=quantity,
        unit_minor=variant.price_minor,
        list_minor=receipt.list_minor,
        off_minor=sum(step.amount_minor for step in receipt.steps),
        total_minor=receipt.total_minor,
        freight_minor=_freight(store, terms, line.list_minor),
        currency=receipt.currency,
        store_minor=sum(step.funding.get(store.public_id, 0) for step in receipt.steps),
    )


def first_goods(store: Store) -> Product | None:
    """A product of the store to show examples on."""
    return _goods(store, ())


def _priced(store: Store, terms: OfferTerms, line: Line) -> Receipt:
    now = clock.now()
    moment = max(now, terms.starts_at) if terms.starts_at else now
    new = frozenset({store.public_id})
    person = Person(keys=terms.only_for, new_to=new, held={HELD: terms.offer_id} if terms.needs_claim else {})
    basket = Basket(
        currency=line.currency, lines=(line,), person=person,
        freight={store.public_id: _freight(store, terms, line.list_minor)},
        codes=frozenset({terms.code}) if terms.code else frozenset(),
    )  # fmt: skip
    return price(basket, [terms], moment)


def _freight(store: Store, terms: OfferTerms, goods: int) -> int:
    if terms.kind != "free-freight":
        return 0
    free_from = store.free_freight_from_minor
    return 0 if free_from is not None and goods >= free_from else int(store.freight_minor)


def _goods(store: Store, ids: Sequence[str]) -> Product | None:
    if ids:
        try:
            return product_of(store, ids[0])
        except NotFound:
            return None
    return next(iter(products_of_store(store, Filters(state="published"), size=1).items), None)


def _belongs(terms: OfferTerms) -> dict[str, Any]:
    """The example's good belongs to the category or brand the offer is for."""
    ids = sorted(terms.scope.ids)
    ways: dict[str, dict[str, Any]] = {
        "category": {"category_ids": tuple(ids)}, "brand": {"brand_id": next(iter(ids), None)},
        "variant": {"variant_id": next(iter(ids), "")},
    }  # fmt: skip
    return ways.get(terms.scope.by, {})
