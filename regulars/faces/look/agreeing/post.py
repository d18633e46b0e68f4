"""Letters about an agreement: to the shopper, or to everybody of the store who works with orders."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from regulars.goods.catalog.queries import said
from regulars.ground.bus.facts import Fact
from regulars.people.accounts.queries import Person
from regulars.people.merchants.queries import market, staff_of
from regulars.trade.agreements.events import (
    AgreementMoved,
    AgreementSigned,
    CreditGiven,
    DutyDue,
    MilestoneDone,
    ProofRefused,
    QuoteAsked,
    VersionProposed,
)
from regulars.trade.agreements.queries import Agreement, News, any_agreement, news
from regulars.trade.agreements.rules import Side

TOLD: tuple[type[Fact], ...] = (
    QuoteAsked, VersionProposed, AgreementSigned, MilestoneDone, ProofRefused, DutyDue, CreditGiven, AgreementMoved,
)  # fmt: skip
MOVED = {
    "signed": ("decided", "proof-stands", "proof-again"),
    "delivered": ("sent-again",),
}
PLAIN = {
    QuoteAsked.name: "asked",
    VersionProposed.name: "proposed",
    AgreementSigned.name: "signed",
    ProofRefused.name: "proof-refused",
    CreditGiven.name: "credit",
}
LANGUAGES = ("en", "zh-hans")
MOST = 10


def hear(fact: Fact, side: Side) -> int:
    """Write to one side what a fact of TOLD says, each reader in their language; returns how many letters."""
    row = any_agreement(fact.ref)
    kinds, key = _kinds(fact, side)
    if row is None or not kinds:
        return 0
    return sum(_write(row, side, one, kinds, key) for one in _readers(row, side))


def _kinds(fact: Fact, side: Side) -> tuple[tuple[str, ...], str]:
    """Of which steps of the story a fact speaks, and of which milestone; nothing when it is not for that side."""
    if isinstance(fact, DutyDue):
        return (("late",) if fact.late else ("soon",) if fact.side == side else ()), ""
    if isinstance(fact, MilestoneDone):
        return ("done",) if fact.side else ("approved-silently",), fact.milestone
    if isinstance(fact, AgreementMoved):
        return MOVED.get(fact.state, (fact.state,)), ""
    return (PLAIN[fact.name],), ""


def _readers(row: Agreement, side: Side) -> Iterator[Person]:
    """Who has a mail address on that side."""
    if side == "shopper":
        everybody = [row.person]
    else:
        everybody = [one.person for one in staff_of(row.store) if "orders" in one.rights][:MOST]
    yield from (one for one in everybody if one.email)


def _write(row: Agreement, side: Side, person: Person, kinds: tuple[str, ...], key: str) -> bool:
    with translation.override(person.language if person.language in LANGUAGES else "en"):
        found = news(row, side, kinds, key)
        if found is not None:
            _send(row, side, str(person.email), found)
    return found is not None


def _send(row: Agreement, side: Side, address: str, told: News) -> None:
    home = said(market().name, market().name_zh)
    values = {
        "told": told,
        "site_name": home,
        "action": {
            "label": _("Open the agreement"),
            "href": settings.SITE_URL.rstrip("/") + _path(row, side),
        },
        "reason": _reason(home, side),
    }
    mail = EmailMultiAlternatives(
        subject=f"{told.subject} · {home}",
        body=render_to_string("look/agreeing_letter.txt", values, using="jinja2"),
        to=[address],
    )
    page = render_to_string("look/agreeing_letter.html", values, using="jinja2")
    mail.attach_alternative(page, "text/html")
    mail.send()


def _path(row: Agreement, side: Side) -> str:
    if side == "shopper":
        return reverse("agreement", args=[row.public_id])
    return reverse("desk_agreement", args=[row.store.public_id, row.public_id])


def _reason(home: str, side: Side) -> str:
    if side == "shopper":
        return _("You get this letter because you have something made to order at %(market)s.") % {
            "market": home
        }
    return _("You get this letter because you work with the orders of a store at %(market)s.") % {
        "market": home
    }
