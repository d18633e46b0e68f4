"""Where a button of a block leads: always to a page of this market."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from regulars.discovery.storefront.hooks import Field, Scene
from regulars.goods.catalog.queries import Node, cards_by_id, category_tree
from regulars.people.merchants.queries import open_stores_by_key
from regulars.trade.offers.queries import offer_for_shoppers


@dataclass(frozen=True, slots=True)
class Way:
    """A page by its name, arguments and query string ("?category=teapots"), or a `path` of this site."""

    page: str = ""
    args: tuple[str, ...] = ()
    query: str = ""
    path: str = ""


def button() -> tuple[Field, ...]:
    """The settings of a button: its words, and what it leads to. The first one that is set counts."""
    return (
        Field("label", "line", _("Words on the button"), spoken=True, most=40),
        Field("product", "product", _("It leads to this product")),
        Field("category", "category", _("or to this category")),
        Field("offer", "offer", _("or to this offer")),
        Field(
            "link", "link", _("or to a page of the market"), help=_("An address that begins with a slash.")
        ),
    )


def way(settings: Mapping[str, Any], scene: Scene) -> Way | None:
    """Where the button leads; None where nothing is set or what was set is gone. At most one query, two for an offer
    or a category of a store."""
    if settings.get("product"):
        return to_product(settings["product"], scene)
    if settings.get("category"):
        return to_category(settings["category"], scene)
    if settings.get("offer"):
        return _to_offer(settings["offer"], scene)
    return to_path(settings.get("link", ""))


def to_path(link: str) -> Way | None:
    """A link if it stays in the market."""
    return Way(path=link) if link.startswith("/") and not link.startswith(("//", "/\\")) else None


def to_product(public_id: str, scene: Scene) -> Way | None:
    """The page of a product that shoppers may see."""
    return Way("product", (public_id,)) if cards_by_id([public_id], store_id=scene.store) else None


def to_category(public_id: str, scene: Scene) -> Way | None:
    """The page of a category, within the store where the page is a store's."""
    node = category_named(public_id)
    if node is None:
        return None
    if scene.store is None:
        return Way("category", (node.slug,))
    store = open_stores_by_key([scene.store]).get(scene.store)
    return Way("store", (store.slug,), f"?category={node.slug}") if store else None


def category_named(public_id: str) -> Node | None:
    """A category in use by its public id, with everything below it; usually without a query."""
    waiting = list(category_tree())
    while waiting:
        node = waiting.pop()
        if node.public_id == public_id:
            return node
        waiting += node.children
    return None


def _to_offer(public_id: str, scene: Scene) -> Way | None:
    offer = offer_for_shoppers(public_id, scene.now, person_pk=scene.person, store_id=scene.store)
    if offer is None:
        return None
    return Way("store", (offer.store.slug,)) if offer.store else Way("my_coupons")
