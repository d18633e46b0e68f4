"""What the index hears of."""

from __future__ import annotations

from regulars.discovery.lists.events import ListChanged
from regulars.discovery.lists.queries import keys_of
from regulars.discovery.search.actions import mark, mark_products, mark_store
from regulars.goods.catalog.events import (
    ProductChanged,
    ProductPublished,
    ProductRetired,
    ProductsRecorded,
    StockChanged,
)
from regulars.ground.bus.facts import Fact
from regulars.ground.bus.listening import listens_to
from regulars.ground.kit.actors import SYSTEM
from regulars.people.merchants.events import StoreChanged, StoreOpened, StoreRestored, StoreSuspended


@listens_to(ProductPublished)
def product_published(fact: ProductPublished) -> None:
    """It can be found now."""
    mark_products(by=SYSTEM, public_ids=[fact.product])


@listens_to(ProductChanged)
def product_changed(fact: ProductChanged) -> None:
    """Its words or price differ."""
    mark_products(by=SYSTEM, public_ids=[fact.product])


@listens_to(ProductRetired)
def product_retired(fact: ProductRetired) -> None:
    """It cannot be found any more."""
    mark_products(by=SYSTEM, public_ids=[fact.product])


@listens_to(ProductsRecorded)
def products_recorded(fact: ProductsRecorded) -> None:
    """Many at once."""
    mark_products(by=SYSTEM, public_ids=fact.products)


@listens_to(StockChanged)
def stock_changed(fact: StockChanged) -> None:
    """It can be bought again, or not for now."""
    mark_products(by=SYSTEM, public_ids=[fact.product])


@listens_to(ListChanged)
def list_changed(fact: ListChanged) -> None:
    """A list says something else, appeared or went."""
    mark(by=SYSTEM, kind="list", keys=keys_of([fact.list]))


@listens_to(StoreOpened)
def store_opened(fact: StoreOpened) -> None:
    """A store can be found."""
    _mark(fact)


@listens_to(StoreChanged)
def store_changed(fact: StoreChanged) -> None:
    """Its name stands in every document of its products."""
    _mark(fact)


@listens_to(StoreSuspended)
def store_suspended(fact: StoreSuspended) -> None:
    """Neither it nor its products can be found."""
    _mark(fact)


@listens_to(StoreRestored)
def store_restored(fact: StoreRestored) -> None:
    """All of it can be found again."""
    _mark(fact)


def _mark(fact: Fact) -> None:
    if fact.store_id is not None:
        mark_store(by=SYSTEM, store_id=fact.store_id)
