"""The list of products: search, filters, saved views, many at once, and the list as a table to take away."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.faces.look.forms import major
from regulars.faces.look.going import go
from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.shop.choices import category_choices, in_market
from regulars.goods.catalog import actions as catalog
from regulars.goods.catalog.queries import (
    Filters,
    Product,
    counts_of,
    free_in,
    pieces_in,
    products_of_store,
    variants_of,
)
from regulars.goods.media.queries import picture_urls, pictures_by_public_id
from regulars.ground.kit.sheets import write_csv
from regulars.people.merchants.queries import Store

STATES = ("", "published", "draft", "retired")
SORTS = ("newest", "title", "price", "-price", "sold")
MOST = 100


def index(request: HttpRequest, store_id: str) -> HttpResponse:
    """The store's products as filtered."""
    store, actor = here(request, store_id)
    actor.require("products", store.pk)
    asked = _asked(request)
    found = products_of_store(store, filters(asked), sort=asked["sort"], cursor=request.GET.get("cursor", ""))
    covers = pictures_by_public_id([row.cover for row in found.items])
    counts = counts_of(store)
    return show(
        request,
        "shop/products",
        store,
        actor,
        "desk_products",
        asked=asked,
        rows=[_row(row, store, covers) for row in found.items],
        counts=counts,
        anything=any(counts.values()),
        views=_views(store, asked, counts),
        categories=category_choices(_("All categories")),
        prev=_link(asked, cursor=found.prev_cursor) if found.prev_cursor else "",
        next=_link(asked, cursor=found.next_cursor) if found.next_cursor else "",
        narrowed=bool(asked["q"] or asked["category"]),
        query=urlencode({key: value for key, value in asked.items() if value}),
        sort_base=_link(asked | {"sort": ""}) + "&",
    )


def _asked(request: HttpRequest) -> dict[str, str]:
    get = request.GET
    state, sort = get.get("state", ""), get.get("sort", "newest")
    return {
        "q": get.get("q", "")[:120],
        "state": state if state in (*STATES, "low") else "",
        "category": get.get("category", ""),
        "sort": sort if sort in SORTS else "newest",
    }


def filters(asked: dict[str, str]) -> Filters:
    """The filters that the address names."""
    low = asked["state"] == "low"
    return Filters(
        words=asked["q"],
        state="published" if low else asked["state"],  # type: ignore[arg-type]
        category=in_market(asked["category"]),
        low=low,
    )


def _link(asked: dict[str, str], **more: str) -> str:
    return "?" + urlencode({key: value for key, value in (asked | more).items() if value})


def _views(store: Store, asked: dict[str, str], counts: dict[str, int]) -> list[dict[str, Any]]:
    current = counts["draft"] + counts["published"]
    named = (
        ("", _("All"), current),
        ("published", _("On sale"), counts["published"]),
        ("draft", _("Drafts"), counts["draft"]),
        ("low", _("Low stock"), None),
        ("retired", _("Retired"), counts["retired"]),
    )
    return [
        {
            "label": label,
            "href": f"?state={key}" if key else "?",
            "current": asked["state"] == key,
            "count": count,
        }
        for key, label, count in named
    ]


def _row(row: Product, store: Store, covers: dict[str, Any]) -> dict[str, Any]:
    picture = covers.get(row.cover)
    return {
        "id": row.public_id,
        "href": reverse("desk_product", args=[store.public_id, row.public_id]),
        "title": row.title,
        "title_zh": row.title_zh,
        "image": picture_urls(picture) if picture else None,
        "state": "retired" if row.retired_at else "published" if row.published_at else "draft",
        "state_label": _("Retired") if row.retired_at else _("On sale") if row.published_at else _("Draft"),
        "category": row.category,
        "pieces": pieces_in(row),
        "in_stock": free_in(row) > 0,
        "variants": len(variants_of(row)),
        "from_minor": row.from_minor,
        "to_minor": row.to_minor,
        "currency": row.currency,
        "sold": row.sold_count,
    }


def table(request: HttpRequest, store_id: str) -> StreamingHttpResponse:
    """The filtered list as CSV, all its pages."""
    store, actor = here(request, store_id)
    actor.require("products", store.pk)
    asked = _asked(request)
    header = [_("Product"), _("Title"), _("Title (Chinese)"), _("State"), _("Category"), _("Price from"),
              _("Price to"), _("Currency"), _("On hand"), _("Variants"), _("Sold")]  # fmt: skip
    answer = StreamingHttpResponse(
        write_csv(header, _cells(store, asked)), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = 'attachment; filename="products.csv"'
    return answer


def _cells(store: Store, asked: dict[str, str]) -> Any:
    cursor = ""
    while True:
        found = products_of_store(store, filters(asked), sort=asked["sort"], cursor=cursor, size=100)
        for row in found.items:
            shown = _row(row, store, {})
            yield [
                row.public_id, row.title, row.title_zh, shown["state_label"], row.category.slug,
                major(row.from_minor, row.currency), major(row.to_minor, row.currency), row.currency,
                shown["pieces"], shown["variants"], row.sold_count,
            ]  # fmt: skip
        cursor = found.next_cursor
        if not cursor:
            return


def many(request: HttpRequest, store_id: str) -> HttpResponse:
    """Publish, hide or retire the ticked products: all of them or none."""
    store, actor = here(request, store_id)
    actor.require("products", store.pk)
    chosen, what = request.POST.getlist("ids")[:MOST], request.POST.get("bulk", "")
    if not chosen or what not in ("publish", "unpublish", "retire"):
        messages.warning(request, _("Tick the products first, then choose what to do with them."))
        return go("desk_products", store.public_id)
    done = catalog.change_many_products(by=actor, store=store, products=chosen, what=what)
    said = {
        "publish": ngettext("%(n)s product is on sale.", "%(n)s products are on sale.", done),
        "unpublish": ngettext("%(n)s product is hidden.", "%(n)s products are hidden.", done),
        "retire": ngettext("%(n)s product is retired.", "%(n)s products are retired.", done),
    }
    messages.success(request, said[what] % {"n": done})
    return go("desk_products", store.public_id)
