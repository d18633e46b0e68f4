"""The keys by which "once per person" bites: the person, the mail address, the phone.

Hashed with the market's secret.
"""

from __future__ import annotations

import hmac

from django.conf import settings


def holder_keys(person_pk: int | None, email: str = "", phone: str = "") -> tuple[str, ...]:
    """Who an offer's limit counts for. A guest has no account, but an address and a phone like anybody."""
    keys = [f"p:{person_pk}"] if person_pk is not None else []
    mail = email.strip().casefold()
    if mail:
        keys.append(f"e:{_hashed(_plain_mail(mail))}")
    digits = "".join(char for char in phone if char.isascii() and char.isdigit())
    if len(digits) >= 5:
        keys.append(f"t:{_hashed(digits[-11:])}")
    return tuple(keys)


def _plain_mail(mail: str) -> str:
    """The mailbox behind tagged spellings: "a+b@x" is "a@x"."""
    name, at, host = mail.rpartition("@")
    return f"{name.split('+')[0]}{at}{host}"


def _hashed(text: str) -> str:
    return hmac.digest(settings.SECRET_KEY.encode(), text.encode(), "sha256").hex()
