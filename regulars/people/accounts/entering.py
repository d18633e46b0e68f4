"""Who logs in with e-mail and password. Known or not, right or wrong: one hash is computed, never none or two."""

from __future__ import annotations

import functools
import secrets
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import check_password, make_password
from django.http import HttpRequest

from regulars.people.accounts.models import Person


class ByEmail(AuthenticationBackend):  # type: ignore[misc]
    """The only door for passwords."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Person | None:
        """The active person with this `email` and `password`, or None."""
        person = logging_in(str(credentials.get("email") or ""))
        password, nobodys = str(credentials.get("password") or ""), _nobodys()
        if person is None or not person.has_usable_password():
            check_password(password, nobodys)
            return None
        return person if person.check_password(password) and person.is_active else None


def logging_in(email: str) -> Person | None:
    """Who is meant by `email`: whoever confirmed it; while nobody did, whoever has it as log-in name."""
    wanted = email.strip().lower()
    proven = EmailAddress.objects.filter(email=wanted, verified=True).select_related("user").first()
    named = Person.objects.filter(email=wanted).first()
    return proven.user if proven else named


@functools.cache
def _nobodys() -> str:
    """A password that nobody has, kept at today's cost."""
    return make_password(secrets.token_urlsafe())
