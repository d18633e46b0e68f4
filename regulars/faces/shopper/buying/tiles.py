"""Goods in a basket or an order as `line_item` wants them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse

from regulars.faces.shopper.buying.going import Row
from regulars.goods.catalog.queries import said
from regulars.goods.media.queries import PictureUrls, urls_by_public_id
from regulars.trade.orders.queries import Item

Urls = dict[str, PictureUrls]


def covers(names: Iterable[str]) -> Urls:
    """Pictures of a whole page in one question."""
    return urls_by_public_id(names)


def options(chosen: Mapping[str, Any]) -> str:
    """A variant in words: "Red · 42"."""
    return " · ".join(str(value) for value in chosen.values())


def wished(item: Item, urls: Urls) -> dict[str, Any]:
    """Goods that somebody means to buy, at the price of one piece."""
    product, variant = item.product, item.variant
    return {
        "name": said(product.title, product.title_zh),
        "href": reverse("product", args=[product.public_id]),
        "image": urls.get(product.cover),
        "variant": options(variant.options),
        "minor": variant.price_minor,
        "list_minor": variant.compare_minor,
        "currency": product.currency,
        "quantity": item.quantity,
    }


def sold(line: Row, currency: str, urls: Urls, linked: bool = True) -> dict[str, Any]:
    """Goods as they were sold, at what was paid for them all."""
    return {
        "id": line.public_id,
        "name": said(line.title, line.title_zh),
        "href": reverse("product", args=[line.product.public_id]) if linked else "",
        "image": urls.get(line.cover),
        "variant": options(line.options),
        "minor": line.paid_minor,
        "list_minor": line.list_minor,
        "currency": currency,
        "quantity": line.quantity,
    }
