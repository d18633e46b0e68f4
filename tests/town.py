"""The named cast: the same people and stores in tests, demo and docs.

Alice and Bob shop, Carol shops as a guest, Mei owns Purple Clay House where Lin answers shoppers,
Ravi owns Cashmere to Measure, Olga runs the market, Oscar may look at it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from regulars.goods.catalog import actions as catalog
from regulars.goods.catalog.models import Category, Product, Variant
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.people.accounts import actions as accounts
from regulars.people.accounts.models import Person
from regulars.people.merchants import actions as merchants
from regulars.people.merchants import queries as places
from regulars.people.merchants.models import Market, Store

PASSWORD = "regulars-demo"


def shopper(person: Person) -> Actor:
    """A logged-in shopper as an actor."""
    return Actor("shopper", person_id=person.pk)


def staff(person: Person, store: Store) -> Actor:
    """A store's member of staff as an actor, with the rights the place gives."""
    return places.place(person.pk, store.public_id)[1]


def operator(person: Person) -> Actor:
    """An operator as an actor."""
    from regulars.people.accounts.queries import operator as find

    return find(person.pk)


@dataclass
class Town:
    """Everybody and everything; attributes are the rows."""

    market: Market
    alice: Person
    bob: Person
    mei: Person
    ravi: Person
    lin: Person
    olga: Person
    oscar: Person
    teapots: Category
    knitwear: Category
    clay: Store
    cashmere: Store
    teapot: Product
    cup: Product
    sweater: Product

    @classmethod
    def build(cls) -> Town:
        """A market with two stores and three products in stock."""
        market = merchants.set_market(by=SYSTEM, name="Regulars Town", name_zh="常客小镇", currency="CNY")
        people = {name: _person(name) for name in ("alice", "bob", "mei", "ravi", "lin", "olga", "oscar")}
        accounts.grant_market_role(by=SYSTEM, person=people["olga"])
        accounts.grant_market_role(by=SYSTEM, person=people["oscar"], rights=["market.read"])
        clay = _store(
            people["mei"], "Purple Clay House", "紫砂小院", freight_minor=1000, free_freight_from_minor=30000
        )
        cashmere = _store(people["ravi"], "Cashmere to Measure", "量身羊绒", freight_minor=0)
        merchants.employ(by=SYSTEM, store=clay, person=people["lin"], role="reception")
        teapots = catalog.add_category(by=SYSTEM, name="Teapots", name_zh="茶壶", slug="teapots")
        knitwear = catalog.add_category(by=SYSTEM, name="Knitwear", name_zh="针织", slug="knitwear")
        return cls(
            market=market,
            teapots=teapots,
            knitwear=knitwear,
            clay=clay,
            cashmere=cashmere,
            teapot=_product(
                clay, people["mei"], teapots, "Plum Branch teapot", "梅桩壶", "POT", [28000, 36000], 10
            ),
            cup=_product(clay, people["mei"], teapots, "Tasting cup", "品茗杯", "CUP", [4500], 100),
            sweater=_product(
                cashmere, people["ravi"], knitwear, "Round-neck sweater", "圆领毛衣", "SWE", [89900], 5
            ),
            **people,
        )

    def variant(self, product: Product, position: int = 0) -> Variant:
        """One variant of a product, by position."""
        return product.variants.order_by("position", "pk")[position]

    def mei_at_work(self) -> Actor:
        """Mei in her store."""
        return staff(self.mei, self.clay)

    def ravi_at_work(self) -> Actor:
        """Ravi in his store."""
        return staff(self.ravi, self.cashmere)


def _person(name: str) -> Person:
    return accounts.create_person(
        by=SYSTEM, email=f"{name}@example.com", password=PASSWORD, name=name.capitalize()
    )


def _store(owner: Person, name: str, name_zh: str, **more: Any) -> Store:
    return merchants.open_store(
        by=Actor("shopper", person_id=owner.pk), owner=owner, name=name, name_zh=name_zh, **more
    )


def _product(
    store: Store,
    owner: Person,
    category: Category,
    title: str,
    title_zh: str,
    sku: str,
    prices: list[int],
    stock: int,
) -> Product:
    by = staff(owner, store)
    variants = [
        {"sku": f"{sku}-{number}", "options": {"Size": str(number)}, "price_minor": price, "on_hand": stock}
        for number, price in enumerate(prices, 1)
    ]
    product = catalog.add_product(
        by=by, store=store, category=category, title=title, title_zh=title_zh, variants=variants
    )
    catalog.publish_product(by=by, store=store, product_id=product.public_id)
    product.refresh_from_db()
    return product
