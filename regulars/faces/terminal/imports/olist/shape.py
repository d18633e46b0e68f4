"""The tables of the data set, and the checks that one table makes on another."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa

from regulars.faces.terminal.imports.checking import Column, Sheet, open_rejects, reject, typed
from regulars.faces.terminal.imports.table import Unreadable, find, load
from regulars.ground.kit import clock

STATES = ("created", "approved", "invoiced", "processing", "shipped", "delivered", "canceled", "unavailable")
ORDERS = Sheet(
    "orders",
    (
        Column("order_id", "key", needed=True),
        Column("customer_id", "key", needed=True),
        Column("order_status", "word", needed=True, words=STATES),
        Column("order_purchase_timestamp", "moment", needed=True),
        Column("order_approved_at", "moment"),
        Column("order_delivered_carrier_date", "moment"),
        Column("order_delivered_customer_date", "moment"),
        Column("order_estimated_delivery_date", "moment", vital=False),
    ),
    ("order_id",),
    ("olist_orders_dataset",),
)
ITEMS = Sheet(
    "order_items",
    (
        Column("order_id", "key", needed=True),
        Column("order_item_id", "count", needed=True),
        Column("product_id", "key", needed=True),
        Column("seller_id", "key", needed=True),
        Column("shipping_limit_date", "moment", vital=False),
        Column("price", "money", needed=True),
        Column("freight_value", "money", needed=True),
    ),
    ("order_id", "order_item_id"),
    ("olist_order_items_dataset",),
)
PAYMENTS = Sheet(
    "order_payments",
    (
        Column("order_id", "key", needed=True),
        Column("payment_sequential", "count", needed=True),
        Column("payment_type", "text", vital=False),
        Column("payment_installments", "count", vital=False),
        Column("payment_value", "money", needed=True),
    ),
    ("order_id", "payment_sequential"),
    ("olist_order_payments_dataset",),
)
CUSTOMERS = Sheet(
    "customers",
    (
        Column("customer_id", "key", needed=True),
        Column("customer_unique_id", "key", vital=False, needed=True),
        Column("customer_zip_code_prefix", "text", vital=False),
        Column("customer_city", "text", vital=False),
        Column("customer_state", "text", vital=False),
    ),
    ("customer_id",),
    ("olist_customers_dataset",),
)
PRODUCTS = Sheet(
    "products",
    (
        Column("product_id", "key", needed=True),
        Column("product_category_name", "text", vital=False),
        Column("product_photos_qty", "count", vital=False),
        Column("product_weight_g", "count", vital=False),
        Column("product_length_cm", "count", vital=False),
        Column("product_height_cm", "count", vital=False),
        Column("product_width_cm", "count", vital=False),
    ),
    ("product_id",),
    ("olist_products_dataset",),
)
SELLERS = Sheet(
    "sellers",
    (
        Column("seller_id", "key", needed=True),
        Column("seller_zip_code_prefix", "text", vital=False),
        Column("seller_city", "text", vital=False),
        Column("seller_state", "text", vital=False),
    ),
    ("seller_id",),
    ("olist_sellers_dataset",),
)
TRANSLATION = Sheet(
    "product_category_name_translation",
    (
        Column("product_category_name", "text", vital=False),
        Column("product_category_name_english", "text", vital=False),
    ),
    optional=True,
)
SHEETS = (ORDERS, ITEMS, PAYMENTS, CUSTOMERS, PRODUCTS, SELLERS, TRANSLATION)
LATE = timedelta(days=2)


def files(folder: Path) -> dict[str, Path]:
    """The file of every table that is there. Raises Unreadable when a needed one is missing."""
    found = {}
    for sheet in SHEETS:
        file = find(folder, sheet.name, sheet.file_names)
        if file is not None:
            found[sheet.name] = file
        elif not sheet.optional:
            raise Unreadable(
                f"{folder} has no {sheet.name}.parquet or {sheet.name}.csv. Nothing was changed."
            )
    return found


def read(con: Any, found: dict[str, Path]) -> None:
    """All tables, typed and checked by themselves. Raises Unreadable."""
    open_rejects(con)
    latest = (clock.now() + LATE).strftime("%Y-%m-%d %H:%M:%S")
    for sheet in SHEETS:
        if sheet.name in found:
            typed(con, sheet, load(con, sheet.name, found[sheet.name]), latest=latest)
        else:
            columns = ", ".join(f"{column.name} VARCHAR" for column in sheet.columns)
            con.execute(f"CREATE TABLE {sheet.name} (row BIGINT, content VARCHAR, {columns})")


def relate(con: Any, known: dict[str, Iterable[str]]) -> None:
    """Take rows out that name what neither the files nor the market know.

    `known`: what the market holds already, by "orders", "products" and "sellers".
    """
    for kind, column in (("orders", "order_id"), ("products", "product_id"), ("sellers", "seller_id")):
        held = pa.table({column: pa.array(list(known.get(kind, ())), pa.string())})
        con.register("held", held)
        con.execute(f"CREATE TABLE held_{kind} AS SELECT {column} FROM held")
        con.unregister("held")
    con.execute(
        "UPDATE customers SET customer_unique_id = 'c-' || customer_id WHERE customer_unique_id IS NULL"
    )
    strangers = (
        "customer_id NOT IN (SELECT customer_id FROM customers) "
        "AND order_id NOT IN (SELECT order_id FROM held_orders)"
    )
    reject(con, "orders", strangers, "customer_id", "'No customer has this customer_id.'")
    for sheet in ("order_items", "order_payments"):
        _needs(con, sheet, "order_id", "orders", "No order has this order_id, or its row was left out.")
    for kind, column in (("products", "product_id"), ("sellers", "seller_id")):
        _needs(con, "order_items", column, kind, f"No row of {kind} has this {column}.", held=True)


def _needs(con: Any, sheet: str, column: str, kind: str, reason: str, *, held: bool = False) -> None:
    known = f"SELECT {column} FROM {kind}" + (f" UNION SELECT {column} FROM held_{kind}" if held else "")
    reject(con, sheet, f"{column} NOT IN ({known})", column, f"'{reason}'")
