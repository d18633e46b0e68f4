"""Offers of the town as plain data. All amounts are minor units; a window includes both of its days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from statistics import median
from typing import Any

from .content import read, text
from .nouns import Goods, Store, Text
from .shelves import nice


@dataclass(frozen=True, slots=True)
class Window:
    """From the first day to the last, both included."""

    starts_on: date
    ends_on: date

    def holds(self, day: date) -> bool:
        """Whether the offer runs on that day."""
        return self.starts_on <= day <= self.ends_on


@dataclass(frozen=True, slots=True)
class Coupon:
    """Takes `off_minor` from a basket of one store over a threshold. Audience: `everyone` or `regulars`.

    `holdout` percent of the people go without it; of the others a share `coming` comes because of it, for
    goods that cost up to `dearest` times its threshold.
    """

    key: str
    store: str
    name: Text
    off_minor: int
    over_minor: int
    window: Window
    quantity: int
    per_person: int
    audience: str
    holdout: int = 0
    coming: float = 0.0
    dearest: float = 1.0


@dataclass(frozen=True, slots=True)
class Envelope:
    """A red envelope paid by the market, good in every store until the budget is spent."""

    key: str
    name: Text
    amount_minor: int
    over_minor: int
    budget_minor: int
    window: Window


@dataclass(frozen=True, slots=True)
class SpendAndSave:
    """Spend and save: `tiers` are (over, off); if it repeats, the one tier counts as often as it fits."""

    key: str
    stores: tuple[str, ...]
    name: Text
    tiers: tuple[tuple[int, int], ...]
    repeating: bool
    window: Window


@dataclass(frozen=True, slots=True)
class ItemSale:
    """So many percent off one product."""

    key: str
    store: str
    product: str
    name: Text
    percent: int
    window: Window


@dataclass(frozen=True, slots=True)
class Offers:
    """All offers by key."""

    coupons: Mapping[str, Coupon]
    envelopes: Mapping[str, Envelope]
    spend_and_save: Mapping[str, SpendAndSave]
    sales: Mapping[str, ItemSale]


def make_offers(seed: int, today: date, stores: Mapping[str, Store], goods: Goods) -> Offers:
    """The offers of a town whose present day is `today`: past, running and coming ones."""
    dice = Random(f"{seed}:offers")
    coupons = [_welcome(store, goods, today) for store in stores.values()]
    coupons += [_regulars(store, goods, today) for store in stores.values() if store.loyalty >= 0.5]
    coupons += [_fresh(store, goods, today) for store in stores.values() if store.loyalty >= 0.5]
    coupons += [_tried(row, today) for row in read("offers")["tried"] if row["store"] in stores]
    saves = [_store_save(store, goods, today, dice) for store in stores.values() if dice.random() < 0.5]
    sales = [sale for store in stores.values() for sale in _sales(store, goods, today, dice)]
    return Offers(
        coupons={coupon.key: coupon for coupon in coupons},
        envelopes={envelope.key: envelope for envelope in _envelopes(today)},
        spend_and_save={save.key: save for save in (*saves, _across(today))},
        sales={sale.key: sale for sale in sales},
    )


def _typical(store: Store, goods: Goods) -> float:
    return median(item.variants[0].price_minor / 100 for item in goods.by_store[store.key])


def _welcome(store: Store, goods: Goods, today: date) -> Coupon:
    over = nice(_typical(store, goods) * 0.75)
    return Coupon(
        key=f"welcome/{store.key}",
        store=store.key,
        name=text(read("offers")["coupon"]["welcome"]).filled(s=store.name),
        off_minor=max(3, round(over * 0.08)) * 100,
        over_minor=over * 100,
        window=Window(today - timedelta(days=95), today + timedelta(days=30)),
        quantity=2000,
        per_person=1,
        audience="everyone",
    )


def _regulars(store: Store, goods: Goods, today: date) -> Coupon:
    over = nice(_typical(store, goods) * 0.9)
    return Coupon(
        key=f"regulars/{store.key}",
        store=store.key,
        name=text(read("offers")["coupon"]["regulars"]),
        off_minor=max(5, round(over * 0.12)) * 100,
        over_minor=over * 100,
        window=Window(today - timedelta(days=30), today + timedelta(days=20)),
        quantity=500,
        per_person=1,
        audience="regulars",
    )


def _fresh(store: Store, goods: Goods, today: date) -> Coupon:
    """A coupon that is new and that nobody has taken yet."""
    page = read("offers")["coupon"]
    over = nice(_typical(store, goods) * 1.4)
    return Coupon(
        key=f"fresh/{store.key}",
        store=store.key,
        name=text(page["fresh"]).filled(s=store.name),
        off_minor=max(4, round(over * 0.1)) * 100,
        over_minor=over * 100,
        window=_window(today, page["fresh_days_ago"], 21),
        quantity=200,
        per_person=1,
        audience="everyone",
    )


def _tried(row: Mapping[str, Any], today: date) -> Coupon:
    """A coupon that is over, with a share of people who went without it."""
    return Coupon(
        key=row["key"],
        store=row["store"],
        name=text(row["name"]),
        off_minor=row["off"] * 100,
        over_minor=row["over"] * 100,
        window=_window(today, row["starts_days_ago"], row["days"]),
        quantity=1000,
        per_person=1,
        audience="everyone",
        holdout=row["holdout"],
        coming=row["coming"],
        dearest=row["dearest"],
    )


def _store_save(store: Store, goods: Goods, today: date, dice: Random) -> SpendAndSave:
    page = read("offers")["spend"]
    size = max(1, round(_typical(store, goods) / 130))
    starts_on = today - timedelta(days=dice.choice((5, 25, 60)))
    return SpendAndSave(
        key=f"save/{store.key}",
        stores=(store.key,),
        name=text(page["name"]).filled(s=store.name),
        tiers=tuple((over * size * 100, off * size * 100) for over, off in page["tiers"]),
        repeating=False,
        window=Window(starts_on, starts_on + timedelta(days=35)),
    )


def _across(today: date) -> SpendAndSave:
    page = read("offers")["across"]
    starts_on = today - timedelta(days=read("market")["festival"]["starts_days_ago"])
    return SpendAndSave(
        key="save/across",
        stores=tuple(page["stores"]),
        name=text(page["name"]),
        tiers=((page["over"] * 100, page["off"] * 100),),
        repeating=True,
        window=Window(starts_on, today + timedelta(days=10)),
    )


def _envelopes(today: date) -> list[Envelope]:
    return [
        Envelope(
            key=row["key"],
            name=text(row["name"]),
            amount_minor=row["amount"] * 100,
            over_minor=row["over"] * 100,
            budget_minor=row["budget"] * 100,
            window=_window(today, row["starts_days_ago"], row["days"]),
        )
        for row in read("offers")["envelopes"]
    ]


def _window(today: date, days_ago: int, days: int) -> Window:
    starts_on = today - timedelta(days=days_ago)
    return Window(starts_on, starts_on + timedelta(days=days - 1))


def _sales(store: Store, goods: Goods, today: date, dice: Random) -> list[ItemSale]:
    items = dice.sample(goods.by_store[store.key], k=dice.randint(1, 3))
    return [
        ItemSale(
            key=f"sale/{item.key}",
            store=store.key,
            product=item.key,
            name=text(read("offers")["coupon"]["sale"]),
            percent=dice.choice((10, 12, 15, 20, 25)),
            window=_window(today, dice.choice((70, 42, 40, 20, 6, -4)), dice.randint(7, 16)),
        )
        for item in items
    ]
