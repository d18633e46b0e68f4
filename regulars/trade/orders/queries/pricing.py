"""The price of a wish: goods at today's prices, every offer that may apply, one receipt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from regulars.loyalty.members.queries import places_in, purses
from regulars.people.merchants.models import Store
from regulars.trade.offers.queries.applying import Applicable, Asking, normal, terms_for
from regulars.trade.offers.rules import Basket, Line, OfferTerms, Person, Receipt, keys_of_tiers, price
from regulars.trade.orders.models import Order
from regulars.trade.orders.queries.goods import Item, brand_keys, category_keys, items_for
from regulars.trade.orders.queries.planned_lines import PlanItem, PlanWish, plan_items
from regulars.trade.orders.rules.grants import Grant
from regulars.trade.orders.rules.points import points_terms


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to buy together, and who asks. `wanted`: variant public id -> quantity.

    `claims` None lets the best coupons be found; a tuple (also an empty one) means exactly these.
    `points` are the stores (public ids) in which points shall pay as much as they may; `grants` what was promised,
    by variant; `plans` service plans by the variant they go with.
    """

    wanted: Mapping[str, int]
    currency: str
    now: datetime
    person_pk: int | None = None
    holders: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    claims: tuple[str, ...] | None = None
    basket_lines: Mapping[str, str] = field(default_factory=dict)
    points: frozenset[str] = frozenset()
    plans: Mapping[str, PlanWish] = field(default_factory=dict)
    grants: Mapping[str, Grant] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Priced:
    """A wish with its price. `receipt` covers the items without a problem; None when there are none."""

    wish: Wish
    items: tuple[Item, ...]
    receipt: Receipt | None
    applicable: Applicable
    plans: tuple[PlanItem, ...] = ()

    @property
    def good(self) -> list[Item]:
        """The items that can be bought now."""
        return [item for item in self.items if not item.problem]

    @property
    def total_minor(self) -> int:
        """What is to pay, goods and freight."""
        return self.receipt.total_minor if self.receipt else 0


def priced(wish: Wish, known: Mapping[str, Item] | None = None) -> Priced:
    """Price a wish. The number of queries does not grow with its lines.

    `known`: the items by variant, where all of them were looked up for this very page.
    """
    items = tuple(item for item in _items(wish, known or {}) if item.currency == wish.currency)
    good = [item for item in items if not item.problem]
    if not good:
        return Priced(wish, items, None, Applicable())
    stores = {item.store.pk: item.store for item in good}
    asking = Asking(
        {pk: store.public_id for pk, store in stores.items()},
        wish.currency,
        wish.now,
        wish.person_pk,
        wish.holders,
        wish.codes,
    )
    applicable = terms_for(asking)
    plans = plan_items(wish.plans, [item for item in good if item.variant.public_id not in wish.grants])
    basket = _basket(wish, good, stores, applicable, plans)
    promised = [terms for grant in wish.grants.values() for terms in grant.own_terms]
    terms = (*applicable.terms, *_points(wish, stores), *promised)
    return Priced(wish, items, price(basket, terms, wish.now), applicable, plans)


def _items(wish: Wish, known: Mapping[str, Item]) -> list[Item]:
    same = all(key in known and known[key].quantity == many for key, many in wish.wanted.items())
    if wish.wanted and same and not wish.grants and not wish.basket_lines:
        return [known[key] for key in wish.wanted]
    return items_for(wish.wanted, wish.basket_lines, wish.grants)


def _points(wish: Wish, stores: Mapping[int, Store]) -> list[OfferTerms]:
    """The shopper's points in the stores named, as offers of those stores."""
    named = {pk: store.public_id for pk, store in stores.items() if store.public_id in wish.points}
    if not named:
        return []
    made = [
        points_terms(
            named[pk],
            purse.rules.name,
            purse.version,
            wish.currency,
            purse.worth_minor,
            purse.rules.point_minor,
            purse.rules.most_share_bp,
        )
        for pk, purse in purses(wish.person_pk, named, wish.currency, wish.now).items()
    ]
    return [terms for terms in made if terms is not None]


def _basket(
    wish: Wish,
    good: Sequence[Item],
    stores: Mapping[int, Store],
    applicable: Applicable,
    plans: Sequence[PlanItem],
) -> Basket:
    chosen = None if wish.claims is None else tuple(c for c in wish.claims if c in applicable.held)
    new_to = _new_to(wish.person_pk, stores, applicable.terms)
    return Basket(
        wish.currency,
        (*_lines(good), *(plan.line for plan in plans)),
        {store.public_id: freight_of(store, good) for store in stores.values()},
        Person(_tiers(wish.person_pk, stores, applicable.terms), new_to, applicable.held),
        frozenset(normal(code) for code in wish.codes),
        chosen,
    )


def _lines(good: Sequence[Item]) -> list[Line]:
    brands = brand_keys(good)
    return [
        Line(
            item.variant.public_id,
            item.store.public_id,
            item.product.public_id,
            item.variant.public_id,
            item.unit_minor,
            item.quantity,
            item.currency,
            category_keys(item.product.category.path),
            brands.get(item.product.brand_id or 0),
            item.grant.ref if item.grant is not None and item.grant.alone else "",
        )
        for item in good
    ]


def freight_of(store: Store, good: Sequence[Item]) -> int:
    """The store's freight: free from its threshold on, measured on the goods at list price."""
    goods = sum(item.list_minor for item in good if item.store.pk == store.pk)
    free_from = store.free_freight_from_minor
    return 0 if free_from is not None and goods >= free_from else store.freight_minor


def _tiers(person_pk: int | None, stores: Mapping[int, Store], terms: Sequence[OfferTerms]) -> frozenset[str]:
    """The tiers the shopper has reached, where an offer asks for one."""
    asking = {each.store_id for each in terms if each.only_for}
    wanted = {pk: store.public_id for pk, store in stores.items() if store.public_id in asking}
    if not wanted:
        return frozenset()
    places = places_in(person_pk, wanted)
    return keys_of_tiers({wanted[pk]: place.position + 1 for pk, place in places.items()})


def _new_to(
    person_pk: int | None, stores: Mapping[int, Store], terms: Sequence[OfferTerms]
) -> frozenset[str]:
    if not any(each.only_new for each in terms):
        return frozenset()
    known: set[int] = set()
    if person_pk is not None:
        paid = Order.objects.across_stores("the shopper's own orders").filter(
            person_id=person_pk, store__in=list(stores), paid_at__isnull=False
        )
        known = set(paid.values_list("store_id", flat=True))
    return frozenset(store.public_id for pk, store in stores.items() if pk not in known)


def basket_of(wish: Wish, good: Sequence[Item], applicable: Applicable) -> Basket:
    """The items as the price rules see them, with what is known of the shopper where an offer asks for it."""
    return _basket(wish, good, {item.store.pk: item.store for item in good}, applicable, ())
