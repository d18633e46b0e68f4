"""Products and stores as the cards of a list want them, with all pictures of a page in one question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.translation import ngettext

from regulars.goods.catalog.queries.cards import Card, for_shoppers, prepared
from regulars.goods.catalog.queries.shelves import said
from regulars.goods.media.queries import PictureUrls, urls_by_public_id

# Faces know tables only through queries: a row of products, a row of stores.
Product = Any
Store = Any
Urls = dict[str, PictureUrls]


def goods() -> QuerySet[Any]:
    """Everything shoppers may see, with what a card needs."""
    return prepared(for_shoppers())


def pictures(*groups: Iterable[Product | Store]) -> Urls:
    """Covers of products, logos and banners of stores: one question for the page."""
    rows = [row for group in groups for row in group]
    return urls_by_public_id(name for row in rows for name in _names(row))


def _names(row: Product | Store) -> tuple[str, ...]:
    return tuple(getattr(row, name, "") for name in ("cover", "logo", "banner"))


def product_tiles(rows: Iterable[Product], urls: Urls, with_store: bool = True) -> list[dict[str, Any]]:
    """Rows that went through `goods` as product cards."""
    return [_of_row(row, urls, with_store) for row in rows]


def _of_row(row: Product, urls: Urls, with_store: bool) -> dict[str, Any]:
    return _tile(
        ref=row.public_id,
        name=said(row.title, row.title_zh),
        image=urls.get(row.cover),
        prices=(row.from_minor, row.to_minor, row.compare_minor),
        currency=row.currency,
        soldout=not row.in_stock,
        sold=row.sold_count,
        store_ref=row.store.public_id,
        store=(row.store.slug, said(row.store.name, row.store.name_zh)) if with_store else None,
    )


def card_tiles(cards: Iterable[Card], with_store: bool = True) -> list[dict[str, Any]]:
    """The catalog's cards as product cards."""
    return [_of_card(card, with_store) for card in cards]


def _of_card(card: Card, with_store: bool) -> dict[str, Any]:
    return _tile(
        ref=card.public_id,
        name=card.title,
        image=card.picture,
        prices=(card.from_minor, card.to_minor, card.compare_minor),
        currency=card.currency,
        soldout=not card.in_stock,
        sold=card.sold_count,
        store_ref=card.store_public_id,
        store=(card.store_slug, card.store_name) if with_store else None,
    )


def _tile(
    *,
    ref: str,
    name: str,
    image: PictureUrls | None,
    prices: tuple[int, int, int | None],
    currency: str,
    soldout: bool,
    sold: int,
    store_ref: str,
    store: tuple[str, str] | None,
) -> dict[str, Any]:
    low, high, compare = prices
    return {
        "ref": ref,
        "store_ref": store_ref,
        "name": name,
        "href": reverse("product", args=[ref]),
        "image": image,
        "minor": low,
        "starting": high > low,
        "list_minor": compare,
        "currency": currency,
        "soldout": soldout,
        "sold": sold_words(sold),
        "store": {"name": store[1], "href": reverse("store", args=[store[0]])} if store else None,
    }


def sold_words(count: int) -> str:
    """How often something was sold, said only when it was."""
    return ngettext("%(n)s sold", "%(n)s sold", count) % {"n": count} if count else ""


def store_tiles(
    stores: Iterable[Store],
    urls: Urls,
    shelves: Sequence[Product] = (),
    followers: dict[int, int] | None = None,
) -> list[dict[str, Any]]:
    """Stores as store cards; `shelves` are products whose covers fill the shop windows."""
    return [_store(store, urls, shelves, followers or {}) for store in stores]


def _store(store: Store, urls: Urls, shelves: Sequence[Product], followers: dict[int, int]) -> dict[str, Any]:
    logo = urls.get(store.logo)
    shown = [urls[row.cover] for row in shelves if row.store_id == store.pk and row.cover in urls]
    return {
        "ref": store.public_id,
        "name": said(store.name, store.name_zh),
        "href": reverse("store", args=[store.slug]),
        "logo": logo.src if logo else "",
        "tagline": first_sentence(said(store.story, store.story_zh)),
        "followers": followers_words(followers.get(store.pk, 0)) or store.city.title(),
        "pictures": shown[:3],
    }


def first_sentence(text: str, most: int = 90) -> str:
    """The beginning of a story, cut at a sentence or a word."""
    line = text.strip().split("\n")[0]
    for mark in (". ", "。", "！", "! "):
        head, found, _rest = line.partition(mark)
        if found and len(head) < most:
            return head + mark.strip()
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0].rstrip(",;，；") + "…"


def followers_words(count: int) -> str:
    """How many people follow a store, said only when somebody does."""
    return ngettext("%(n)s follower", "%(n)s followers", count) % {"n": count} if count else ""


def windows(store_ids: Iterable[int], each: int = 4) -> list[Product]:
    """The best-selling products of each of these stores, in one question."""
    place = Window(RowNumber(), partition_by=F("store_id"), order_by=[F("sold_count").desc(), F("pk").desc()])
    rows = goods().filter(store_id__in=list(store_ids)).annotate(place=place)
    return list(rows.filter(place__lte=each).order_by("place"))
