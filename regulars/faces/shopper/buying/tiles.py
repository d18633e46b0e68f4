"""Goods in a basket or an order as `line_item` wants them."""

from __future__ import annotations

from collections.abc import Iterable

from regulars.faces.look.addresses import address
from regulars.goods.catalog.queries import Variant, said, said_pairs, sold_options
from regulars.goods.media.queries import PictureUrls, urls_by_public_id
from regulars.trade.orders.queries import Item, OrderLine

Urls = dict[str, PictureUrls]


def covers(names: Iterable[str]) -> Urls:
    """Pictures of a whole page in one question."""
    return urls_by_public_id(names)


def in_words(variant: Variant) -> str:
    """A variant in words: "Red · 42"."""
    return " · ".join(said_pairs(variant.options, variant.options_zh).values())


def options(line: OrderLine) -> str:
    """A variant as it was sold, in words."""
    return " · ".join(sold_options(line.options, line.variant).values())


def wished(item: Item, urls: Urls) -> dict[str, object]:
    """Goods that somebody means to buy, at the price of one piece."""
    product, variant = item.product, item.variant
    return {
        "name": said(*item.titles),
        "href": address("product", product.public_id),
        "image": urls.get(product.cover),
        "variant": in_words(variant),
        "minor": item.unit_minor,
        "list_minor": variant.compare_minor,
        "currency": product.currency,
        "quantity": item.quantity,
    }


def sold(line: OrderLine, currency: str, urls: Urls, linked: bool = True) -> dict[str, object]:
    """Goods as they were sold, at what was paid for them all."""
    return {
        "id": line.public_id,
        "name": said(line.title, line.title_zh),
        "href": address("product", line.product.public_id) if linked else "",
        "image": urls.get(line.cover),
        "variant": options(line),
        "minor": line.paid_minor,
        "list_minor": line.list_minor,
        "currency": currency,
        "quantity": line.quantity,
    }
