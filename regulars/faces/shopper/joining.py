"""Signing up: the account begins when the code mailed to the address is typed.

Whoever asks learns nothing about other people: known and unknown addresses get the same pages at the same cost,
only the letters differ. Until the code is typed nothing is kept but the session.
"""

from __future__ import annotations

import logging
import smtplib
import time
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import SignupForm as BaseSignupForm
from allauth.account.utils import complete_signup, get_next_redirect_url
from allauth.core import context
from allauth.core.internal.cryptokit import compare_user_code
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.faces.shopper.adapter import counted, guest
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import Refusal
from regulars.ground.kit.sanitize import plain
from regulars.people.accounts import actions as accounts
from regulars.people.accounts import tries
from regulars.people.accounts.entering import hashed
from regulars.people.accounts.queries import is_taken

log = logging.getLogger("regulars.joining")
WAITING = "signing_up"
GOOD_FOR = 30 * 60
MOST_WRONG = 3
Waiting = dict[str, Any]


class SignupForm(BaseSignupForm):  # type: ignore[misc]
    """E-mail, password and, if one likes, a name."""

    name = forms.CharField(label=gettext_lazy("Name (optional)"), max_length=80, required=False)
    field_order = ("email", "password1", "name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = _(
            "At least 10 characters; no common password, and not like your name or e-mail."
        )

    def validate_unique_email(self, value: str) -> str:
        """Any address will do here; its letter says whether there is an account."""
        return value

    def clean(self) -> dict[str, Any]:
        """Count the letter that would be sent. Raises ValidationError."""
        cleaned: dict[str, Any] = super().clean()
        if not self.errors:
            counted(tries.letter, guest(context.request, cleaned["email"]), "joining")
        return cleaned

    def try_save(self, request: HttpRequest) -> tuple[None, HttpResponse]:
        """Send the letter and ask for its code."""
        typed = self.cleaned_data
        waiting = {
            "email": typed["email"],
            "password": hashed(typed["password1"]),
            "name": plain(typed.get("name", ""), limit=80),
            "language": getattr(request, "LANGUAGE_CODE", "en"),
            "next": get_next_redirect_url(request),
            "code": get_adapter().generate_email_verification_code(),
            "at": time.time(),
            "wrong": 0,
        }
        request.session[WAITING] = waiting
        _write(request, waiting)
        return None, HttpResponseRedirect(reverse("account_signup_code"))


def code(request: HttpRequest) -> HttpResponse:
    """Type the code from the letter."""
    waiting: Waiting | None = request.session.get(WAITING)
    if waiting is None or time.time() - waiting["at"] > GOOD_FOR:
        request.session.pop(WAITING, None)
        return HttpResponseRedirect(reverse("account_signup"))
    if request.method != "POST":
        return _page(request, waiting)
    try:
        tries.code(guest(request, waiting["email"]))
    except Refusal as refusal:
        return _page(request, waiting, str(refusal.sentence), refusal.status)
    if is_taken(waiting["email"]) or not _is_it(request, waiting):
        return _wrong(request, waiting)
    return _begin(request, waiting)


def _is_it(request: HttpRequest, waiting: Waiting) -> bool:
    same: bool = compare_user_code(actual=request.POST.get("code", ""), expected=waiting["code"])
    return same


def _wrong(request: HttpRequest, waiting: Waiting) -> HttpResponse:
    waiting["wrong"] += 1
    request.session[WAITING] = waiting
    if waiting["wrong"] < MOST_WRONG:
        return _page(request, waiting, _("This is not the code in the letter."), 422)
    del request.session[WAITING]
    messages.error(request, _("Three wrong codes. Please sign up again; a new letter will come."))
    return HttpResponseRedirect(reverse("account_signup"))


def _begin(request: HttpRequest, waiting: Waiting) -> HttpResponse:
    del request.session[WAITING]
    person = accounts.sign_up(
        by=Actor("guest"), email=waiting["email"], password_hash=waiting["password"], name=waiting["name"],
        language=waiting["language"],
    )  # fmt: skip
    response: HttpResponse = complete_signup(
        request,
        user=person,
        email_verification=settings.ACCOUNT_EMAIL_VERIFICATION,
        success_url=waiting["next"],
    )
    return response


def _write(request: HttpRequest, waiting: Waiting) -> None:
    """A code for a new address; for a known one a letter to its owner."""
    mail = get_adapter(request)
    try:
        if is_taken(waiting["email"]):
            mail.send_account_already_exists_mail(waiting["email"])
        else:
            mail.send_mail("account/email/joining", waiting["email"], {"code": waiting["code"]})
    except (OSError, smtplib.SMTPException):
        log.exception("the letter of somebody who signs up could not be sent")
        messages.error(request, _("The letter could not be sent. Please try again later."))
    if settings.DEMO:
        messages.info(
            request, _("Demo town: letters do not leave this machine; they lie in its mail folder.")
        )


def _page(request: HttpRequest, waiting: Waiting, error: str = "", status: int = 200) -> HttpResponse:
    context = {"email": waiting["email"], "error": error}
    return render(request, "account/signup_code.html", context, status=status)
