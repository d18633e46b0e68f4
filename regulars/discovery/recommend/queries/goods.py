"""The market's goods as training and serving read them: keys, places, prices, words."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from regulars.goods.catalog.queries import for_shoppers
from regulars.goods.catalog.queries.cards import with_stock
from regulars.goods.catalog.queries.documents import keys_of
from regulars.ground.kit.refusals import NotFound

COLUMNS = (
    "pk", "public_id", "store_id", "category__path", "brand_id", "from_minor", "sold_count", "published_at",
    "title", "store__public_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Good:
    """A product as far as choosing needs it. `path` are the keys of its categories from the top down."""

    key: int
    public_id: str
    store: int
    path: tuple[int, ...]
    brand: int | None
    price_minor: int
    sold: int
    published_at: datetime
    title: str
    store_public_id: str

    @property
    def leaf(self) -> int:
        """The category it lies in."""
        return self.path[-1] if self.path else 0


def goods() -> Iterator[Good]:
    """Everything shoppers may see, by key."""
    rows = for_shoppers().order_by("pk").values_list(*COLUMNS)
    return (_good(row) for row in rows.iterator(chunk_size=5000))


def goods_since(moment: datetime, most: int) -> list[Good]:
    """What was published after `moment`, the latest first."""
    rows = for_shoppers().filter(published_at__gt=moment).order_by("-published_at", "-pk")
    return [_good(row) for row in rows.values_list(*COLUMNS)[:most]]


def _good(row: tuple) -> Good:  # type: ignore[type-arg]
    key, public_id, store, path, *rest = row
    return Good(key, public_id, store, tuple(int(one) for one in path.split("/") if one), *rest)


def goods_of_keys(keys: Collection[int]) -> list[Good]:
    """Those of these products that shoppers may see."""
    return [_good(row) for row in for_shoppers().filter(pk__in=keys).values_list(*COLUMNS)]


def in_stock(keys: Collection[int]) -> set[int]:
    """Those of these products that shoppers may see and buy now."""
    rows = with_stock(for_shoppers().filter(pk__in=keys)).only("pk")
    return {row.pk for row in rows if row.in_stock}  # type: ignore[attr-defined]


@lru_cache(maxsize=100_000)
def key_of(public_id: str) -> int:
    """The key of a product that is there, by public id. Raises NotFound."""
    for key in keys_of([public_id]):
        return key
    raise NotFound()
