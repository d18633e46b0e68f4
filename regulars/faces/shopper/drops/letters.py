"""Letters about drops: shortly before one opens, to who asked for it; and to who has won a piece."""

from __future__ import annotations

from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from regulars.faces.look.moments import local_datetime
from regulars.faces.shopper.buying.letters import LANGUAGES, Letter
from regulars.faces.shopper.frame import absolute
from regulars.goods.catalog.queries import said
from regulars.ground.kit import clock
from regulars.ground.kit.refusals import NotFound
from regulars.people.accounts.queries import people_by_key
from regulars.people.merchants.queries import market
from regulars.trade.drops.lane.deciding import moment
from regulars.trade.drops.queries import Drop, drop_for_shoppers, ticket_of


def opens_soon(drop: str, person: int | None) -> None:
    """The drop opens in ten minutes. Nothing when it is open already, or gone."""
    row, reader = _drop(drop), _reader(person)
    if row is None or reader is None or row.stopped_at is not None or row.opens_at <= clock.now():
        return
    with translation.override(_language(reader)):
        title = said(row.title, row.title_zh)
        sentences = [
            _("“%(title)s” opens at %(time)s.") % {"title": title, "time": local_datetime(row.opens_at)},
            _("The waiting room is open: whoever is in it by then takes part in the lots."),
        ]
        reason = _("You get this letter because you asked to be reminded of this drop.")
        _send(reader, Letter(_("It opens soon"), sentences, button=_("To the drop")), row, reason)


def won(drop: str, ticket: str, person: int | None) -> None:
    """A piece is theirs; it waits to be paid. Nothing when that is done, or over."""
    row, reader = _drop(drop), _reader(person)
    if row is None or reader is None:
        return
    try:
        seat = ticket_of(reader.pk, ticket)
    except NotFound:
        return
    if seat.state != "won" or seat.pay_until_us <= clock.micros():
        return
    with translation.override(_language(reader)):
        title = said(row.title, row.title_zh)
        until = local_datetime(moment(seat.pay_until_us))
        sentences = [
            _("A piece of “%(title)s” is yours.") % {"title": title},
            _("It is kept for you until %(time)s. Pay by then, or it goes to the next person.")
            % {"time": until},
        ]
        reason = _("You get this letter because you took part in this drop.")
        _send(reader, Letter(_("A piece is yours"), sentences, button=_("Check out and pay")), row, reason)


def _drop(public_id: str) -> Drop | None:
    try:
        return drop_for_shoppers(public_id)
    except NotFound:
        return None


def _reader(person: int | None) -> Any:
    row = people_by_key([person]).get(person) if person is not None else None
    return row if row is not None and row.email else None


def _language(reader: Any) -> str:
    return reader.language if reader.language in LANGUAGES else "en"


def _send(reader: Any, letter: Letter, row: Drop, reason: str) -> None:
    home = said(market().name, market().name_zh)
    action = {"label": letter.button, "href": absolute(reverse("drop", args=[row.public_id]))}
    values = {"letter": letter, "site_name": home, "action": action, "reason": reason}
    body = render_to_string("shopper/buying/letter.txt", values, using="jinja2")
    mail = EmailMultiAlternatives(subject=f"{letter.subject} · {home}", body=body, to=[reader.email])
    mail.attach_alternative(
        render_to_string("shopper/buying/letter.html", values, using="jinja2"), "text/html"
    )
    mail.send()
