"""Who sent a beacon: a signed cookie tells, the visitor's wish not to be followed outranks it."""

import hmac
import re
from base64 import urlsafe_b64encode
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

COOKIE = "rv"
NOBODY: "Who" = (None, None)

Who = tuple[str | None, str | None]
Identify = Callable[[Any], Who]

_PART = re.compile(r"[A-Za-z0-9_-]{1,64}")
_RV = re.compile(rb"(?:^|;)\s*rv=([^;\s]*)")
_REFUSES = re.compile(rb"(?:^|;)\s*privacy=off\s*(?:;|$)")
_PURPOSE = b"regulars.lake.visitor:"


def sign(visitor: str, person: str | None, secret: bytes) -> str:
    """Return the value of the cookie `rv` for a visitor, and for the person he is once he has signed in.

    Raises `ValueError` for ids other than 1 to 64 letters, digits, `_` and `-`.
    """
    for part in (visitor, person or "-"):
        if not _PART.fullmatch(part):
            raise ValueError("Ids in the visitor cookie are 1 to 64 letters, digits, _ and -.")
    text = f"{visitor}.{person or ''}"
    return f"{text}.{_signature(text, secret)}"


def unsign(value: str, secrets: Sequence[bytes]) -> Who:
    """Return (person, visitor) of a cookie value; `NOBODY` if no secret signed it."""
    text, _, signature = value.rpartition(".")
    visitor, _, person = text.partition(".")
    signed = any(hmac.compare_digest(signature.encode(), _signature(text, key).encode()) for key in secrets)
    return (person or None, visitor) if signed and visitor else NOBODY


def signed_cookie(secrets: Sequence[bytes]) -> Identify:
    """Return the default resolver: the cookie `rv`, signed with one of the secrets."""

    @lru_cache(maxsize=4096)
    def read(value: bytes) -> Who:
        return unsign(value.decode("latin-1"), secrets)

    def identify(scope: Any) -> Who:
        for name, value in scope["headers"]:
            if name == b"cookie" and (found := _RV.search(value)):
                return read(found[1])
        return NOBODY

    return identify


def refuses(cookie: bytes, gpc: bytes) -> bool:
    """Tell whether the visitor does not want to be followed (cookie `privacy=off`, or `Sec-GPC: 1`)."""
    return gpc.strip() == b"1" or (b"privacy" in cookie and _REFUSES.search(cookie) is not None)


_FAMILIES = (
    (b"bot", "bot"),
    (b"crawl", "bot"),
    (b"spider", "bot"),
    (b"headless", "bot"),
    (b"micromessenger", "wechat"),
    (b"alipay", "alipay"),
    (b"edg", "edge"),
    (b"opr/", "opera"),
    (b"firefox", "firefox"),
    (b"fxios", "firefox"),
    (b"chrome", "chrome"),
    (b"crios", "chrome"),
    (b"safari", "safari"),
)


@lru_cache(maxsize=1024)
def family(agent: bytes) -> str:
    """Return the family of a user agent; the agent itself is never kept."""
    lowered = agent.lower()
    return next((name for mark, name in _FAMILIES if mark in lowered), "other")


def _signature(text: str, secret: bytes) -> str:
    digest = hmac.digest(secret, _PURPOSE + text.encode(), "sha256")
    return urlsafe_b64encode(digest[:18]).decode()
