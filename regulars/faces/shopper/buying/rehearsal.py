"""The test provider's own page: what may happen to a payment, by pressing a button."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from regulars.faces.look.going import go
from regulars.faces.shopper.buying.paying import group_to_pay, take
from regulars.faces.shopper.frame import looking, show
from regulars.ground.kit import clock
from regulars.ground.kit.ids import new_id
from regulars.ground.kit.refusals import BadInput, NotFound
from regulars.trade.advances.queries import Advance, own_advance
from regulars.trade.orders.queries import OrderGroup
from regulars.trade.payments.queries import Button, Payment, payment, provider_names, rehearse

BUTTONS = ("pay", "fail", "late", "twice", "wrong-amount")
SENT_FOR: dict[str, Button] = {"fail": "fail", "wrong-amount": "wrong-amount"}


def _mine(request: HttpRequest, public_id: str) -> tuple[Payment, OrderGroup | Advance]:
    """A payment over the test provider and what it pays, for whoever may pay it.

    Only in a demo. Raises NotFound.
    """
    row = payment(public_id)
    if row.provider != "test" or "test" not in provider_names():
        raise NotFound()
    if row.ref.startswith("adv_"):
        return row, own_advance(looking(request), row.ref)
    return row, group_to_pay(request, row.ref)


@never_cache
@require_GET
def test_pay(request: HttpRequest, public_id: str) -> HttpResponse:
    """The page where a real provider would ask for a card. Raises NotFound."""
    row, _paid = _mine(request, public_id)
    return show(request, "buying/test_pay", active="basket", payment=row, buttons=BUTTONS)


@require_POST
def test_pay_decide(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send the callback of the pressed button to where callbacks arrive. Raises NotFound, BadInput."""
    row, paid = _mine(request, public_id)
    pressed = request.POST.get("button", "")
    if pressed not in BUTTONS:
        raise BadInput(param="button")
    if pressed == "late":
        # A demo need not wait for half an hour: this callback comes when the time to pay is over.
        with clock.at(max(clock.now(), paid.pay_until) + timedelta(seconds=1)):
            _send(row, "pay")
    else:
        _send(row, SENT_FOR.get(pressed, "pay"), times=2 if pressed == "twice" else 1)
    return go("advance_return" if isinstance(paid, Advance) else "pay_return", paid.public_id)


def _send(row: Payment, button: Button, times: int = 1) -> None:
    headers, body = rehearse(row, button, new_id("tev"))
    for _time in range(times):
        take("test", headers, body)
