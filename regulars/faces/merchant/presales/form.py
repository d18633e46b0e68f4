"""The form of a presale: read into what `plan_presale` takes, shown from one that exists."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from regulars.faces.look.forms import Given, local_input, major
from regulars.goods.catalog.queries import Product, variants_of
from regulars.ground.kit import clock
from regulars.trade.presales.queries import Presale, items_of
from regulars.trade.presales.rules import Windows

MOMENTS = ("deposit_from", "deposit_until", "balance_from", "balance_until", "ship_by")
AHEAD = (0, 7, 9, 12, 30)


def starting(product: Product) -> dict[str, Any]:
    """What a new form shows: a week of deposits from tomorrow's midnight on, then three days for the balance."""
    start = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    moments = zip(MOMENTS, AHEAD, strict=True)
    return {
        "title": product.title,
        "title_zh": product.title_zh,
        "unpaid": "refund",
        "per_person": "1",
    } | {name: local_input(start + timedelta(days=days)) for name, days in moments}


def shown(row: Presale) -> dict[str, Any]:
    """A draft as its form shows it."""
    values: dict[str, Any] = {
        "title": row.title,
        "title_zh": row.title_zh,
        "unpaid": row.unpaid,
        "per_person": str(row.per_person),
    }
    values |= {name: local_input(getattr(row, name)) for name in MOMENTS}
    for item in items_of(row):
        key = item.variant.public_id
        values |= {
            f"quota-{key}": str(item.quota),
            f"price-{key}": major(item.price_minor, row.currency),
            f"deposit-{key}": major(item.deposit_minor, row.currency),
            f"off-{key}": major(item.off_minor, row.currency),
        }
    return values


def read(given: Given, product: Product) -> dict[str, Any] | None:
    """What the form asks for; None with the errors in `given`."""
    moments = [given.moment(name) for name in MOMENTS]
    items = {}
    for variant in variants_of(product):
        item = _item(given, variant.public_id, variant.price_minor)
        if item is not None:
            items[variant.public_id] = item
    plan: dict[str, Any] = {
        "title": given.text("title", needed=_("Give the presale a name.")),
        "title_zh": given.text("title_zh"),
        "unpaid": given.text("unpaid"),
        "per_person": given.whole("per_person", needed=True, low=1, high=99),
        "items": items,
    }
    known = [moment for moment in moments if moment is not None]
    if len(known) < len(MOMENTS) or given.errors:
        return None
    try:
        plan["windows"] = Windows(*known)
    except ValueError:
        given.refuse(
            "deposit_until",
            _(
                "Each window begins when the one before is over: deposits, balance, sending; within half a year."
            ),
        )
        return None
    return plan


def _item(given: Given, key: str, price_minor: int) -> dict[str, int] | None:
    """What is presold of a variant; None where no number of pieces is given."""
    quota = given.whole(f"quota-{key}", low=1, high=1_000_000)
    price = given.money(f"price-{key}")
    deposit, off = given.money(f"deposit-{key}"), given.money(f"off-{key}")
    if quota is None:
        return None
    return {
        "price_minor": price_minor if price is None else price,
        "deposit_minor": deposit or 0,
        "off_minor": off or 0,
        "quota": quota,
    }
