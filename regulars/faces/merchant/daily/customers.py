"""The store's own customers: who they are, where they came from, what they are worth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.merchant.daily import words
from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.daily.tables import link, major, pages, rows_of, sheet, views
from regulars.faces.merchant.frame import here, show
from regulars.ground.kit.pages import Page
from regulars.loyalty.customers.queries import Customer, Filters, counts_of, customers_of
from regulars.people.merchants.queries import Store

GROUPS = ("", "followers", "buyers", "repeat", "lapsed", "visitors")
SORTS = ("recent", "value", "orders")


def index(request: HttpRequest, store_id: str) -> HttpResponse:
    """The store's customers as filtered."""
    store, actor = here(request, store_id)
    need(actor, "customers", "reception")
    asked = _asked(request)
    found = _found(store, asked, request.GET.get("cursor", ""))
    counts = counts_of(store)
    return show(
        request,
        "daily/customers",
        store,
        actor,
        "desk_customers",
        asked=asked,
        rows=[_row(one, store) for one in found.items],
        counts=counts,
        views=views(asked, "group", _views(counts)),
        csv=reverse("desk_customers_csv", args=[store.public_id]) + link(asked),
        paging=pages(asked, found),
    )


def _asked(request: HttpRequest) -> dict[str, str]:
    group, sort = request.GET.get("group", ""), request.GET.get("sort", "")
    return {
        "q": request.GET.get("q", "")[:80],
        "group": group if group in GROUPS else "",
        "sort": sort if sort in SORTS else "recent",
    }


def _found(store: Store, asked: Mapping[str, str], cursor: str, size: int = 50) -> Page[Customer]:
    chosen = Filters(group=asked["group"], words=asked["q"])  # type: ignore[arg-type]
    return customers_of(store, chosen, sort=asked["sort"], cursor=cursor, size=size)


def _views(counts: Mapping[str, int]) -> Iterator[tuple[str, str, int | None]]:
    yield "", _("All"), counts["all"]
    for key, label in (
        ("followers", _("Followers")),
        ("buyers", _("Buyers")),
        ("repeat", _("Regulars")),
        ("lapsed", _("Lapsed")),
        ("visitors", _("Visitors")),
    ):
        yield key, label, counts[key]


def _row(one: Customer, store: Store) -> dict[str, Any]:
    row = one.relation
    return {
        "id": row.public_id,
        "href": reverse("desk_customer", args=[store.public_id, row.public_id]),
        "name": one.name or _("Guest"),
        "email": one.email,
        "stage": words.stage(one.stage),
        "origin": words.origin(row.origin),
        "follows": row.followed_at is not None,
        "orders": row.orders_count,
        "value": row.paid_minor - row.refunded_minor,
        "currency": row.currency or store.currency,
        "last": row.last_touch_at,
    }


def table(request: HttpRequest, store_id: str) -> StreamingHttpResponse:
    """The filtered list as CSV, all its pages; e-mail masked as on the page."""
    store, actor = here(request, store_id)
    need(actor, "customers", "reception")
    asked = _asked(request)
    header = [_("Customer"), _("Name"), _("E-mail"), _("Stage"), _("Came from"), _("First met"),
              _("Last seen"), _("Follows since"), _("Orders"), _("Paid"), _("Refunded"),
              _("Currency")]  # fmt: skip
    return sheet("customers", header, _cells(store, asked))


def _cells(store: Store, asked: Mapping[str, str]) -> Iterator[list[object]]:
    for one in rows_of(lambda cursor: _found(store, asked, cursor, 100)):
        row = one.relation
        currency = row.currency or store.currency
        yield [
            row.public_id,
            one.name,
            one.email,
            words.stage(one.stage)[1],
            words.origin(row.origin),
            row.first_touch_at.isoformat(),
            row.last_touch_at.isoformat(),
            row.followed_at.isoformat() if row.followed_at else "",
            row.orders_count,
            major(row.paid_minor, currency),
            major(row.refunded_minor, currency),
            currency,
        ]
