"""A list as shoppers would see it now, published or not."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from regulars.discovery.lists import queries
from regulars.faces.operator.frame import here, show
from regulars.goods.catalog.queries import Card, said
from regulars.goods.media.queries import PictureUrls, urls_by_public_id
from regulars.people.merchants.queries import Store


def look(request: HttpRequest, list_id: str) -> HttpResponse:
    """The places with their reasons, in the reader's language."""
    actor = here(request)
    row = queries.list_of_market(list_id)
    found = queries.shown_list(row)
    urls = urls_by_public_id([card.cover for card in found.cards] + [store.logo for store in found.stores])
    places = [
        (_product(place.card, urls) if place.card else _store(place.store, urls)) | {"why": place.why}
        for place in found.places
    ]
    return show(request, "list_look", actor, "console_lists", list=row, found=found, places=places)


def _product(card: Card, urls: dict[str, PictureUrls]) -> dict[str, object]:
    return {
        "name": card.title,
        "href": f"/p/{card.public_id}/",
        "image": urls.get(card.cover),
        "minor": card.from_minor,
        "starting": card.to_minor > card.from_minor,
        "list_minor": card.compare_minor,
        "currency": card.currency,
        "soldout": not card.in_stock,
        "store": {"name": card.store_name, "href": f"/s/{card.store_slug}/"},
    }


def _store(store: Store | None, urls: dict[str, PictureUrls]) -> dict[str, object]:
    if store is None:
        return {}
    logo = urls.get(store.logo)
    return {
        "name": said(store.name, store.name_zh),
        "href": f"/s/{store.slug}/",
        "logo": logo.src if logo else "",
    }
