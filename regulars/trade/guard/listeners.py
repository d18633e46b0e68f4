"""What makes the guard look again."""

from __future__ import annotations

from regulars.goods.catalog.events import PriceChanged, ProductChanged, ProductPublished, ProductsRecorded
from regulars.ground.bus.listening import listens_to
from regulars.trade.guard import actions
from regulars.trade.offers.events import OfferJoined, OfferLeft, OfferPublished, OfferStopped


@listens_to(PriceChanged)
def price_changed(fact: PriceChanged) -> None:
    """A price moved."""
    _of(fact.store_id)


@listens_to(ProductChanged)
def product_changed(fact: ProductChanged) -> None:
    """A cost or a variant changed."""
    _of(fact.store_id)


@listens_to(ProductPublished)
def product_published(fact: ProductPublished) -> None:
    """Something new is on sale."""
    _of(fact.store_id)


@listens_to(ProductsRecorded)
def products_recorded(fact: ProductsRecorded) -> None:
    """A sheet brought products."""
    _of(fact.store_id)


@listens_to(OfferPublished)
def offer_published(fact: OfferPublished) -> None:
    """An offer counts now or soon."""
    actions.want_recheck_of_offer(fact.offer)


@listens_to(OfferStopped)
def offer_stopped(fact: OfferStopped) -> None:
    """An offer is gone."""
    actions.want_recheck_of_offer(fact.offer)


@listens_to(OfferJoined)
def offer_joined(fact: OfferJoined) -> None:
    """A store takes part in an offer of the market."""
    _of(fact.store_id)


@listens_to(OfferLeft)
def offer_left(fact: OfferLeft) -> None:
    """A store no longer takes part."""
    _of(fact.store_id)


def _of(store_id: int | None) -> None:
    if store_id is not None:
        actions.want_recheck([store_id])
