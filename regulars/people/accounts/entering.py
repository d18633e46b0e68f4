"""Who logs in with e-mail and password. Known or not, right or wrong: one hash is computed, never none or two."""

from __future__ import annotations

import functools
import secrets
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import check_password, make_password
from django.http import HttpRequest

from regulars.ground.kit.turnstile import Turnstile
from regulars.people.accounts.models import Person

# A hash costs as much as several pages; half of a process's threads may be busy with them, one at a time.
HASHING = Turnstile(at_once=1, queue=2, patience=1.0)


class ByEmail(AuthenticationBackend):  # type: ignore[misc]
    """The only door for passwords."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Person | None:
        """The active person with this `email` and `password`, or None. Raises Crowded."""
        person = logging_in(str(credentials.get("email") or ""))
        with HASHING.turn():
            right = _fits(person, str(credentials.get("password") or ""), _nobodys())
        return person if right and person is not None and person.is_active else None


def _fits(person: Person | None, password: str, nobodys: str) -> bool:
    if person is None or not person.has_usable_password():
        check_password(password, nobodys)
        return False
    return person.check_password(password)


def hashed(password: str) -> str:
    """A new password as it is kept. Raises Crowded."""
    with HASHING.turn():
        return make_password(password)


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


def knows_password(person: Person, password: str) -> bool:
    """Whether somebody who is logged in typed the account's password once more. Raises Crowded."""
    with HASHING.turn():
        return person.has_usable_password() and person.check_password(password)
