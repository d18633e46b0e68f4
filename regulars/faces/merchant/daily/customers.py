"""The store's own customers: who they are, where they came from, what they are worth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.merchant.daily import words
from regulars.faces.merchant.daily.period import DAYS, choices, midnight, today
from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.daily.tables import link, major, pages, rows_of, sheet, views
from regulars.faces.merchant.frame import here, show
from regulars.ground.kit.pages import Page
from regulars.loyalty.customers.queries import Customer, Filters, counts_of, customers_of
from regulars.loyalty.customers.rules import CHANNELS, ORIGINS
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
        filters=_filters(asked),
        sorts=[("recent", _("Seen last")), ("value", _("Paid most")), ("orders", _("Ordered most often"))],
        narrowed=any(asked[name] for name in ("q", "origin", "allows", "seen")),
        views=views(asked, "group", _views(counts)),
        csv=reverse("desk_customers_csv", args=[store.public_id]) + link(asked),
        paging=pages(asked, found),
    )


def _asked(request: HttpRequest) -> dict[str, str]:
    def one_of(name: str, known: Iterable[str], usual: str = "") -> str:
        given = request.GET.get(name, "")
        return given if given in known else usual

    return {
        "q": request.GET.get("q", "")[:80],
        "group": one_of("group", GROUPS),
        "origin": one_of("origin", ORIGINS),
        "allows": one_of("allows", CHANNELS),
        "seen": one_of("seen", DAYS),
        "sort": one_of("sort", SORTS, "recent"),
    }


def _filters(asked: Mapping[str, str]) -> list[dict[str, Any]]:
    """What the list can be narrowed by, beside its groups and words."""
    origins = [(code, words.origin(code)) for code in ORIGINS]
    channels = [(code, words.reachable(code)) for code in CHANNELS]
    seen = [("", _("Seen any time")), *choices()[1:]]
    return [
        {
            "name": "origin",
            "label": _("Came from"),
            "value": asked["origin"],
            "options": [("", _("From anywhere")), *origins],
        },
        {
            "name": "allows",
            "label": _("May be written to"),
            "value": asked["allows"],
            "options": [("", _("Reachable or not")), *channels],
        },
        {"name": "seen", "label": _("Last seen"), "value": asked["seen"], "options": seen},
    ]


def _found(store: Store, asked: Mapping[str, str], cursor: str, size: int = 50) -> Page[Customer]:
    days = DAYS.get(asked["seen"])
    chosen = Filters(
        group=asked["group"],  # type: ignore[arg-type]
        words=asked["q"], origin=asked["origin"], allows=asked["allows"],
        seen_since=midnight(today() - timedelta(days=days - 1)) if days else None,
    )  # fmt: skip
    return customers_of(store, chosen, sort=asked["sort"], cursor=cursor, size=size)


def _views(counts: Mapping[str, int]) -> Iterator[tuple[str, str, int | None]]:
    yield "", _("All"), counts["all"]
    for key, label in (
        ("followers", _("Followers")),
        ("buyers", _("Buyers")),
        ("repeat", _("Bought again")),
        ("lapsed", _("No order lately")),
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
