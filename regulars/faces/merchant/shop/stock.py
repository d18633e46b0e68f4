"""Stock moved with a reason, and the prices a product had."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from regulars.faces.look.forms import Given
from regulars.faces.look.going import go
from regulars.faces.look.moments import local, short_day
from regulars.faces.look.speech import listed, number_of
from regulars.faces.merchant.frame import here, show
from regulars.goods.catalog import actions as catalog
from regulars.goods.catalog.queries import (
    Product,
    Variant,
    moves_of,
    price_history,
    product_of,
    said_pairs,
    variants_of,
)
from regulars.goods.catalog.rules import MAX_STOCK
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.money import format_money, to_decimal
from regulars.ground.kit.refusals import NotFound, Refusal
from regulars.people.merchants.queries import Store
from regulars.trade.orders.queries import orders_behind

CHARTED = 60


def reasons() -> list[tuple[str, str]]:
    """Why stock moves by hand."""
    return [
        ("received", _("Received from a supplier")),
        ("counted", _("Counted: the number was wrong")),
        ("damaged", _("Damaged or lost")),
        ("given", _("Given away or used")),
        ("adjusted", _("Another reason")),
    ]


def said() -> dict[str, str]:
    """Every reason a move may carry, in words."""
    return dict(reasons()) | {"sold": _("Sold"), "returned": _("Came back"), "imported": _("Imported")}


def adjust(request: HttpRequest, store_id: str, product_id: str) -> HttpResponse:
    """Add pieces or take them away, and see the moves before."""
    store, actor = here(request, store_id)
    actor.require("products", store.pk)
    product = product_of(store, product_id)
    variant = _chosen(product, request.POST.get("variant") or request.GET.get("variant", ""))
    if request.method != "POST":
        return _page(request, store, actor, product, variant, {}, {"delta": "", "why": "received"})
    given = Given(request.POST, store.currency)
    delta = given.whole("delta", needed=True, low=-MAX_STOCK, high=MAX_STOCK)
    why = given.text("why") if given.text("why") in dict(reasons()) else "adjusted"
    try:
        if delta:
            catalog.adjust_stock(by=actor, store=store, variant_id=variant.public_id, delta=delta, why=why)
        else:
            given.refuse("delta", _("Write how many pieces came (3) or went (-3)."))
    except NotFound:
        raise
    except Refusal as refusal:
        given.refuse("delta", str(refusal.sentence))
    if given.errors:
        return _page(request, store, actor, product, variant, given.errors, request.POST, 422)
    messages.success(request, _("The stock is changed."))
    return go("desk_stock", store.public_id, product.public_id, to=f"?variant={variant.public_id}")


def _chosen(product: Product, public_id: str) -> Variant:
    rows = variants_of(product)
    if not public_id and rows:
        return rows[0]
    found = next((row for row in rows if row.public_id == public_id), None)
    if found is None:
        raise NotFound()
    return found


def _for(order: str | None, store: Store) -> dict[str, str | None]:
    """The order a move was for, by the number people read out; what has no page is told by the reason alone."""
    if order is None:
        return {"ref": None}
    return {"ref": number_of(order), "href": reverse("desk_order", args=[store.public_id, order])}


def _page(
    request: HttpRequest, store: Store, actor: Actor, product: Product, variant: Variant, errors: dict[str, str],
    typed: Any, status: int = 200,
) -> HttpResponse:  # fmt: skip
    words, rows = said(), list(moves_of(store, variant.public_id)[:50])
    bought = orders_behind(store, {one.ref for one in rows if one.ref})
    moves = [
        {"at": one.at, "delta": f"{one.delta:+d}", "why": words.get(one.why, one.why)}
        | _for(bought.get(one.ref), store)
        for one in rows
    ]
    return show(
        request, "shop/stock", store, actor, "desk_products", status=status, product=product, variant=variant,
        variants=variants_of(product), said_options=_options, reasons=reasons(), errors=errors, typed=typed, moves=moves,
    )  # fmt: skip


def prices(request: HttpRequest, store_id: str, product_id: str) -> HttpResponse:
    """What a variant cost, over time."""
    store, actor = here(request, store_id)
    actor.require("products", store.pk)
    product = product_of(store, product_id)
    variant = _chosen(product, request.GET.get("variant", ""))
    changes = list(price_history(store, variant.public_id)[:CHARTED])
    charted = list(reversed(changes))
    return show(
        request, "shop/prices", store, actor, "desk_products", product=product, variant=variant,
        variants=variants_of(product), said_options=_options,
        bars=[
            {
                "label": short_day(local(one.at).date()),
                "value": float(to_decimal(one.price_minor, product.currency)),
                "text": format_money(one.price_minor, product.currency, get_language() or "en"),
            }
            for one in charted
        ],
        changes=[{"at": one.at, "price": one.price_minor, "currency": product.currency} for one in changes],
    )  # fmt: skip


def _options(variant: Variant) -> str:
    return listed(said_pairs(variant.options, variant.options_zh).values())
