"""Stores, people and goods of the data set, made before the orders that name them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from regulars.faces.terminal.imports.olist import naming
from regulars.faces.terminal.imports.olist.words import DEPARTMENTS, Words, words
from regulars.goods.catalog import actions as catalog
from regulars.goods.catalog import queries as shelves
from regulars.goods.catalog.queries.recorded import Kept, products_by_ref
from regulars.goods.catalog.rules import ProductRow, VariantRow
from regulars.ground.kit.actors import SYSTEM
from regulars.people.accounts import actions as accounts
from regulars.people.accounts.queries import people_by_ref
from regulars.people.accounts.rules import PersonRow
from regulars.people.merchants import actions as merchants
from regulars.people.merchants.queries import stores_by_ref
from regulars.people.merchants.rules import StoreRow, slug

CURRENCY = "BRL"
ZONE = ZoneInfo("America/Sao_Paulo")
PREFIX = "olist:"
BATCH = 2000
LEAST_STOCK = 10
UNKNOWN = Kept(-1, -1, "", "")


def moment(local: datetime | None) -> datetime | None:
    """A time of the data set (São Paulo) in UTC."""
    return local.replace(tzinfo=ZONE).astimezone(UTC) if local else None


@dataclass(slots=True)
class Places:
    """Keys of what is there, by the ids of the data set; negative for what a dry run would make."""

    stores: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    goods: dict[tuple[int, str], Kept] = field(default_factory=dict)
    created: dict[str, int] = field(default_factory=dict)

    def product(self, store_pk: int, product_id: str) -> Kept:
        """The store's product."""
        return self.goods.get((store_pk, PREFIX + product_id), UNKNOWN)


def open_stores(con: Any, places: Places, dry_run: bool) -> None:
    """A store for every seller, named after its city and what it sells most."""
    rows = con.execute(
        """SELECT seller_id, any_value(seller_city), mode(product_category_name), median(freight_value),
        min(order_purchase_timestamp), (SELECT min(order_purchase_timestamp) FROM orders)
        FROM sellers LEFT JOIN order_items USING (seller_id) LEFT JOIN products USING (product_id)
        LEFT JOIN orders USING (order_id) GROUP BY seller_id ORDER BY seller_id"""
    ).fetchall()
    held = con.execute("SELECT seller_id FROM held_sellers").fetchall()
    known = stores_by_ref(PREFIX + row[0] for row in [*rows, *held])
    english = _english(con)
    fresh = [_store(row, english) for row in rows if PREFIX + row[0] not in known]
    places.created["stores"] = len(fresh)
    if dry_run:
        known |= {row.external_ref: -number for number, row in enumerate(fresh, 1)}
    else:
        known |= merchants.record_stores(by=SYSTEM, rows=fresh)
    places.stores |= {ref.removeprefix(PREFIX): key for ref, key in known.items()}


def _english(con: Any) -> dict[str, str]:
    table = "product_category_name_translation"
    columns = "product_category_name, product_category_name_english"
    return dict(
        con.execute(f"SELECT {columns} FROM {table} WHERE product_category_name IS NOT NULL").fetchall()
    )


def _store(row: Sequence[Any], english: Mapping[str, str]) -> StoreRow:
    seller, city, category, freight, first, earliest = row
    name, name_zh = naming.store_names(seller, city, words(category, english.get(category)))
    return StoreRow(
        external_ref=PREFIX + seller,
        slug=f"{slug(name, set())[:45]}-{naming.short(seller, 12)[4:].lower()}",
        name=name,
        name_zh=name_zh,
        city=naming.city_name(city),
        currency=CURRENCY,
        freight_minor=int(freight or 0),
        opened_at=moment(first or earliest),
    )


def register_people(con: Any, places: Places, dry_run: bool, advance: Callable[[int], None]) -> None:
    """Everybody who ordered, with the day of their first order."""
    rows = con.cursor().execute(
        """SELECT customer_unique_id, min(order_purchase_timestamp) FROM orders JOIN customers
        USING (customer_id) GROUP BY 1 ORDER BY 2, 1"""
    )
    places.created["people"] = 0
    while part := rows.fetchmany(BATCH):
        refs = [PREFIX + person for person, _first in part]
        known = people_by_ref(refs)
        fresh = [
            PersonRow(PREFIX + person, naming.person_name(person), joined_at=moment(first))
            for person, first in part
            if PREFIX + person not in known
        ]
        places.created["people"] += len(fresh)
        if fresh and not dry_run:
            known |= accounts.record_people(by=SYSTEM, rows=fresh)
        places.people |= {ref.removeprefix(PREFIX): key for ref, key in known.items()}
        advance(len(part))


def shelve_goods(con: Any, places: Places, dry_run: bool, advance: Callable[[int], None]) -> None:
    """A product for every pair of seller and product that was sold, priced as it was sold."""
    places.goods = products_by_ref(PREFIX)
    english = _english(con)
    rows = con.cursor().execute(
        """SELECT seller_id, product_id, any_value(COLUMNS('^product_[cpwlh].*')),
        list({'at': order_purchase_timestamp, 'price': price}
        ORDER BY order_purchase_timestamp, order_item_id) AS sold
        FROM order_items JOIN orders USING (order_id) LEFT JOIN products USING (product_id)
        GROUP BY seller_id, product_id ORDER BY min(order_purchase_timestamp), seller_id, product_id"""
    )
    names = [column[0] for column in rows.description]
    shelves_of = {} if dry_run else _shelves(con, english)
    places.created["products"] = 0
    while part := rows.fetchmany(BATCH):
        found = [dict(zip(names, row, strict=True)) for row in part]
        fresh = [
            row
            for row in found
            if (places.stores[row["seller_id"]], PREFIX + row["product_id"]) not in places.goods
        ]
        places.created["products"] += len(fresh)
        if fresh and not dry_run:
            catalog.record_products(by=SYSTEM, rows=list(_products(fresh, places, shelves_of, english)))
        advance(len(part))
    if places.created["products"] and not dry_run:
        places.goods = products_by_ref(PREFIX)


def _shelves(con: Any, english: Mapping[str, str]) -> dict[str | None, int]:
    """Category key by the data set's category name; departments above."""
    found = con.execute("SELECT DISTINCT product_category_name FROM products").fetchall()
    names = {name: words(name, english.get(name or "")) for (name,) in [*found, (None,)]}
    departments = {word.department for word in names.values()}
    catalog.record_categories(
        by=SYSTEM, names={name: zh for name, zh in DEPARTMENTS.items() if name in departments}
    )
    return {name: _shelf(word) for name, word in sorted(names.items(), key=lambda pair: pair[1].name)}


def _shelf(word: Words) -> int:
    rows = {(row.parent_id, row.name): row for row in shelves.categories()}
    parent = rows[None, word.department]
    row = rows.get((parent.pk, word.name))
    if row is None:
        row = catalog.add_category(by=SYSTEM, name=word.name, name_zh=word.name_zh, parent=parent)
    return row.pk


def _products(
    rows: Sequence[Mapping[str, Any]],
    places: Places,
    shelves_of: Mapping[str | None, int],
    english: Mapping[str, str],
) -> Iterator[ProductRow]:
    for row in rows:
        category = row["product_category_name"]
        word = words(category, english.get(category or ""))
        title, title_zh = naming.titles(row, word)
        text, text_zh = naming.texts(row, word)
        prices = tuple(_prices(row["sold"]))
        attributes = {"Size": naming.size(row), "Weight": naming.weight(row)}
        yield ProductRow(
            store_id=places.stores[row["seller_id"]],
            category_id=shelves_of.get(category, shelves_of[None]),
            external_ref=PREFIX + row["product_id"],
            title=title,
            title_zh=title_zh,
            description=text,
            description_zh=text_zh,
            currency=CURRENCY,
            attributes={name: value for name, value in attributes.items() if value},
            created_at=prices[0][0],
            published_at=prices[0][0],
            variants=(
                VariantRow(
                    sku=row["product_id"],
                    price_minor=prices[-1][1],
                    on_hand=max(LEAST_STOCK, len(row["sold"])),
                    prices=prices,
                ),
            ),
        )


def _prices(sold: Sequence[Mapping[str, Any]]) -> Iterator[tuple[datetime, int]]:
    """Each price from the sale on at which it was first paid."""
    last = None
    for sale in sold:
        at = moment(sale["at"])
        if sale["price"] != last and at is not None:
            last = sale["price"]
            yield at, sale["price"]
