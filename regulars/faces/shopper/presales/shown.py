"""A presale and a booking, ready for a page."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.shopper.buying.tiles import Urls, covers, in_words
from regulars.goods.catalog.queries import said
from regulars.people.merchants.queries import Store
from regulars.trade.presales.queries import (
    Booking,
    Presale,
    PresaleItem,
    items_of,
    phase,
    phase_words,
    places_left,
    running_presales,
    sum_for,
    windows_of,
)

KINDS = {"deposit": "good", "balance": "good", "soon": "info", "between": "info", "stopped": "bad"}


def clock_of(row: Presale) -> dict[str, object] | None:
    """What is counted down to now."""
    spans, now = windows_of(row), phase(row)
    labels = {
        "soon": (spans.deposit_from, _("Deposits are taken in")),
        "deposit": (spans.deposit_until, _("Deposits are taken for")),
        "between": (spans.balance_from, _("The balance opens in")),
        "balance": (spans.balance_until, _("The balance can be paid for")),
    }
    if now not in labels:
        return None
    return {"until": labels[now][0], "label": labels[now][1]}


def item(one: PresaleItem, quantity: int = 1) -> dict[str, object]:
    """A variant with its sum, for so many pieces."""
    return {
        "id": one.public_id,
        "label": in_words(one.variant),
        "sum": sum_for(one, quantity),
        "left": places_left(one),
        "booked": one.booked,
        "quota": one.quota,
    }


def tile(row: Presale, urls: Urls) -> dict[str, object]:
    """A presale in a row of them."""
    first = items_of(row)[0]
    return {
        "row": row,
        "href": reverse("presale", args=[row.public_id]),
        "title": said(row.title, row.title_zh),
        "product": said(row.product.title, row.product.title_zh),
        "image": urls.get(row.product.cover),
        "phase": phase(row),
        "phase_words": phase_words(phase(row)),
        "kind": KINDS.get(phase(row), "neutral"),
        "clock": clock_of(row),
        "sum": sum_for(first),
        "several": row.items.count() > 1,
    }


def tiles(rows: Sequence[Presale], urls: Urls) -> list[dict[str, object]]:
    """Presales in a row."""
    return [tile(row, urls) for row in rows]


def presales_shown(*, store: Store | None = None, product: str = "") -> list[dict[str, object]]:
    """What is presold at a store, or of a product: at most two queries and one per presale; one when there is none."""
    rows = running_presales(store=store, product_ids=[product] if product else ())
    return tiles(rows, covers(row.product.cover for row in rows)) if rows else []


def booking_words(row: Booking) -> tuple[str, str]:
    """How a booking stands: a look and a word."""
    return {
        "awaiting": ("unpaid", _("Deposit to pay")),
        "booked": ("held", _("Booked, balance to pay")),
        "ordered": ("unpaid", _("Order for the balance waits to be paid")),
        "paid": ("paid", _("Paid in full")),
        "lapsed": ("ended", _("Deposit not paid in time")),
        "cancelled": ("cancelled", _("Cancelled, deposit given back")),
        "forfeited": ("ended", _("Balance not paid, deposit kept by the store")),
        "refunded": ("refunded", _("Ended, deposit given back")),
    }[row.state]


def booking(row: Booking) -> dict[str, object]:
    """A booking with what can be done about it."""
    now = phase(row.presale)
    currency = row.presale.currency
    checkout = f"{reverse('checkout', args=[currency])}?with={row.public_id}"
    return {
        "row": row,
        "presale": row.presale,
        "title": said(row.presale.title, row.presale.title_zh),
        "product": said(row.presale.product.title, row.presale.product.title_zh),
        "store": said(row.store.name, row.store.name_zh),
        "href": reverse("presale", args=[row.presale.public_id]),
        "variant": in_words(row.item.variant),
        "sum": sum_for(row.item, row.quantity),
        "state": booking_words(row),
        "pay": reverse("advance", args=[row.advance_ref]) if row.state == "awaiting" else "",
        "balance": checkout if row.state == "booked" and now == "balance" else "",
        "order": reverse("order", args=[row.group_ref]) if row.state in ("ordered", "paid") else "",
        "may_cancel": row.state in ("awaiting", "booked") and now in ("deposit", "between", "balance"),
    }
