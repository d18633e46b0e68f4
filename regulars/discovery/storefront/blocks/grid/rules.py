"""Which products a rule of the block stands for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from regulars.discovery.storefront.blocks.personal import picks
from regulars.discovery.storefront.blocks.ways import category_named
from regulars.discovery.storefront.hooks import Scene
from regulars.goods.catalog.queries import (
    Card,
    below_key,
    cards_by_id,
    newest_of,
    picked,
    picked_by_scope,
)
from regulars.goods.catalog.rules import PriceRange
from regulars.ground.kit.money import precision
from regulars.loyalty.customers.queries import followed_stores
from regulars.people.merchants.queries import market, open_stores_by_key
from regulars.trade.offers.queries import offer_for_shoppers, stores_in

Found = tuple[str, list[Card], Mapping[int, str]]
MOST_FOLLOWED = 50


def found(settings: Mapping[str, Any], scene: Scene) -> Found:
    """The decision ("" where nobody decided), the products, and why by key."""
    keys = _categories(settings, scene)
    if keys is None:
        return "", [], {}
    if settings["rule"] == "personal":
        chosen = picks(scene, "for-you", settings["size"], categories=keys)
        return chosen.decision, chosen.cards, chosen.whys
    return "", _of_nobody(settings, scene, keys), {}


def _of_nobody(settings: Mapping[str, Any], scene: Scene, keys: list[int]) -> list[Card]:
    rule, size = settings["rule"], settings["size"]
    if rule == "picks":
        return cards_by_id(settings["products"], store_id=scene.store)
    if rule == "followed":
        followed = followed_stores(scene.person)[:MOST_FOLLOWED]
        return newest_of([store.pk for store in followed], size)
    if rule == "offer":
        return _of_offer(settings["offer"], scene, size)
    return picked(
        store_id=scene.store,
        categories=keys,
        prices=_prices(settings, scene),
        reduced=rule == "reduced",
        sort="newest" if rule == "newest" else "popular",
        size=size,
    )


def _categories(settings: Mapping[str, Any], scene: Scene) -> list[int] | None:
    """Keys of the category asked for, else of the page's own; none for all, None where it is gone."""
    if settings["category"]:
        node = category_named(settings["category"])
        return node.all_keys() if node else None
    return below_key(scene.category) if scene.category is not None else []


def _prices(settings: Mapping[str, Any], scene: Scene) -> PriceRange | None:
    low, high = settings["low"], settings["high"]
    if not (low or high):
        return None
    store = open_stores_by_key([scene.store]).get(scene.store) if scene.store is not None else None
    currency = store.currency if store else market().currency
    unit = 10 ** precision(currency)
    return PriceRange(currency, low * unit if low else None, high * unit if high else None)


def _of_offer(public_id: str, scene: Scene, size: int) -> list[Card]:
    offer = offer_for_shoppers(public_id, scene.now, person_pk=scene.person, store_id=scene.store)
    if offer is None or offer.starts_at > scene.now:
        return []
    stores = [scene.store] if scene.store is not None else stores_in(offer)
    return picked_by_scope(offer.terms.get("scope") or {}, stores, size)
