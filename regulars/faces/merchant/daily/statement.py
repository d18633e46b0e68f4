"""A store's statement of a period: what it was owed before, every amount, what it is owed after."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.merchant.daily import words
from regulars.faces.merchant.daily.period import midnight, span_of
from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.daily.tables import link, sheet
from regulars.faces.merchant.frame import here, show
from regulars.people.merchants.queries import Store
from regulars.trade.settlement.queries import (
    Statement,
    StatementRow,
    currencies_of,
    statement,
    statement_sheet,
)

PARTS = ("sale", "discount", "commission", "refund", "service", "payout", "adjustment")
SHOWN = 100


def page(request: HttpRequest, store_id: str) -> HttpResponse:
    """The statement on screen, the newest amount first, a hundred at a time."""
    store, actor = here(request, store_id)
    need(actor, "money")
    (first, last), currency, currencies = _asked(request, store)
    found = statement_in(store, currency, first, last)
    part = request.GET.get("part", "")
    part = part if part in PARTS else ""
    rows = [row for row in reversed(found.rows) if not part or row.part == part]
    start = _start(request.GET.get("from", ""), len(rows))
    asked = {"since": first.isoformat(), "until": last.isoformat(), "currency": currency, "part": part}
    return show(
        request,
        "daily/statement",
        store,
        actor,
        "desk_money",
        asked=asked,
        statement=found,
        currencies=[(one, one) for one in currencies],
        parts=[("", _("Everything")), *((key, words.part(key)) for key in PARTS)],
        totals=[(words.part(key), minor) for key, minor in found.totals.items() if minor],
        rows=[_row(row, store, currency) for row in rows[start : start + SHOWN]],
        many=len(rows),
        prev=link(asked, **{"from": str(max(0, start - SHOWN))}) if start else "",
        next=link(asked, **{"from": str(start + SHOWN)}) if start + SHOWN < len(rows) else "",
        csv=reverse("desk_statement_csv", args=[store.public_id]) + link(asked, part=""),
    )


def _asked(request: HttpRequest, store: Store) -> tuple[tuple[date, date], str, list[str]]:
    currencies = sorted({*currencies_of(store), store.currency})
    currency = request.GET.get("currency", store.currency)
    return span_of(request.GET), currency if currency in currencies else store.currency, currencies


def statement_in(store: Store, currency: str, first: date, last: date) -> Statement:
    """The statement from the start of the first day to the end of the last, in the market's zone."""
    return statement(store, currency, midnight(first), midnight(last + timedelta(days=1)))


def _start(text: str, many: int) -> int:
    wanted = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
    return min(wanted, max(0, many - 1)) // SHOWN * SHOWN


def _row(row: StatementRow, store: Store, currency: str) -> dict[str, Any]:
    order = row.ref.startswith("ord_")
    return {
        "id": row.entry_id,
        "at": row.at,
        "part": words.part(row.part),
        "code": row.part,
        "ref": words.number_of(row.ref),
        "ref_href": reverse("desk_order", args=[store.public_id, row.ref]) if order else "",
        "amount": row.amount_minor,
        "balance": row.balance_minor,
        "currency": currency,
    }


def table(request: HttpRequest, store_id: str) -> StreamingHttpResponse:
    """The statement of the period as CSV."""
    store, actor = here(request, store_id)
    need(actor, "money")
    (first, last), currency, _others = _asked(request, store)
    cells = iter(statement_sheet(statement_in(store, currency, first, last)))
    header = next(cells)
    return sheet(f"statement-{first}-{last}-{currency}", header, cells)
