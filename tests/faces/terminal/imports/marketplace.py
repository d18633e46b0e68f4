"""A small marketplace in Olist's shape, made by the tests: plain dictionaries that a test may damage."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

Tables = dict[str, list[dict[str, Any]]]
START = datetime(2018, 1, 5, 10, 0)
ORDERS = 12
STATES = ("delivered",) * 6 + ("shipped", "invoiced", "created", "canceled", "unavailable", "delivered")


def market() -> Tables:
    """Twelve orders of ten people in three stores: two with two stores, two without items, one overpaid."""
    tables: Tables = {
        "sellers": [
            {
                "seller_id": f"seller{n}",
                "seller_zip_code_prefix": 1000 + n,
                "seller_city": "ibitinga",
                "seller_state": "SP",
            }
            for n in range(3)
        ],
        "products": [_product(n) for n in range(6)],
        "product_category_name_translation": [
            {"product_category_name": "cama_mesa_banho", "product_category_name_english": "bed_bath_table"},
            {"product_category_name": "coisas_raras", "product_category_name_english": "rare_things"},
        ],
        "customers": [],
        "orders": [],
        "order_items": [],
        "order_payments": [],
    }
    for n in range(ORDERS):
        _add_order(tables, n, STATES[n])
    return tables


def _product(n: int) -> dict[str, Any]:
    return {
        "product_id": f"product{n}",
        "product_category_name": ("cama_mesa_banho", "coisas_raras", None)[n % 3],
        "product_photos_qty": n,
        "product_weight_g": 300 * n,
        "product_length_cm": 45,
        "product_height_cm": 10 + n,
        "product_width_cm": 35,
    }


def _add_order(tables: Tables, n: int, state: str) -> None:
    at = START + timedelta(hours=n)
    approved = None if state == "created" else at + timedelta(minutes=20)
    sent = at + timedelta(days=1) if state in ("shipped", "delivered") else None
    tables["customers"].append(
        {
            "customer_id": f"c{n}",
            "customer_unique_id": f"u{n % 10}",
            "customer_zip_code_prefix": 6273,
            "customer_city": "osasco",
            "customer_state": "SP",
        }
    )
    tables["orders"].append(
        {
            "order_id": f"o{n}",
            "customer_id": f"c{n}",
            "order_status": state,
            "order_purchase_timestamp": at,
            "order_approved_at": approved,
            "order_delivered_carrier_date": sent,
            "order_delivered_customer_date": at + timedelta(days=5) if state == "delivered" else None,
            "order_estimated_delivery_date": at + timedelta(days=20),
        }
    )
    total = 0
    for place in range(0 if n in (9, 10) else 1 + n % 2):
        price, freight = 1990 + 100 * n + place, 500 + n
        total += price + freight
        tables["order_items"].append(
            {
                "order_id": f"o{n}",
                "order_item_id": place + 1,
                "product_id": f"product{(n + place) % 6}",
                "seller_id": f"seller{(n + place * (n % 3 == 0)) % 3}",
                "shipping_limit_date": at + timedelta(days=3),
                "price": price / 100,
                "freight_value": freight / 100,
            }
        )
    total = total or 5000
    shares = [total - 700, 700] if n % 4 == 0 else [total + (5 if n == 1 else 0)]
    for number, amount in enumerate(shares, 1):
        tables["order_payments"].append(
            {
                "order_id": f"o{n}",
                "payment_sequential": number,
                "payment_type": ("credit_card", "voucher")[number - 1],
                "payment_installments": 3,
                "payment_value": amount / 100,
            }
        )


def cents(rows: list[dict[str, Any]], column: str) -> int:
    """The sum of a column in minor units."""
    return sum(round(float(row[column]) * 100) for row in rows)


def write(tables: Tables, folder: Path, *, form: str = "parquet") -> Path:
    """The tables as files of a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        file = folder / f"{name}.{form}"
        if form == "csv":
            _write_csv(rows, file)
        else:
            pq.write_table(pa.Table.from_pylist([_plain(rows, row) for row in rows]), file)
    return folder


def _plain(rows: list[dict[str, Any]], row: Mapping[str, Any]) -> dict[str, Any]:
    """A column with texts among its numbers or times becomes a column of texts, as in damaged exports."""
    mixed = {name for each in rows for name, value in each.items() if isinstance(value, str)}
    return {name: str(value) if name in mixed and value is not None else value for name, value in row.items()}


def _write_csv(rows: list[dict[str, Any]], file: Path) -> None:
    with file.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def copy(tables: Tables) -> Tables:
    """Tables to be changed."""
    return deepcopy(tables)
