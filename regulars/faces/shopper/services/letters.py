"""Letters about service plans: a claim was answered, done, decided or ended; a plan with claims left ends soon."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.shopper.buying.letters import NEWS, Letter, write_about
from regulars.faces.shopper.frame import absolute
from regulars.faces.shopper.services import words
from regulars.goods.catalog.queries import said
from regulars.ground.kit import clock
from regulars.ground.kit.refusals import NotFound
from regulars.trade.orders.queries import Order
from regulars.trade.services.queries import Contract, ServiceClaim, any_claim, any_contract, title_of

TOLD = ("accepted", "refused", "done", "settled", "ended")


def ending(contract: str, left: int) -> None:
    """A plan ends within two weeks and can still be claimed."""
    try:
        row = any_contract(contract)
    except NotFound:
        return
    write_about(row.order_ref, lambda order: _ending(row, left, order))


def _ending(row: Contract, left: int, order: Order) -> Letter:
    said_as = {
        "plan": title_of(row.version.definition),
        "product": said(row.product_title, row.product_title_zh),
        "day": words.day(row.ends_on - timedelta(days=1)) if row.ends_on else "",
        "n": left,
    }
    first = _("“%(plan)s” for %(product)s ends on %(day)s.") % said_as
    then = (
        _("You can still claim it %(n)s times.") % said_as if left > 1 else _("You can still claim it once.")
    )
    return Letter(
        _("Your service plan ends soon"), [first, then], button=_("To my plan"), href=_href(row, order)
    )


def moved(claim: str, state: str) -> None:
    """A claim was answered, done or decided, or ended with its goods."""
    if state not in TOLD:
        return
    try:
        row = any_claim(claim)
    except NotFound:
        return
    if clock.now() - max(step.at for step in row.steps.all()) > NEWS:
        return
    write_about(row.contract.order_ref, lambda order: _moved(row, state, order))


def _moved(row: ServiceClaim, state: str, order: Order) -> Letter:
    said_as = {
        "store": said(order.store.name, order.store.name_zh),
        "product": said(row.contract.product_title, row.contract.product_title_zh),
    }
    subject, first = {
        "accepted": (_("Your claim is accepted"), _("%(store)s will do the service for %(product)s.")),
        "refused": (_("Your claim is refused"), _("%(store)s does not do the service for %(product)s.")),
        "done": (_("The service is done"), _("%(store)s has done the service for %(product)s.")),
        "ended": (
            _("Your claim has ended"),
            _("The goods went back to %(store)s, so the plan for %(product)s and its open claim ended."),
        ),
        "settled": (_("Your claim is decided"), _("The market decided about the service for %(product)s.")),
    }[state]
    note = {"accepted": row.answer, "refused": row.answer, "done": row.result}.get(state, "")
    text = [first % said_as, *([note] if note else [])]
    return Letter(subject, text, button=_("To my plan"), href=_href(row.contract, order))


def _href(row: Contract, order: Order) -> str:
    """A guest's link carries the key of the order the plan came with."""
    path, key = absolute(reverse("my_service", args=[row.public_id])), order.group.guest_key
    return f"{path}?key={key}" if key else path
