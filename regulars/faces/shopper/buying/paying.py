"""Pay: choose how, go to the provider, come back to what is true."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from regulars.faces.look.addresses import address
from regulars.faces.look.going import go, see_other
from regulars.faces.shopper.buying import words
from regulars.faces.shopper.buying.going import keep_key, key_for
from regulars.faces.shopper.buying.held import held_of
from regulars.faces.shopper.drops.ending import promise_over
from regulars.faces.shopper.frame import absolute, looking, show
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.ground.kit.refusals import Refusal
from regulars.trade.orders import actions as orders
from regulars.trade.orders.queries import OrderGroup, own_group
from regulars.trade.payments.actions import NoSuchProvider, send_to_pay
from regulars.trade.payments.providers import ProviderDown
from regulars.trade.payments.queries import payments_of, provider_names, read_callback, refunds_of

log = logging.getLogger("regulars.payments")


def group_to_pay(request: HttpRequest, group: str) -> OrderGroup:
    """The viewer's group, bare; a guest opens it with its key. Raises NotFound."""
    row = own_group(looking(request), group, key_for(request, group))
    keep_key(request, row.guest_key if request.GET.get("key") else "", [row.public_id])
    return row


def waits(row: OrderGroup) -> bool:
    """Whether the group can be paid now."""
    return bool(row.state == "awaiting_payment" and row.pay_until > clock.now())


@never_cache
@require_GET
def pay(request: HttpRequest, group: str) -> HttpResponse:
    """How to pay, how much, and for how long the goods are held. Raises NotFound."""
    row = group_to_pay(request, group)
    return page(request, row) if waits(row) else go("pay_return", row.public_id)


def page(request: HttpRequest, row: OrderGroup, refusal: Refusal | None = None) -> HttpResponse:
    """The page to pay, after a refusal with its sentence."""
    return show(
        request,
        "buying/pay",
        active="basket",
        status=refusal.status if refusal else 200,
        group=row,
        ways=[
            {"value": name, "label": words.provider(name)[0], "help": words.provider(name)[1]}
            for name in provider_names()
        ],
        held=held_of([row]).get(row.public_id),
        chosen=request.POST.get("provider", "") or next(iter(provider_names()), ""),
        refusal=refusal,
        link=guest_link(row),
        back={"href": address("order", row.public_id), "label": _("Order")},
    )


def guest_link(row: OrderGroup) -> str:
    """The address under which a guest finds the order again; "" for somebody with an account."""
    path = address("order", row.public_id)
    return absolute(f"{path}?key={row.guest_key}") if row.guest_key else ""


@require_POST
def pay_start(request: HttpRequest, group: str) -> HttpResponse:
    """Begin to pay and go to the provider. Raises NotFound."""
    row = group_to_pay(request, group)
    try:
        payment = orders.start_paying(
            by=looking(request),
            group=row.public_id,
            provider=request.POST.get("provider", ""),
            guest_key=key_for(request, group),
        )
        return see_other(send_to_pay(payment, absolute(address("pay_return", group))).url)
    except (NoSuchProvider, ProviderDown) as refusal:
        return page(request, row, refusal) if waits(row) else go("pay_return", row.public_id)
    except orders.NotPayable:
        return go("pay_return", row.public_id)


@never_cache
@require_GET
def pay_return(request: HttpRequest, group: str) -> HttpResponse:
    """What has become of the payment, as far as is known this moment. Raises NotFound."""
    row = group_to_pay(request, group)
    stands = standing(row)
    return show(
        request,
        "buying/returned",
        active="basket",
        group=row,
        link=guest_link(row),
        back={"href": address("order", row.public_id), "label": _("Order")},
        extra=stands,
    )


def standing(row: OrderGroup) -> dict[str, object]:
    """How a group's payment stands: paid, waiting, held, declined, to-pay, over, back (money goes back)."""
    if row.state == "paid":
        return {"stands": "paid", "thanks": words.thanks(row)}
    held = held_of([row]).get(row.public_id)
    if held is not None:
        return {"stands": "held", "held": held, "may_pay": waits(row)}
    tries = list(payments_of(row.public_id))
    if any(one.refunded_minor for one in tries):
        return {"stands": "back", "refunds": list(refunds_of(row.public_id))}
    if not waits(row):
        return {"stands": "over", "cancelled": row.state == "cancelled", "promised": promise_over(row)}
    if not tries:
        return {"stands": "to-pay"}
    return {"stands": "declined" if tries[-1].state == "failed" else "waiting"}


def take(provider: str, headers: dict[str, str], body: bytes) -> str:
    """Take a provider's callback: its signature first, then what it says. Raises NotFound, BadInput."""
    message = read_callback(provider, headers, body)
    outcome = orders.receive_payment(by=SYSTEM, provider=provider, message=message)
    log.info("%s said %s of %s: %s", provider, message.kind, message.payment_id, outcome)
    return outcome


@csrf_exempt
@require_POST
def pay_callback(request: HttpRequest, provider: str) -> HttpResponse:
    """A provider says what happened: 200 however often, 400 when it is not signed or makes no sense."""
    try:
        outcome = take(provider, dict(request.headers), request.body)
    except Refusal as refusal:
        return JsonResponse(refusal.problem(), status=refusal.status, content_type="application/problem+json")
    return JsonResponse({"outcome": outcome})
