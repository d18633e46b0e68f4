"""Pay ahead: a deposit, a first part. The same way as paying an order, and back to what it is for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from regulars.faces.look.addresses import address
from regulars.faces.look.going import go, see_other
from regulars.faces.shopper.buying import words
from regulars.faces.shopper.frame import absolute, looking, show
from regulars.goods.catalog.queries import said
from regulars.ground.kit import clock
from regulars.ground.kit.refusals import Refusal
from regulars.trade.advances.actions import AdvanceNotPayable, start_paying_advance
from regulars.trade.advances.queries import Advance, own_advance
from regulars.trade.payments.actions import NoSuchProvider, send_to_pay
from regulars.trade.payments.providers import ProviderDown
from regulars.trade.payments.queries import held_of, payments_of, provider_names, refunds_of


def waits(row: Advance) -> bool:
    """Whether the advance can be paid now."""
    return bool(row.state == "awaiting" and row.pay_until > clock.now())


@never_cache
@require_GET
def advance(request: HttpRequest, advance: str) -> HttpResponse:
    """How to pay it, what for, and until when. Raises NotFound."""
    row = own_advance(looking(request), advance)
    return _page(request, row) if waits(row) else go("advance_return", row.public_id)


def _page(request: HttpRequest, row: Advance, refusal: Refusal | None = None) -> HttpResponse:
    ways = provider_names()
    return show(
        request,
        "buying/ahead",
        active="me",
        status=refusal.status if refusal else 200,
        ways=[
            {"value": name, "label": words.provider(name)[0], "help": words.provider(name)[1]}
            for name in ways
        ],
        chosen=request.POST.get("provider", "") or next(iter(ways), ""),
        refusal=refusal,
        extra=_about(row),
    )


def _about(row: Advance) -> dict[str, object]:
    return {
        "advance": row,
        "title": said(row.title, row.title_zh),
        "store": said(row.store.name, row.store.name_zh),
        "about": row.path,
        "back": {"href": row.path or address("me"), "label": _("Back")},
    }


@require_POST
def advance_start(request: HttpRequest, advance: str) -> HttpResponse:
    """Begin to pay and go to the provider. Raises NotFound."""
    row = own_advance(looking(request), advance)
    try:
        payment = start_paying_advance(
            by=looking(request), advance=row.public_id, provider=request.POST.get("provider", "")
        )
        return see_other(send_to_pay(payment, absolute(address("advance_return", advance))).url)
    except (NoSuchProvider, ProviderDown) as refusal:
        return _page(request, row, refusal)
    except AdvanceNotPayable:
        return go("advance_return", row.public_id)


@never_cache
@require_GET
def advance_return(request: HttpRequest, advance: str) -> HttpResponse:
    """What has become of the payment, as far as is known this moment. Raises NotFound."""
    row = own_advance(looking(request), advance)
    return show(request, "buying/ahead_returned", active="me", extra=_about(row) | standing(row))


def standing(row: Advance) -> dict[str, object]:
    """How the payment stands: paid, back (money goes back), held, to-pay, declined, waiting, kept, over."""
    refunds = list(refunds_of(row.public_id))
    if row.state in ("paid", "used", "kept"):
        return {"stands": "kept" if row.state == "kept" else "paid"}
    if refunds:
        return {"stands": "back", "refunds": refunds}
    if held_of([row.public_id]):
        return {"stands": "held"}
    if not waits(row):
        return {"stands": "over"}
    tries = list(payments_of(row.public_id))
    if not tries:
        return {"stands": "to-pay"}
    return {"stands": "declined" if tries[-1].state == "failed" else "waiting"}
