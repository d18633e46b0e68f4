"""Where further kinds of things become findable: posts, live rooms, whatever a floor above or a plug-in has.

Products, stores and lists answer the same question themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from regulars.ground.plugins.hooks import Hook


@dataclass(frozen=True, slots=True)
class Document:
    """What the index keeps of one thing. `titles` weigh three times as much as `others`; zero is "has none".

    `categories` are keys from the root down; `price` is in minor units, `published` in seconds since 1970.
    """

    kind: str
    key: int
    titles: tuple[str, ...]
    others: tuple[str, ...] = ()
    store: int = 0
    categories: tuple[int, ...] = ()
    price: int = 0
    sold: int = 0
    published: int = 0
    in_stock: bool = True
    on_offer: bool = False


@dataclass(frozen=True, slots=True)
class Tile:
    """A result as a page shows it: `picture` is a public id or empty."""

    title: str
    href: str
    text: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of result. `keys(after, limit)` lists the keys of all its things in order, hidden ones may be among them;
    `documents(keys)` gives the documents of those that may be found now; `of_store(store, after, limit)` the keys that
    belong to a store, whose opening and closing they follow; `tiles(keys)` draws results, those hidden since left out
    (None: the page knows how). `most` is how many are shown beside the products.
    """

    name: str
    title: Any
    keys: Callable[[int, int], list[int]]
    documents: Callable[[Sequence[int]], Iterable[Document]]
    of_store: Callable[[int, int, int], list[int]] | None = None
    tiles: Callable[[Sequence[int]], list[Tile]] | None = None
    most: int = 4


kinds: Hook[[], Kind] = Hook(
    "search.kinds", "What else can be found by searching, besides products, stores and lists?"
)
