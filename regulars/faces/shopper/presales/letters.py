"""A letter to whoever booked: the balance can be paid now, or the store cancelled."""

from __future__ import annotations

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from regulars.faces.look.speech import money
from regulars.faces.shopper.frame import absolute
from regulars.goods.catalog.queries import said
from regulars.ground.kit.actors import SYSTEM
from regulars.ground.kit.refusals import NotFound
from regulars.people.merchants.queries import market
from regulars.trade.presales.queries import Booking, own_booking, sum_for


def balance_opened(booking: str) -> None:
    """The balance of a booking can be paid."""
    row = _booking(booking)
    if row is None or row.state != "booked":
        return
    with translation.override(_language(row)):
        left = money(sum_for(row.item, row.quantity).balance_minor, row.presale.currency)
        sentences = [
            _("You booked “%(title)s” with a deposit.")
            % {"title": said(row.presale.title, row.presale.title_zh)},
            _("The balance of %(amount)s can be paid now, before the window closes.") % {"amount": left},
        ]
        _send(row, _("The balance of your presale can be paid"), sentences, _("Pay the balance"))


def ended(booking: str, state: str) -> None:
    """A booking ended without an order: what becomes of the deposit."""
    row = _booking(booking)
    if row is None or state not in ("refunded", "forfeited"):
        return
    with translation.override(_language(row)):
        title = said(row.presale.title, row.presale.title_zh)
        why = (
            _("The store cancelled “%(title)s”: %(why)s") % {"title": title, "why": row.presale.stopped_why}
            if row.presale.state == "stopped"
            else _("Your booking of “%(title)s” has ended without the balance.") % {"title": title}
        )
        what = (
            _("What you paid goes back to you the way you paid.")
            if state == "refunded"
            else _("By the rule of this presale the store keeps the deposit.")
        )
        _send(row, _("Your booking has ended"), [why, what], _("See the presale"))


def _booking(booking: str) -> Booking | None:
    try:
        return own_booking(SYSTEM, booking)
    except NotFound:
        return None


def _language(row: Booking) -> str:
    return row.person.language if row.person.language in {"en", "zh-hans"} else "en"


def _send(row: Booking, subject: str, sentences: list[str], button: str) -> None:
    if not row.person.email:
        return
    home = said(market().name, market().name_zh)
    values = {
        "letter": {"subject": subject, "sentences": sentences, "goods": ()},
        "site_name": home,
        "action": {"label": button, "href": absolute(reverse("presale", args=[row.presale.public_id]))},
        "reason": _("You get this letter because you booked at %(market)s with this address.")
        % {"market": home},
    }
    text = render_to_string("shopper/buying/letter.txt", values, using="jinja2")
    mail = EmailMultiAlternatives(subject=f"{subject} · {home}", body=text, to=[row.person.email])
    page = render_to_string("shopper/buying/letter.html", values, using="jinja2")
    mail.attach_alternative(page, "text/html")
    mail.send()
