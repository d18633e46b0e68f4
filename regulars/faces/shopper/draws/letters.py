"""Letters about prizes won, places in trials and reports due, in the person's language."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from regulars.faces.look.moments import local_date, local_datetime
from regulars.faces.shopper.buying.letters import LANGUAGES, Letter
from regulars.faces.shopper.frame import absolute
from regulars.goods.catalog.queries import said
from regulars.ground.kit import clock
from regulars.ground.kit.refusals import NotFound
from regulars.people.accounts.queries import Person, people_by_key
from regulars.people.merchants.queries import market
from regulars.trade.draws import queries
from regulars.trade.draws.queries import application_of, win_of

log = logging.getLogger("regulars.letters")
# What happened longer ago is no news: an import, a demo town, a worker that stood still.
NEWS = timedelta(days=2)


def won(person_id: int, win: str) -> None:
    """The person won a prize."""
    person = _person(person_id)
    try:
        row = win_of(person_id, win)
    except NotFound:
        return
    if person is None or clock.now() - row.won_at > NEWS:
        return
    with translation.override(_language(person)):
        store = row.prize.lottery.store
        sentences = [
            _("You won at %(store)s: %(prize)s.")
            % {"store": said(store.name, store.name_zh), "prize": queries.prize_words(row.prize)},
            queries.wait_words(row, local_datetime(row.take_until)),
        ]
        _send(person, _("You won"), sentences, _("Take it"))


def given(person_id: int, application: str) -> None:
    """The person got a place in a trial."""
    person = _person(person_id)
    try:
        row = application_of(person_id, application)
    except NotFound:
        return
    if person is None or row.given_at is None or clock.now() - row.given_at > NEWS:
        return
    with translation.override(_language(person)):
        sentences = [
            _("You have a place in the trial “%(title)s”.") % {"title": queries.title_of(row.trial)},
            _("The goods cost nothing.") + " " + queries.place_words(row, local_datetime(row.take_until)),
        ]
        _send(person, _("You have a place"), sentences, _("Order it"))


def due(person_id: int, application: str, *, reminds: bool) -> None:
    """The report on a trial is due."""
    person = _person(person_id)
    try:
        row = application_of(person_id, application)
    except NotFound:
        return
    if person is None or row.reported_at is not None or row.report_due is None:
        return
    if row.report_due < clock.now():
        return
    with translation.override(_language(person)):
        day = local_date(row.report_due)
        sentences = [
            _("Your report on “%(title)s” is due until %(day)s.")
            % {"title": queries.title_of(row.trial), "day": day},
            _("Write as you found it: nothing hangs on your praise."),
        ]
        subject = _("Your report is due soon") if reminds else _("How is it? Your report")
        _send(person, subject, sentences, _("Write the report"))


def _person(person_id: int) -> Person | None:
    return people_by_key([person_id]).get(person_id)


def _language(person: Person) -> str:
    return person.language if person.language in LANGUAGES else "en"


def _send(person: Person, subject: str, sentences: Sequence[str], button: str) -> None:
    if not person.email:
        return
    home = said(market().name, market().name_zh)
    action = {"label": button, "href": absolute(reverse("my_draws"))}
    reason = _("You get this letter because you took part at %(market)s.") % {"market": home}
    letter = Letter(subject, sentences)
    values = {"letter": letter, "site_name": home, "action": action, "reason": reason}
    mail = EmailMultiAlternatives(
        subject=f"{subject} · {home}",
        body=render_to_string("shopper/buying/letter.txt", values, using="jinja2"),
        to=[person.email],
    )
    mail.attach_alternative(
        render_to_string("shopper/buying/letter.html", values, using="jinja2"), "text/html"
    )
    mail.send()
    log.info("letter about a draw: %s", subject)
