"""Products nobody has bought yet: from what they are to where they will stand among the others.

A product's attributes (category path, brand, price band, words) are hashed into a row of fixed width (K. Weinberger et
al., "Feature Hashing for Large Scale Multitask Learning", ICML 2009). A ridge map W leads from attributes to the vectors
of behaviour (`vectors.py`), learnt from products with behaviour:

    W = (AᵀCA + lambda I)^-1 AᵀCV

A the attributes, V the vectors, and C on its diagonal how far each vector is to be believed, n / (n + k) for a product
that n people have. Lambda is the one that foretells every tenth product best from the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from math import log
from typing import Any

from regulars.discovery.recommend.rules.vectors import nearest, unit
from regulars.ground.kit.later import lapack, np, sparse

Array = Any
Matrix = Any
WIDTH = 2_048
RIDGES = (0.3, 1.0, 3.0, 10.0, 30.0)
HALF_BELIEVED = 5.0
EVERY = 10
BANDS_PER_E = 2.0


@dataclass(frozen=True, slots=True)
class Product:
    """What is known of a product before anybody wants it. `price_minor` is in minor units, `path` from the top down."""

    path: tuple[str, ...] = ()
    brand: str = ""
    price_minor: int = 0
    words: tuple[str, ...] = ()


def attributes(products: Sequence[Product], width: int = WIDTH) -> Matrix:
    """Rows of attributes (CSR, products x width, float32), each of length 1."""
    indptr, places, values = [0], [], []
    for product in products:
        told = list(_told(product))
        length = sum(weight * weight for _name, weight in told) ** 0.5
        for name, weight in told:
            place, sign = _hashed(name, width)
            places.append(place)
            values.append(sign * weight / length)
        indptr.append(len(places))
    made = sparse.csr_matrix((np.asarray(values, dtype=np.float32), places, indptr), (len(products), width))
    made.sum_duplicates()
    return made


def _told(product: Product) -> Iterable[tuple[str, float]]:
    yield "any", 0.5
    for depth in range(1, len(product.path) + 1):
        yield "path:" + "\x1f".join(product.path[:depth]), 1.0
    if product.brand:
        yield "brand:" + product.brand.casefold(), 1.0
    if product.price_minor > 0:
        band = round(log(product.price_minor) * BANDS_PER_E)
        yield f"band:{band}", 0.7
        if product.path:
            yield f"band:{band}:" + product.path[0], 0.5
    words = sorted({word.casefold() for word in product.words})
    for word in words:
        yield "word:" + word, 1.5 / len(words) ** 0.5


def _hashed(name: str, width: int) -> tuple[int, float]:
    number = int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big")
    return (number >> 1) % width, 1.0 if number & 1 else -1.0


@dataclass(frozen=True, slots=True)
class GoodsMap:
    """The map from attributes to behaviour: `weights` is width x size; `ridge` the lambda that was chosen."""

    weights: Array
    ridge: float

    def vectors(self, attributes: Matrix) -> Array:
        """Vectors of unit length for rows of attributes (products x size, float32)."""
        return unit(np.asarray(attributes @ self.weights, dtype=np.float32))

    def neighbours(self, attributes: Matrix, known: Array, most: int) -> list[tuple[Array, Array]]:
        """For each row of attributes the known vectors nearest to it, with their cosines."""
        return [nearest(known, vector, most) for vector in self.vectors(attributes)]


def learn_goods(attributes: Matrix, vectors: Array, people: Array) -> GoodsMap:
    """The map learnt from products with attributes, vectors and how many people have each (0: left out)."""
    there = np.flatnonzero(people > 0)
    rows, goal = attributes[there], vectors[there]
    belief = (people[there] / (people[there] + HALF_BELIEVED)).astype(np.float32)
    asked = np.arange(len(there)) % EVERY == 0
    if asked.sum() < 2 or asked.all():
        return GoodsMap(_ridge(rows, goal, belief, RIDGES[1]), RIDGES[1])
    fits = [_fit(rows, goal, belief, asked, ridge) for ridge in RIDGES]
    chosen = RIDGES[int(np.argmax(fits))]
    return GoodsMap(_ridge(rows, goal, belief, chosen), chosen)


def _fit(rows: Matrix, goal: Array, belief: Array, asked: Array, ridge: float) -> float:
    """Mean cosine between what is foretold of the products asked about and what they are."""
    weights = _ridge(rows[~asked], goal[~asked], belief[~asked], ridge)
    told = unit(np.asarray(rows[asked] @ weights, dtype=np.float32))
    return float((belief[asked, None] * told * goal[asked]).sum())


def _ridge(rows: Matrix, goal: Array, belief: Array, ridge: float) -> Array:
    weighted = sparse.diags(belief) @ rows
    normal = (rows.T @ weighted).toarray().astype(np.float64)
    normal.reshape(-1)[:: len(normal) + 1] += ridge
    _factor, found, _failed = lapack.dposv(normal, np.asarray(weighted.T @ goal, dtype=np.float64), lower=1)
    return found.astype(np.float32)
