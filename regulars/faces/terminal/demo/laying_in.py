"""Shelves, goods with their pictures, and offers."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime, timedelta
from multiprocessing import get_context
from typing import Any

from regulars.faces.terminal.demo.chapters import in_chapters
from regulars.faces.terminal.demo.nouns import Product, Store, Text, Variant
from regulars.faces.terminal.demo.offers import Coupon, Envelope, ItemSale, SpendAndSave, Window
from regulars.faces.terminal.demo.opening import CAST, Market, at_work, morning
from regulars.faces.terminal.demo.world import Town
from regulars.goods.catalog import actions as catalog
from regulars.goods.catalog import queries as shelf
from regulars.goods.catalog.actions.recorded_pictures import record_pictures
from regulars.goods.catalog.rules import PictureKey, ProductRow, VariantRow
from regulars.goods.media import actions as media
from regulars.goods.media.made.press import Recipe, pressed
from regulars.goods.media.pipeline import Rebuilt
from regulars.goods.media.rules import Owner
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.loyalty.outreach.rules.contacts import held_out
from regulars.people.merchants import actions as merchants
from regulars.trade.offers import actions as offering
from regulars.trade.orders.actions.recorded_covers import record_covers

Drawn = dict[tuple[str, str, int], Rebuilt]
POOL = "across"
PIXELS = 400
VIEWED = 5.0


def recipes(town: Town) -> dict[tuple[str, str, int], Recipe]:
    """Every picture of the town: products (the best sellers twice), logos, banners."""
    wanted: dict[tuple[str, str, int], Recipe] = {}
    for product in town.goods.products.values():
        picture = product.pictures[0]
        for view in range(2 if product.popularity > VIEWED else 1):
            wanted["product", product.key, view] = Recipe(
                picture.kind, picture.seed, picture.color, view=view, size=PIXELS
            )
    for store in town.stores.values():
        wanted["logo", store.key, 0] = Recipe("logo", store.logo_seed, store.color, text=store.name.zh)
        wanted["banner", store.key, 0] = Recipe(f"banner:{_face(town, store)}", store.logo_seed, store.color)
    return wanted


class Drawing:
    """Pictures being drawn on other cores while the town is written."""

    def __init__(self, town: Town, processes: int = 2):
        self._wanted = recipes(town)
        # Drawing yields to the writing of the town, which takes longer.
        self._pool = ProcessPoolExecutor(
            processes, mp_context=get_context("spawn"), initializer=os.nice, initargs=(10,)
        )
        self._coming = self._pool.map(pressed, self._wanted.values(), chunksize=8)

    def finished(self) -> Drawn:
        """All of them, once the last is done."""
        with self._pool:
            return dict(zip(self._wanted, self._coming, strict=True))


def _face(town: Town, store: Store) -> str:
    return town.goods.by_store[store.key][0].pictures[0].kind


def shelves(town: Town, market: Market) -> None:
    """Categories, parents first, and brands."""
    for number, category in enumerate(town.goods.categories.values()):
        market.categories[category.key] = catalog.add_category(
            by=SYSTEM, name=category.name.en, name_zh=category.name.zh, slug=category.key.replace("/", "-"),
            parent=market.categories[category.parent] if category.parent else None, position=number,
        )  # fmt: skip
    for brand in town.goods.brands.values():
        market.brands[brand.key] = catalog.add_brand(by=SYSTEM, name=brand.name.en, name_zh=brand.name.zh)


def products(town: Town, market: Market) -> None:
    """The goods of all stores come in at once; their pictures follow when they are drawn."""
    rows = [_row(town, market, item) for item in town.goods.products.values()]
    catalog.record_products(by=SYSTEM, rows=rows)
    _find(town, market)


def pictures(town: Town, market: Market, drawn: Drawn) -> None:
    """Every store hangs out its sign, and every product gets its pictures."""
    in_chapters(town.stores.values(), 100, lambda store: _sign(market, store, drawn))
    kept = _keep(list(town.goods.products), drawn)
    record_pictures(by=SYSTEM, pictures={market.products[key].pk: row for key, row in kept.items()})
    record_covers(by=SYSTEM)


def _find(town: Town, market: Market) -> None:
    keys = shelf.variant_keys(row.pk for row in market.stores.values())
    found = shelf.variants_by_key(keys.values())
    for key, variant in town.goods.variants.items():
        store = market.stores[town.goods.products[variant.product].store]
        market.variants[key] = row = found[keys[store.pk, variant.sku]]
        market.products[variant.product] = row.product


def _sign(market: Market, store: Store, drawn: Drawn) -> None:
    row = market.stores[store.key]
    owner = Owner("merchants.store", row.public_id)
    logo, banner = media.store_rebuilt(
        by=SYSTEM,
        made=[
            (owner, drawn["logo", store.key, 0], store.name.en),
            (owner, drawn["banner", store.key, 0], store.name.en),
        ],
    )
    merchants.change_store(
        by=at_work(market, store.key), store=row, logo=logo.public_id, banner=banner.public_id
    )


def _keep(keys: Sequence[str], drawn: Drawn) -> dict[str, tuple[PictureKey, ...]]:
    wanted = [(key, view) for key in keys for view in (0, 1) if ("product", key, view) in drawn]
    made = [(Owner("catalog.product", key), drawn["product", key, view], "") for key, view in wanted]
    kept: dict[str, tuple[PictureKey, ...]] = {}
    for (key, _view), row in zip(wanted, media.store_rebuilt(by=SYSTEM, made=made), strict=True):
        kept[key] = (*kept.get(key, ()), PictureKey(row.pk, row.public_id))
    return kept


def _row(town: Town, market: Market, item: Product) -> ProductRow:
    listed = morning(item.listed_on)
    brand: Any = market.brands.get(item.brand)
    category: Any = market.categories[item.category]
    return ProductRow(
        store_id=market.stores[item.store].pk, category_id=category.pk, brand_id=brand.pk if brand else None,
        external_ref=f"demo:{item.key}"[:80], title=item.name.en, title_zh=item.name.zh,
        description=item.description.en, description_zh=item.description.zh,
        attributes={name.en: value.en for name, value in item.attributes},
        attributes_zh={name.zh: value.zh for name, value in item.attributes}, currency=town.market.currency,
        variants=tuple(_variant(item, variant) for variant in item.variants),
        created_at=listed, published_at=listed,
    )  # fmt: skip


def _variant(item: Product, variant: Variant) -> VariantRow:
    return VariantRow(
        sku=variant.sku,
        options={
            option.name.en: value.en for option, value in zip(item.options, variant.chosen, strict=True)
        },
        options_zh={
            option.name.zh: value.zh for option, value in zip(item.options, variant.chosen, strict=True)
        },
        price_minor=variant.price_minor,
        compare_minor=variant.compare_minor,
        cost_minor=variant.cost_minor,
        on_hand=variant.stock,
    )


def offers(town: Town, market: Market) -> None:
    """Coupons, red envelopes, spend-and-save and sales, published when their time came."""
    fresh = [one for one in town.offers.coupons.values() if one.key not in market.offers]
    in_chapters(fresh, 50, lambda one: _coupon(market, one))
    in_chapters(town.offers.envelopes.values(), 50, lambda one: _envelope(market, one))
    in_chapters(town.offers.spend_and_save.values(), 50, lambda one: _spend_and_save(market, one))
    in_chapters(town.offers.sales.values(), 50, lambda one: _sale(market, one))


def tried(town: Town, market: Market) -> None:
    """Coupons that some go without: their names decide who, so they are there before the days are told."""
    for one in town.offers.coupons.values():
        if one.holdout:
            _coupon(market, one)


def has(town: Town, market: Market, coupon: str, person: str) -> bool:
    """Whether a tried coupon (by key) is there for somebody of the crowd; the cast comes by its own stories."""
    key, percent = market.people.get(person), town.offers.coupons[coupon].holdout
    return key is not None and person not in CAST and not held_out(market.offers[coupon], str(key), percent)


def _publish(market: Market, key: str, store: str | None, window: Window, name: Text, **given: Any) -> str:
    row = market.stores[store] if store else None
    by = at_work(market, store) if store else SYSTEM
    starts, ends = period(window)
    with clock.at(min(starts, clock.now()) - timedelta(minutes=1)):
        offer = offering.create_offer(
            by=by, store=row, title=name.en, title_zh=name.zh, starts_at=starts, ends_at=ends, **given
        )
        offering.publish_offer(by=by, store=row, offer=offer.public_id)
    market.offers[key] = offer.public_id
    return offer.public_id


def period(window: Window) -> tuple[datetime, datetime]:
    """Both days included."""
    return _midnight(window.starts_on), _midnight(window.ends_on + timedelta(days=1))


def _midnight(day: date) -> datetime:
    return morning(day, 0)


def _tiers(*steps: tuple[int, int]) -> list[dict[str, int]]:
    return [{"threshold_minor": over, "off_minor": off} for over, off in steps]


def _coupon(market: Market, coupon: Coupon) -> None:
    _publish(
        market, coupon.key, coupon.store, coupon.window, coupon.name, kind="store-coupon", claimable=True,
        exclusive=coupon.audience == "regulars", per_person=coupon.per_person, cap_count=coupon.quantity,
        terms={"tiers": _tiers((coupon.over_minor, coupon.off_minor))}
        | ({"holdout": coupon.holdout} if coupon.holdout else {}),
    )  # fmt: skip


def _envelope(market: Market, envelope: Envelope) -> None:
    low = envelope.amount_minor // 2
    _publish(
        market, envelope.key, None, envelope.window, envelope.name, kind="cash-red-envelope", claimable=True,
        per_person=1, cap_minor=envelope.budget_minor,
        terms={
            "tiers": _tiers((envelope.over_minor, envelope.amount_minor)),
            "pot": {"min_minor": low, "max_minor": envelope.amount_minor},
        },
    )  # fmt: skip


def _spend_and_save(market: Market, save: SpendAndSave) -> None:
    terms: dict[str, Any] = {"tiers": _tiers(*save.tiers), "repeats": save.repeating}
    if len(save.stores) == 1:
        _publish(market, save.key, save.stores[0], save.window, save.name, kind="spend-and-save", terms=terms)
        return
    offer = _publish(
        market,
        save.key,
        None,
        save.window,
        save.name,
        kind="cross-store",
        pool=POOL,
        terms=terms | {"store_bp": 5000},
    )
    for store in save.stores:
        offering.join_offer(by=at_work(market, store), store=market.stores[store], offer=offer)


def _sale(market: Market, sale: ItemSale) -> None:
    product = market.products[sale.product]
    _publish(
        market, sale.key, sale.store, sale.window, sale.name, kind="item-price",
        terms={
            "scope": {"by": "product", "ids": [product.public_id]},
            "tiers": [{"threshold_minor": 0, "percent_bp": sale.percent * 100}],
        },
    )  # fmt: skip
