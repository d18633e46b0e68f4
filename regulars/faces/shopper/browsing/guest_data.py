"""What stores hold of somebody who ordered without an account: asked for by e-mail, shown by a link in a letter."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.forms import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from regulars.faces.look.going import go
from regulars.faces.look.packing import zipped
from regulars.faces.look.speech import number_of
from regulars.faces.shopper.adapter import guest
from regulars.faces.shopper.buying.letters import Letter
from regulars.faces.shopper.frame import absolute, looking, public, show
from regulars.goods.catalog.queries import said
from regulars.ground.kit import clock, idempotency
from regulars.people.accounts import tries
from regulars.people.accounts.actions import StillBound
from regulars.people.accounts.queries import bound_together, known_together
from regulars.people.merchants.queries import market
from regulars.trade.orders.actions import ask_for_guest_data, forget_guest, take_guest_data
from regulars.trade.orders.queries import guests_called, orders_of_guests, proof_of, proven

log = logging.getLogger("regulars.letters")


@public
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for the letter. The answer is the same whoever ordered or did not. Raises TooManyTries."""
    if request.method != "POST":
        return _asked(request, sent=request.GET.get("sent") == "1")
    email = request.POST.get("email", "").strip()[:254]
    try:
        validate_email(email)
    except ValidationError:
        return _asked(request, error=_("This e-mail address is not complete. Check it, please."), typed=email)
    door = guest(request, email)
    tries.letter(door, "guest-data")
    tries.letters_from(door, "guest-data")
    intent = idempotency.current()
    fresh = intent is None or not intent.known
    ask_for_guest_data(by=looking(request))
    if fresh:
        _send(email)
    return go("guest_data", to="?sent=1")


def _asked(request: HttpRequest, *, sent: bool = False, error: str = "", typed: str = "") -> HttpResponse:
    back = {"href": reverse("my_privacy"), "label": _("Privacy")}
    return show(
        request,
        "browsing/guest_ask",
        active="me",
        status=422 if error else 200,
        back=back,
        sent=sent,
        error=error,
        typed=typed,
    )


def _send(email: str) -> None:
    """A letter either way, so that neither the answer nor its time tells whether somebody ordered."""
    home = said(market().name, market().name_zh)
    known = bool(guests_called(email))
    label = _("See and erase what is held")
    href = absolute(reverse("guest_data_of", args=[proof_of(email)]))
    values = {
        "letter": Letter(_("What stores hold of you"), [_words(known)]),
        "site_name": home,
        "action": {"label": label, "href": href} if known else None,
        "reason": _("You get this letter because somebody asked for it at %(market)s with this address.")
        % {"market": home},
    }
    mail = EmailMultiAlternatives(
        subject=f"{_('What stores hold of you')} · {home}",
        body=render_to_string("shopper/buying/letter.txt", values, using="jinja2"),
        to=[email],
    )
    page = render_to_string("shopper/buying/letter.html", values, using="jinja2")
    mail.attach_alternative(page, "text/html")
    mail.send()
    log.info("letter about a guest's data")


def _words(known: bool) -> str:
    if known:
        return _("The link shows your orders without an account and lets you erase them. It works for a day.")
    return _(
        "Nobody ordered without an account with this address. If you have an account, log in and open My data."
    )


@never_cache
def of(request: HttpRequest, proof: str) -> HttpResponseBase:
    """Orders behind the link; POST takes everything along or has it forgotten. Raises NotFound, Crowded."""
    people = guests_called(proven(proof))
    if request.method == "POST" and request.POST.get("do") == "file":
        by = looking(request)
        return zipped(
            f"my-data-{clock.now():%Y-%m-%d}.zip",
            lambda: known_together(take_guest_data(by=by, proof=proof)),
        )
    if request.method == "POST" and request.POST.get("do") == "forget":
        try:
            forget_guest(by=looking(request), proof=proof)
        except StillBound as refusal:
            return _shown(request, proof, people, refusal.status)
        messages.success(request, _("Stores no longer know who ordered with this address."))
        return go("guest_data_of", proof)
    return _shown(request, proof, people)


def _shown(request: HttpRequest, proof: str, people: list[int], status: int = 200) -> HttpResponse:
    return show(
        request,
        "browsing/guest_data",
        active="me",
        status=status,
        proof=proof,
        orders=[
            {
                "number": number_of(row.public_id),
                "store": said(row.store.name, row.store.name_zh),
                "at": row.placed_at,
            }
            for row in orders_of_guests(people)
        ],
        reasons=bound_together(people),
    )
