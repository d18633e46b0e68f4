"""Goods by what they are, for what nobody has met yet: category, store, brand, price band and words as short vectors."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from regulars.discovery.recommend.rules.cold import Product, attributes
from regulars.discovery.recommend.rules.cold.goods import WIDTH
from regulars.discovery.recommend.rules.vectors import unit
from regulars.ground.kit.later import np

SIZE = 64
WORD = re.compile(r"[a-z0-9]{3,}|[\u4e00-\u9fff]")


def told(path: Sequence[int], store: int, brand: int | None, price_minor: int, title: str) -> Product:
    """What can be said of a product; `path` are its categories from the top down. The store is one of its words."""
    words = (*WORD.findall(title.lower()), f"store{store}")
    return Product(tuple(map(str, path)), str(brand or ""), price_minor, words)


def looks(products: Sequence[Product]) -> Any:
    """Vectors of length 1 (products x SIZE, float32): near each other when the attributes are."""
    return unit(np.asarray(attributes(products) @ _projection(), np.float32))


@cache
def _projection() -> Any:
    """The same random directions on every machine (W. Johnson, J. Lindenstrauss 1984)."""
    return np.random.default_rng(7).standard_normal((WIDTH, SIZE)).astype(np.float32) / SIZE**0.5
