"""How far a store is on the way to its first sale, told from facts."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.goods.catalog.queries import counts_of as products_by_state
from regulars.people.merchants.queries import Store, fields_changed
from regulars.trade.offers.queries import any_published
from regulars.trade.orders.queries import counts_of as orders_by_state


def steps(store: Store) -> list[dict[str, Any]]:
    """The steps with `label`, `text`, `href` and `done`. Four questions."""
    products = products_by_state(store)

    def at(route: str, *args: str, part: str = "") -> str:
        return reverse(route, args=[store.public_id, *args]) + part

    return [
        {
            "label": _("Put your first product on sale"),
            "text": _("A title, a picture, a price, and how many there are."),
            "href": at("desk_products") if any(products.values()) else at("desk_product_new"),
            "done": products["published"] > 0,
        },
        {
            "label": _("Show who you are"),
            "text": _("A logo and a few sentences about how your goods are made."),
            "href": at("desk_settings"),
            "done": bool(store.logo and (store.story or store.story_zh)),
        },
        {
            "label": _("Say what delivery costs"),
            "text": _(
                "One price for each order, free from an amount if you like, and the days to send back."
            ),
            "href": at("desk_settings", part="#delivery-form"),
            "done": _delivery_was_set(store),
        },
        {
            "label": _("Thank your first followers"),
            "text": _("A small coupon gives people a reason to follow you and to come back."),
            "href": at("desk_offer_new", "coupon"),
            "done": any_published(store),
        },
        {
            "label": _("Order something yourself"),
            "text": _(
                "Buy your own product as a shopper would; refuse the order afterwards and the money goes back."
            ),
            "href": reverse("store", args=[store.slug]),
            "done": sum(orders_by_state(store).values()) > 0,
        },
    ]


def _delivery_was_set(store: Store) -> bool:
    if store.freight_minor or store.free_freight_from_minor is not None:
        return True
    return "freight_minor" in fields_changed(store)
