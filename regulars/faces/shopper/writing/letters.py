"""The e-mail channel: a store's message as a letter, with a way out in it and in its headers."""

from __future__ import annotations

from email.utils import formataddr, parseaddr
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPServerDisconnected

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from regulars.faces.shopper.frame import absolute
from regulars.goods.catalog.queries import said
from regulars.ground.plugins.hooks import hooks
from regulars.loyalty.outreach.hooks import Channel, NotDelivered, Outgoing, Unavailable
from regulars.people.accounts.queries import Person
from regulars.people.merchants.queries import market


@hooks["loyalty.channels"].answer
def email() -> Channel:
    """E-mail over the mail server of the settings."""
    return Channel("email", address, send)


def address(person: Person) -> str:
    """Where the person gets letters."""
    return person.email or ""


def send(message: Outgoing) -> str:
    """Hand a letter to the mail server. Raises Unavailable when it does not answer, NotDelivered when it refuses."""
    connection = get_connection()
    try:
        connection.open()
    except (OSError, SMTPException) as error:
        raise Unavailable(repr(error)) from error
    try:
        letter(message, connection).send()
    except SMTPRecipientsRefused as error:
        raise NotDelivered("refused") from error
    except SMTPServerDisconnected as error:
        raise NotDelivered("disconnected") from error
    finally:
        connection.close()
    return ""


def letter(message: Outgoing, connection: object = None) -> EmailMultiAlternatives:
    """The letter in the person's language."""
    with translation.override(message.language):
        home = said(market().name, market().name_zh)
        out = absolute(reverse("unsubscribe", args=[message.unsubscribe])) if message.unsubscribe else ""
        subject = f"[{_('Test')}] {message.subject}" if message.test else message.subject
        values = {
            "message": message,
            "paragraphs": [line for line in message.text.split("\n") if line.strip()],
            "site_name": home,
            "unsubscribe": out,
            "writers": absolute(reverse("my_writers")),
            "action": {
                "label": _("To the store"),
                "href": absolute(f"{reverse('store', args=[message.store_slug])}?from=outreach"),
            },
        }
        mail = EmailMultiAlternatives(
            subject=subject,
            body=render_to_string("shopper/writing/letter.txt", values, using="jinja2"),
            from_email=_sender(message.store, home),
            to=[message.address],
            headers=_headers(message, out),
            connection=connection,
        )
        mail.attach_alternative(
            render_to_string("shopper/writing/letter.html", values, using="jinja2"), "text/html"
        )
        return mail


def _sender(store: str, home: str) -> str:
    via = _("%(store)s via %(market)s") % {"store": store, "market": home}
    return formataddr((via, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))


def _headers(message: Outgoing, out: str) -> dict[str, str]:
    known = {"X-Regulars-Contact": message.contact}
    if out:
        known |= {"List-Unsubscribe": f"<{out}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return known
