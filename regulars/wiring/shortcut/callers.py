"""What the head of a request says, as far as a stranger's page depends on it; nothing unusual goes the short way."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.middleware.csrf import CSRF_SECRET_LENGTH

from regulars.faces.look.remembered import KNOWN_COOKIES, OWN_COOKIES
from regulars.faces.shopper.looker import MOMENT, PERSONAL
from regulars.ground.lake.identity import COOKIE, family, refuses, unsign

TELLING = frozenset(
    {b"host", b"cookie", b"accept-language", b"user-agent", b"sec-gpc", b"x-forwarded-proto", b"x-request-id"}
)
# What browsers and proxies send besides, and no page for strangers looks at. Whatever else is said may mean something.
HARMLESS = frozenset(
    b"accept accept-charset accept-encoding cache-control connection dnt forwarded keep-alive origin pragma priority"
    b" referer save-data sec-ch-ua sec-ch-ua-arch sec-ch-ua-bitness sec-ch-ua-full-version sec-ch-ua-full-version-list"
    b" sec-ch-ua-mobile sec-ch-ua-model sec-ch-ua-platform sec-ch-ua-platform-version sec-fetch-dest sec-fetch-mode"
    b" sec-fetch-site sec-fetch-user te upgrade-insecure-requests via x-forwarded-for x-forwarded-host"
    b" x-forwarded-port x-forwarded-server x-real-ip".split()
)
LONGEST, LONGEST_COOKIES, MOST_KNOWN = 1_000, 1_000, 2_000
# Cookies that are read in one way only, whoever reads them.
COOKIES = re.compile(rb"[\w.-]+=[\w.~:/%|=+-]*(?:; [\w.-]+=[\w.~:/%|=+-]*)*")
REQUEST_ID = re.compile(rb"[A-Za-z0-9_-]{8,40}")
SECRET = re.compile(rf"[A-Za-z0-9]{{{CSRF_SECRET_LENGTH}}}")


class Cookies(NamedTuple):
    """What a stranger's cookies say. Empty: there is no such cookie."""

    secret: str = ""
    visitor: str = ""
    moment: bool = False
    plain: bool = False
    others: tuple[str, ...] = ()


class Caller(NamedTuple):
    """A stranger who asks for a page. `door`: all that decides which page it is."""

    door: Hashable
    request_id: bytes
    secret: str
    visitor: str
    moment: bool
    refuses: bool
    machine: bool

    @property
    def unknown(self) -> bool:
        """Whether nothing may be known of the reader."""
        return self.refuses or not self.moment


Reads = Callable[[Any], Caller | None]


def reader(secrets: Sequence[bytes]) -> Reads:
    """What reads heads; `secrets` are those that sign visitors."""

    @lru_cache(MOST_KNOWN)
    def cookies(told: bytes) -> Cookies | None:
        return _cookies(told, secrets)

    def read(scope: Any) -> Caller | None:
        """The caller; None where the ordinary way must answer."""
        if scope["method"] != "GET":
            return None
        said: dict[bytes, bytes] = {}
        for name, value in scope["headers"]:
            if name in TELLING:
                if name in said:
                    return None
                said[name] = value
            elif name not in HARMLESS:
                return None
        told, signal = said.get(b"cookie", b""), said.get(b"sec-gpc", b"")
        has = cookies(told)
        host, given = said.get(b"host"), said.get(b"x-request-id", b"")
        if has is None or not host or (given and not REQUEST_ID.fullmatch(given)):
            return None
        language = said.get(b"accept-language", b"")
        path, query = scope["raw_path"], scope["query_string"]
        if len(host) + len(path) + len(query) + len(language) > LONGEST:
            return None
        return Caller(
            (scope["scheme"], said.get(b"x-forwarded-proto"), host, path, query, language, has.others),
            given,
            has.secret,
            has.visitor,
            has.moment,
            has.plain or ((told or signal) != b"" and refuses(told, signal)),
            family(said.get(b"user-agent", b"")) == "bot",
        )

    return read


def _cookies(told: bytes, secrets: Sequence[bytes]) -> Cookies | None:
    """What they say of a stranger; None where it is unusual, or says that somebody is logged in."""
    if not told:
        return Cookies()
    if len(told) > LONGEST_COOKIES or not COOKIES.fullmatch(told):
        return None
    pairs = [pair.partition("=") for pair in told.decode("latin-1").split("; ")]
    named = {name: value for name, _equals, value in pairs}
    if len(named) < len(pairs) or KNOWN_COOKIES & named.keys():
        return None
    secret = named.get(settings.CSRF_COOKIE_NAME, "")
    person, visitor = unsign(named[COOKIE], secrets) if COOKIE in named else (None, "")
    if visitor is None or person or (settings.CSRF_COOKIE_NAME in named and not SECRET.fullmatch(secret)):
        return None
    others = tuple(sorted(f"{name}={value}" for name, value in named.items() if name not in OWN_COOKIES))
    return Cookies(secret, visitor, MOMENT in named, named.get(PERSONAL) == "off", others)
