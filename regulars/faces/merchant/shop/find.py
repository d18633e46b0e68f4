"""One search over everything of the store."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.merchant.daily.orders import buyer_of
from regulars.faces.merchant.daily.words import money, number_of
from regulars.faces.merchant.frame import GROUPS, entry_of, here, opens, show
from regulars.goods.catalog.queries import Filters, products_of_store, said
from regulars.ground.kit.actors import Actor
from regulars.loyalty.customers.queries import Filters as CustomerFilters
from regulars.loyalty.customers.queries import customers_of
from regulars.people.merchants.queries import Store
from regulars.trade.offers.queries import offers_of
from regulars.trade.orders.queries import OrderFilters, orders_of

FEW = 6


def find(request: HttpRequest, store_id: str) -> HttpResponse:
    """What the words match, by kind, as far as the viewer's rights go."""
    store, actor = here(request, store_id)
    words = " ".join(request.GET.get("q", "").split())[:80]
    groups = _groups(store, actor, words) if words else []
    return show(
        request, "shop/find", store, actor, "", query=words, groups=[one for one in groups if one["items"]]
    )


def _groups(store: Store, actor: Actor, words: str) -> list[dict[str, Any]]:
    found = [{"label": _("Pages"), "items": _pages(store, actor, words)}]
    if actor.may("products"):
        found.append({"label": _("Products"), "items": _products(store, words)})
    if actor.may("orders") or actor.may("reception"):
        found.append({"label": _("Orders"), "items": _orders(store, words)})
    if actor.may("customers") or actor.may("reception"):
        found.append({"label": _("Customers"), "items": _customers(store, words)})
    if actor.may("offers"):
        found.append({"label": _("Offers"), "items": _offers(store, words)})
    return found


def _pages(store: Store, actor: Actor, words: str) -> list[dict[str, str]]:
    entries = [entry_of(one, store) for _label, group in GROUPS for one in group if opens(one, actor)]
    return [
        {"title": str(one["label"]), "text": "", "href": one["href"]}
        for one in entries
        if words.casefold() in str(one["label"]).casefold()
    ]


def _products(store: Store, words: str) -> list[dict[str, str]]:
    rows = products_of_store(store, Filters(words=words), size=FEW).items
    return [
        {
            "title": said(row.title, row.title_zh),
            "text": money(row.from_minor, row.currency),
            "href": reverse("desk_product", args=[store.public_id, row.public_id]),
        }
        for row in rows
    ]


def _orders(store: Store, words: str) -> list[dict[str, str]]:
    rows = orders_of(store, OrderFilters(search=words), size=FEW).items
    return [
        {
            "title": number_of(row.public_id),
            "text": f"{buyer_of(row)} · {money(row.paid_minor, row.currency)}",
            "href": reverse("desk_order", args=[store.public_id, row.public_id]),
        }
        for row in rows
    ]


def _customers(store: Store, words: str) -> list[dict[str, str]]:
    rows = customers_of(store, CustomerFilters(words=words), size=FEW).items
    return [
        {
            "title": one.name or one.email or _("Guest"),
            "text": one.email,
            "href": reverse("desk_customer", args=[store.public_id, one.relation.public_id]),
        }
        for one in rows
    ]


def _offers(store: Store, words: str) -> list[dict[str, str]]:
    rows = offers_of(store)[:300]
    matching = [row for row in rows if words.casefold() in f"{row.title} {row.title_zh}".casefold()]
    return [
        {
            "title": said(row.title, row.title_zh),
            "text": "",
            "href": reverse("desk_offer", args=[store.public_id, row.public_id]),
        }
        for row in matching[:FEW]
    ]
