"""A basket priced for somebody at some moment, with an offer and without it: drafts too, nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from regulars.people.merchants.models import Store
from regulars.trade.offers.models import Offer
from regulars.trade.offers.queries.applying import Applicable, Asking, terms_for, today
from regulars.trade.offers.queries.holdout import goes_without
from regulars.trade.offers.rules import Basket, OfferTerms, Person, Receipt, keys_of_tiers, price
from regulars.trade.orders.queries.goods import Item, items_for
from regulars.trade.orders.queries.holders import holder_keys
from regulars.trade.orders.queries.pricing import Wish, basket_of

HELD = "rehearsal"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who buys: a real customer (`person_pk`), or somebody thought of: new to the store, or a member of `tier`."""

    person_pk: int | None = None
    new: bool = False
    tier: int = 0


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """Both receipts. `held_out`: this person goes without the offer."""

    without: Receipt
    with_it: Receipt
    items: tuple[Item, ...]
    held_out: bool = False


def rehearse(
    store: Store, offer: Offer, terms: OfferTerms, wanted: Mapping[str, int], at: datetime, viewer: Viewer
) -> Rehearsal | None:
    """Price goods of the store (variant public id -> quantity); None when none of them is its own.

    `offer` may be unsaved; a coupon counts as taken, a code as typed. At most fifteen queries.
    """
    items = tuple(
        item for item in items_for(wanted) if item.store.pk == store.pk and item.currency == terms.currency
    )
    if not items:
        return None
    holders = holder_keys(viewer.person_pk)
    asking = Asking({store.pk: store.public_id}, terms.currency, at, viewer.person_pk, holders)
    return _both(offer, terms, wanted, items, viewer, asking, _seen_by(store, asking))


def rehearse_together(
    offer: Offer, terms: OfferTerms, wanted: Mapping[str, int], at: datetime, *, new: bool
) -> Rehearsal | None:
    """The same for an offer of the market, with goods of any stores, for somebody `new` everywhere or known there.

    `terms` say which stores take part. None when none of the goods is there. At most fourteen queries.
    """
    items = tuple(item for item in items_for(wanted) if item.currency == terms.currency)
    if not items:
        return None
    stores = {item.store.pk: item.store.public_id for item in items}
    asking = Asking(stores, terms.currency, at)
    return _both(offer, terms, wanted, items, Viewer(new=new), asking, terms_for(asking))


def _both(
    offer: Offer, terms: OfferTerms, wanted: Mapping[str, int], items: tuple[Item, ...], viewer: Viewer,
    asking: Asking, applicable: Applicable,
) -> Rehearsal:  # fmt: skip
    at, stores = asking.now, frozenset(asking.stores.values())
    others = [one for one in applicable.terms if one.offer_id != terms.offer_id]
    wish = Wish(wanted, terms.currency, at, viewer.person_pk, asking.holders)
    basket = basket_of(wish, items, replace(applicable, terms=(*others, terms)))
    if viewer.person_pk is None:
        basket = replace(basket, person=_thought_of(stores, viewer))
    plain = price(_without(basket, terms.offer_id), others, at)
    asked = today(offer, terms, at)
    out = viewer.person_pk is not None and goes_without(offer, viewer.person_pk)
    if asked is None or out:
        return Rehearsal(plain, plain, items, out)
    return Rehearsal(plain, price(_with(basket, terms), [*others, asked], at), items)


def _seen_by(store: Store, asking: Asking) -> Applicable:
    """The offers as the store may know them: its own for this person, the market's as for anybody.

    Which of the market's coupons a person holds or has used elsewhere is not the store's to see.
    """
    anybody = terms_for(replace(asking, person_pk=None, holders=()))
    if asking.person_pk is None:
        return anybody
    mine = terms_for(asking)
    own = [one for one in mine.terms if one.store_id == store.public_id]
    known = {one.offer_id for one in own}
    markets = [one for one in anybody.terms if one.store_id is None]
    held = {claim: offer for claim, offer in mine.held.items() if offer in known}
    return Applicable((*own, *markets), held)


def _thought_of(stores: frozenset[str], viewer: Viewer) -> Person:
    keys = keys_of_tiers(dict.fromkeys(stores, viewer.tier)) if viewer.tier else frozenset[str]()
    return Person(keys, stores if viewer.new else frozenset())


def _without(basket: Basket, offer_id: str) -> Basket:
    held = {claim: offer for claim, offer in basket.person.held.items() if offer != offer_id}
    return replace(basket, person=replace(basket.person, held=held))


def _with(basket: Basket, terms: OfferTerms) -> Basket:
    """The offer in the person's hands, as far as it takes hands."""
    codes = basket.codes | {terms.code} if terms.code else basket.codes
    held = dict(basket.person.held)
    if terms.needs_claim and terms.offer_id not in held.values():
        held[HELD] = terms.offer_id
    return replace(basket, codes=codes, person=replace(basket.person, held=held))
