"""Goods by what they are: category, store, brand, price and words as one short vector, for what nobody has met yet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import log2
from typing import Any
from zlib import crc32

from regulars.ground.kit.later import np

WIDTH = 64
WORD = re.compile(r"[a-z0-9]{3,}|[\u4e00-\u9fff]")
HEAVY = {"leaf": 3.0, "top": 1.0, "brand": 2.0, "store": 1.5, "price": 1.0, "word": 1.0}


def traits(
    path: Sequence[int], store: int, brand: int | None, price_minor: int, title: str
) -> Iterable[tuple[str, float]]:
    """What can be said of a product, and how heavily each weighs; `path` are its categories from the top down."""
    if path:
        yield f"top {path[0]}", HEAVY["top"]
        yield f"leaf {path[-1]}", HEAVY["leaf"]
    yield f"store {store}", HEAVY["store"]
    if brand:
        yield f"brand {brand}", HEAVY["brand"]
    # A band is half again as dear as the one below it; half a band counts for both.
    yield f"price {round(log2(price_minor + 100) / 0.6)}", HEAVY["price"]
    words = set(WORD.findall(title.lower()))
    for word in words:
        yield f"word {word}", HEAVY["word"] / len(words) ** 0.5


def vector(found: Iterable[tuple[str, float]]) -> Any:
    """The traits as a vector of length 1: each trait's own direction times its weight, added up."""
    total = np.zeros(WIDTH, np.float32)
    for trait, weight in found:
        total += np.float32(weight) * _direction(trait)
    return total / max(float(np.linalg.norm(total)), 1e-9)


@lru_cache(maxsize=50_000)
def _direction(trait: str) -> Any:
    """The same direction for the same trait, on every machine."""
    dice = np.random.default_rng(crc32(trait.encode()))
    return (dice.integers(0, 2, WIDTH) * 2 - 1).astype(np.float32) / WIDTH**0.5


def alike(looks: Any, wanted: Any, most: int) -> tuple[Any, Any]:
    """Indices of the `most` rows of `looks` nearest to one vector, and their cosine (at least 0), nearest first."""
    nearness = looks @ wanted
    most = min(most, len(nearness))
    best = np.argpartition(-nearness, most - 1)[:most] if most else np.empty(0, np.int64)
    best = best[np.argsort(-nearness[best], kind="stable")]
    return best, np.maximum(nearness[best], 0)
