"""Letters about an order, in the buyer's language; guests get the link that opens it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from regulars.faces.shopper.buying.paying import guest_link, waits
from regulars.faces.shopper.buying.tiles import options
from regulars.faces.shopper.buying.words import money, thanks
from regulars.faces.shopper.frame import absolute
from regulars.goods.catalog.queries import said
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.ground.kit.refusals import NotFound
from regulars.people.merchants.queries import market
from regulars.trade.orders.queries import (
    Order,
    OrderGroup,
    group_of,
    lines_of,
    order_of_shopper,
    parts_of,
    returns_in,
)

log = logging.getLogger("regulars.letters")
LANGUAGES = {"en", "zh-hans"}
NEWS = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letter says: subject, sentences, goods, and the button at its end (to a page of the order, or `href`)."""

    subject: str
    sentences: Sequence[str]
    goods: Sequence[tuple[str, str]] = ()
    button: str = ""
    path: str = ""
    href: str = ""


def placed(group: str, order: str) -> None:
    """The order is placed and waits to be paid. A group of several stores gets one letter."""
    row = _group(group)
    if row is not None and _first(row, order) and waits(row):
        with translation.override(_language(row)):
            until = _("Your goods are held for you until the time to pay is over.")
            text = [_("Thank you for your order of %(amount)s.") % {"amount": _total(row)}, until]
            _send(row, Letter(_("Your order is placed"), text, _goods(row), _("Pay now"), "pay"))


def paid(group: str, order: str) -> None:
    """The payment arrived. A group of several stores gets one letter."""
    row = _group(group)
    if row is not None and _first(row, order) and _lately(row.paid_at):
        with translation.override(_language(row)):
            _send(row, Letter(_("Your order is paid"), [thanks(row)], _goods(row)))


def shipped(order: str, carrier: str, tracking: str) -> None:
    """A parcel is on its way."""
    row = _order(order)
    if row is not None and _lately(row.shipped_at):
        with translation.override(_language(row.group)):
            store = said(row.store.name, row.store.name_zh)
            sentences = [_("%(store)s has sent your goods.") % {"store": store}]
            if carrier or tracking:
                parcel = " ".join(part for part in (carrier, tracking) if part)
                sentences.append(_("Parcel: %(parcel)s") % {"parcel": parcel})
            _send(row.group, Letter(_("Your goods are on their way"), sentences, _lines(row)))


def decided(order: str, back: str, state: str) -> None:
    """The store, or the market, answered a return. A refund that is given at once has its own letter."""
    row = _order(order)
    found = next((one for one in returns_in(row) if one.public_id == back), None) if row else None
    if row is None or found is None or state not in {"accepted", "refused"}:
        return
    with translation.override(_language(row.group)):
        store = said(row.store.name, row.store.name_zh)
        if state == "refused":
            told = _("%(store)s does not agree to what you asked for.") % {"store": store}
            next_step = _("If you see it otherwise, ask the market to decide, on the page of your order.")
            subject = _("Your request was refused")
        elif found.kind == "return_and_refund":
            told = _("%(store)s agrees to your return.") % {"store": store}
            next_step = _("Send the goods back; your money follows when they have arrived.")
            if found.send_to:
                next_step += " " + _("Send them to: %(where)s") % {"where": found.send_to.replace("\n", ", ")}
            subject = _("Your return is accepted")
        else:
            return
        answer = [f"“{found.answer}”"] if found.answer else []
        _send(row.group, Letter(subject, [told, *answer, next_step]))


def refunded(order: str, amount_minor: int, currency: str) -> None:
    """Money of an order goes back."""
    row = _order(order)
    if row is not None and amount_minor:
        with translation.override(_language(row.group)):
            amount = money(amount_minor, currency)
            sentence = _("%(amount)s goes back to you the way you paid.") % {"amount": amount}
            _send(row.group, Letter(_("Money is on its way back to you"), [sentence]))


def returned(group: str, amount_minor: int, currency: str) -> None:
    """A payment that could not be taken goes back whole."""
    row = _group(group)
    if row is not None:
        with translation.override(_language(row)):
            amount = money(amount_minor, currency)
            why = _("Your payment of %(amount)s could not be used for the order any more.") % {
                "amount": amount
            }
            sentences = [why, _("All of it goes back to you the way you paid.")]
            _send(row, Letter(_("Your payment goes back to you"), sentences))


def write_about(order: str, make: Callable[[Order], Letter]) -> None:
    """Write to the buyer of an order what `make` says, in the buyer's language; nothing once it is forgotten."""
    row = _order(order)
    if row is not None:
        with translation.override(_language(row.group)):
            _send(row.group, make(row))


def _lately(at: datetime | None) -> bool:
    """Whether something is still news: a market that takes over its history writes no letters about it."""
    return at is not None and clock.now() - at < NEWS


def _group(group: str) -> OrderGroup | None:
    try:
        return group_of(by=SYSTEM, group=group)
    except NotFound:
        return None


def _order(order: str) -> Order | None:
    try:
        return order_of_shopper(by=SYSTEM, order=order)
    except NotFound:
        return None


def _first(group: OrderGroup, order: str) -> bool:
    return bool(parts_of(group)[0].public_id == order)


def _language(group: OrderGroup) -> str:
    return group.language if group.language in LANGUAGES else "en"


def _total(group: OrderGroup) -> str:
    return money(group.total_minor, group.currency)


def _goods(group: OrderGroup) -> list[tuple[str, str]]:
    return [line for order in parts_of(group) for line in _lines(order)]


def _lines(order: Order) -> list[tuple[str, str]]:
    return [
        (
            " · ".join(part for part in (said(line.title, line.title_zh), options(line)) if part)
            + f" × {line.quantity}",
            money(line.paid_minor, order.currency),
        )
        for line in lines_of(order)
    ]


def _send(group: OrderGroup, letter: Letter) -> None:
    """Send a letter about an order of this market; what was recorded elsewhere is no news."""
    if not group.contact_email or group.external_ref:
        return
    home = said(market().name, market().name_zh)
    values = {"letter": letter, "site_name": home, "action": _button(group, letter), "reason": _reason(home)}
    mail = EmailMultiAlternatives(
        subject=f"{letter.subject} · {home}",
        body=render_to_string("shopper/buying/letter.txt", values, using="jinja2"),
        to=[group.contact_email],
    )
    mail.attach_alternative(
        render_to_string("shopper/buying/letter.html", values, using="jinja2"), "text/html"
    )
    mail.send()
    log.info("letter about %s: %s", group.public_id, letter.subject)


def _button(group: OrderGroup, letter: Letter) -> dict[str, str]:
    if letter.href:
        return {"label": letter.button, "href": letter.href}
    own = guest_link(group) or absolute(reverse("order", args=[group.public_id]))
    if not letter.path:
        return {"label": _("See your order"), "href": own}
    pay = absolute(reverse(letter.path, args=[group.public_id]))
    return {"label": letter.button, "href": f"{pay}?key={group.guest_key}" if group.guest_key else pay}


def _reason(home: str) -> str:
    return _("You get this letter because you ordered at %(market)s with this address.") % {"market": home}
