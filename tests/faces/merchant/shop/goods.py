"""Mei's goods as her forms send them."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image

from regulars.goods.catalog.models import Product
from tests.town import Town

COLUMNS = (
    "id",
    "sku",
    "price",
    "compare",
    "cost",
    "stock",
    "was",
    "gone",
    "o1",
    "o2",
    "o3",
    "z1",
    "z2",
    "z3",
)


def shot(name: str = "pot.png") -> io.BytesIO:
    """A picture as a browser sends one."""
    file = io.BytesIO()
    Image.new("RGB", (300, 200), (150, 80, 60)).save(file, "PNG")
    file.seek(0)
    file.name = name
    return file


def rows(*variants: dict[str, str]) -> dict[str, list[str]]:
    """The variants' columns as the form sends them."""
    return {f"v_{name}": [one.get(name, "") for one in variants] for name in COLUMNS}


def typed(town: Town, *variants: dict[str, str], **more: Any) -> dict[str, Any]:
    """A whole new product as typed."""
    return {
        "title": "Stone Scoop teapot", "title_zh": "石瓢壶", "description": "Thrown by hand.",
        "description_zh": "", "category": town.teapots.slug, "brand": "", "attributes": "Material: zisha clay",
        "option_1": "", "option_2": "", "option_3": "", "version": "",
    } | rows(*(variants or ({"price": "328", "stock": "4"},))) | more  # fmt: skip


def shown(town: Town, product: Product, **changes: Any) -> dict[str, Any]:
    """The edit form of a product as it would come back unchanged, but for `changes`."""
    product.refresh_from_db()
    found = product.variants.filter(retired_at=None).order_by("position", "pk").select_related("stock")
    names = list(dict.fromkeys(key for row in found for key in row.options))
    lines = [
        {
            "id": row.public_id, "sku": row.sku, "price": f"{row.price_minor / 100:.2f}",
            "stock": str(row.stock.on_hand), "was": str(row.stock.on_hand), "o1": row.options.get(names[0], ""),
        }
        for row in found
    ]  # fmt: skip
    return {
        "title": product.title, "title_zh": product.title_zh, "description": product.description,
        "category": product.category.slug, "version": str(product.version), "option_1": names[0],
        "lines": lines,
    } | changes  # fmt: skip


def sent(form: dict[str, Any]) -> dict[str, Any]:
    """`shown` as form data."""
    lines = form.pop("lines")
    return form | rows(*lines)
