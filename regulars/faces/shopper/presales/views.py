"""A presale's page, booking and cancelling, and one's own presales."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from regulars.faces.look.going import go
from regulars.faces.shopper.buying.tiles import covers
from regulars.faces.shopper.frame import looking, show
from regulars.faces.shopper.presales import shown
from regulars.goods.catalog.queries import said
from regulars.ground.kit.pages import page
from regulars.ground.kit.refusals import Refusal
from regulars.trade.presales import actions
from regulars.trade.presales.queries import (
    Presale,
    bookings_of,
    gives_back,
    items_of,
    open_booking,
    own_booking,
    phase,
    presale_for_shoppers,
    rules_in_words,
    windows_of,
)

TOLD = (
    actions.NoPlaceLeft,
    actions.AlreadyBooked,
    actions.NotTakingDeposits,
    actions.TooManyPieces,
)


@never_cache
@require_GET
def presale(request: HttpRequest, presale: str) -> HttpResponse:
    """Both clocks, the sum explained, the rules, and one's own booking. Raises NotFound."""
    return _page(request, presale_for_shoppers(presale))


def _page(request: HttpRequest, row: Presale, refusal: Refusal | None = None) -> HttpResponse:
    mine = open_booking(looking(request), row)
    return show(
        request,
        "presales/presale",
        active="stores",
        status=_status(refusal),
        presale=row,
        title=said(row.title, row.title_zh),
        product=said(row.product.title, row.product.title_zh),
        store=said(row.store.name, row.store.name_zh),
        image=covers([row.product.cover]).get(row.product.cover),
        tile=shown.tile(row, {}),
        phase=phase(row),
        windows=windows_of(row),
        items=[shown.item(one) for one in items_of(row)],
        rules=rules_in_words(row),
        booking=shown.booking(mine) if mine else None,
        gives_back=gives_back(row),
        refusal=refusal,
        guest=looking(request).person_id is None,
        back={
            "href": reverse("store", args=[row.store.slug]),
            "label": said(row.store.name, row.store.name_zh),
        },
    )


def _status(refusal: Refusal | None) -> int:
    if refusal is None:
        return 200
    return 409 if refusal.status == 409 else 422


@require_POST
def presale_book(request: HttpRequest, presale: str) -> HttpResponse:
    """Take places and go on to pay the deposit. Raises LogInFirst, NotFound."""
    said_pieces = request.POST.get("quantity", "1")
    pieces = (
        int(said_pieces) if said_pieces.isascii() and said_pieces.isdigit() and len(said_pieces) < 4 else 0
    )
    try:
        booking = actions.book(
            by=looking(request), presale=presale, item=request.POST.get("item", ""), quantity=pieces
        )
    except TOLD as refusal:
        return _page(request, presale_for_shoppers(presale), refusal)
    return go("advance", booking.advance_ref)


@require_POST
def booking_cancel(request: HttpRequest, booking: str) -> HttpResponse:
    """Give a place up. Raises NotFound."""
    by = looking(request)
    row = own_booking(by, booking)
    try:
        ended = actions.cancel_booking(by=by, booking=booking)
    except actions.NotTakingDeposits as refusal:
        messages.warning(request, str(refusal.sentence))
        return go("presale", row.presale.public_id)
    told = {
        "lapsed": _("Cancelled. Nothing was charged."),
        "cancelled": _("Cancelled. Your deposit goes back to you."),
        "refunded": _("Cancelled. Your deposit goes back to you."),
        "forfeited": _("Cancelled. By the rule of this presale the store keeps the deposit."),
    }
    messages.success(request, told.get(ended.state, _("Cancelled.")))
    return go("presale", row.presale.public_id)


@never_cache
@require_GET
def my_presales(request: HttpRequest) -> HttpResponse:
    """What one booked, newest first. Raises LogInFirst."""
    found = page(bookings_of(looking(request)), by="-made_at", cursor=request.GET.get("cursor", ""), size=30)
    return show(
        request,
        "presales/mine",
        active="me",
        bookings=[shown.booking(row) for row in found.items],
        next=f"?cursor={found.next_cursor}" if found.next_cursor else "",
        back={"href": reverse("me"), "label": _("Me")},
    )
