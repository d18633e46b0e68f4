"""The parts a page has of itself: they are placed like blocks, and the page draws them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regulars.discovery.storefront.hooks import Block, PageKind, Scene, blocks

# Page -> its parts in the order they stand in where nobody arranged them: kind, icon, title, help, needed.
Part = tuple[str, str, str | Promise, str | Promise, bool]
PARTS: dict[PageKind, tuple[Part, ...]] = {
    "store": (
        (
            "page-front",
            "store",
            _("Sign of the store"),
            _("Name, picture, story and the button to follow."),
            True,
        ),
        ("page-asks", "chat", _("Question of the store"), _("A survey that waits for whoever looks."), False),
        ("page-offers", "coupon", _("All running offers"), _("Coupons and offers that run now."), False),
        ("page-club", "star", _("Membership"), _("Join, tier and points."), False),
        ("page-goods", "tag", _("All goods"), _("Everything on sale, with categories and filters."), False),
        ("page-terms", "info", _("Good to know"), _("Delivery, returns and the like."), False),
    ),
    "product": (
        (
            "page-buying",
            "basket",
            _("Pictures and buying"),
            _("Pictures, price, choices and the basket."),
            True,
        ),
        ("page-details", "grid", _("Details"), _("The product's attributes."), False),
        ("page-about", "book", _("Description"), _("What was written about the product."), False),
        ("page-terms", "truck", _("Delivery and returns"), _("The store's terms."), False),
        ("page-store", "store", _("The store"), _("Who sells this."), False),
        ("page-others", "more", _("More from the store"), _("Other goods of the store."), False),
    ),
    "category": (
        ("page-head", "grid", _("Name of the category"), _("Where one is, and what is below."), True),
        ("page-goods", "tag", _("All goods"), _("Everything on this shelf, with filters."), False),
    ),
    "market": (
        ("page-welcome", "home", _("Welcome"), _("For whoever is not logged in."), False),
        ("page-shelves", "grid", _("Categories"), _("The top categories as links."), False),
        ("page-own", "heart", _("One's own stores"), _("Followed stores and what is new there."), False),
        ("page-coupons", "coupon", _("Coupons of the market"), _("What can be taken now."), False),
        ("page-day", "star", _("Store of the day"), _("Another store every day."), False),
        ("page-popular", "tag", _("Popular now"), _("What sells in all stores."), False),
        ("page-stores", "store", _("Stores to discover"), _("Other stores."), False),
        ("page-newest", "clock", _("Just arrived"), _("New goods in all stores."), False),
    ),
}


def nothing(settings: Mapping[str, Any], scene: Scene) -> Mapping[str, Any]:
    """The page itself knows what it shows there."""
    return {}


def _answer(kind: str) -> None:
    pages = frozenset(page for page, parts in PARTS.items() for part in parts if part[0] == kind)
    _kind, icon, title, help, needed = next(
        part for parts in PARTS.values() for part in parts if part[0] == kind
    )

    @blocks.answer
    def part() -> Block:
        return Block(kind, title, help, (), nothing, "", pages, once=True, needed=needed, icon=icon)


for each in dict.fromkeys(part[0] for parts in PARTS.values() for part in parts):
    _answer(each)
