"""Start-up checks: what must not be wrong when money is kept here, and what others who reach it should not find."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.http.request import validate_host

from regulars.trade.payments.providers.registry import KNOWN, names, offered

AT_HOME = {"127.0.0.1", "localhost", "[::1]", "testserver"}
SHORTEST_KEY = 32


@register
def sqlite_is_durable(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """SQLite must run WAL + FULL + IMMEDIATE."""
    entry = settings.DATABASES["default"]
    if "sqlite" not in entry["ENGINE"]:
        return []
    options = entry.get("OPTIONS", {})
    pragmas = options.get("init_command", "").replace(" ", "").lower()
    wanted = {
        "journal_mode=wal": "journal_mode=WAL" if "journal_mode=wal" not in pragmas else "",
        "synchronous=full": "synchronous=FULL" if "synchronous=full" not in pragmas else "",
        "immediate": "transaction_mode=IMMEDIATE" if options.get("transaction_mode") != "IMMEDIATE" else "",
    }
    return [
        Error(
            f"The database holds money but runs without {missing}.",
            hint="Build the DATABASES entry with regulars.ground.engines.database.database(url).",
            id="regulars.E001",
        )
        for missing in wanted.values()
        if missing
    ]


@register
def no_request_transactions(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """ATOMIC_REQUESTS would make every page wait for the write lock."""
    if settings.DATABASES["default"].get("ATOMIC_REQUESTS"):
        return [
            Error("ATOMIC_REQUESTS is on.", hint="Remove it: actions open their own.", id="regulars.E002")
        ]
    return []


@register
def tries_are_counted_for_all(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The cache counts guesses at passwords, so every process must see the same one."""
    backend = settings.CACHES["default"]["BACKEND"]
    if backend.endswith(("LocMemCache", "DummyCache")):
        return [
            Error(
                "The cache is of one process only; tries at passwords would be counted apart.",
                hint="Leave CACHE_URL out, or set file:///… or redis://…",
                id="regulars.E003",
            )
        ]
    if backend.endswith("RedisCache") and find_spec("redis") is None:
        return [
            Error(
                "CACHE_URL names Redis, but its client is not installed.",
                hint="Install the extra: pip install regulars[redis]",
                id="regulars.E004",
            )
        ]
    return []


@register
def providers_are_known(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A misspelt provider must not be noticed by the first buyer."""
    known = ", ".join(sorted(KNOWN))
    wrong = [
        Error(
            f"There is no payment provider {name!r}.",
            hint=f"PAYMENT_PROVIDERS may name: {known}",
            id="regulars.E005",
        )
        for name in names()
        if name not in KNOWN
    ]
    if not wrong and not offered():
        return [
            Warning(
                "No payment provider is offered: nobody can pay.",
                hint="Set PAYMENT_PROVIDERS, for example stripe; the provider called test pays in a demo only.",
                id="regulars.W001",
            )
        ]
    return [*wrong]


def is_public() -> bool:
    """Whether others than this machine are meant to reach the market."""
    return settings.HTTPS or bool(set(settings.ALLOWED_HOSTS) - AT_HOME)


@register
def fit_for_others(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """What is fine at home and not where strangers come."""
    try:
        key = settings.SECRET_KEY
    except ImproperlyConfigured:
        key = ""
    weak = [*_weak(key)]
    return [*weak, *_unfit()] if is_public() else weak


def _weak(key: str) -> Iterator[CheckMessage]:
    if len(key) < SHORTEST_KEY or len(set(key)) < 8:
        yield Warning(
            "SECRET_KEY is short enough to be guessed; it signs every session.",
            hint="Leave it out (one is made and kept), or set 50 random characters.",
            id="regulars.W002",
        )


def _unfit() -> Iterator[CheckMessage]:
    if settings.DEBUG:
        yield Error(
            "REGULARS_DEBUG shows the inside of the program to everybody who reaches it.",
            hint="Switch it off, or serve local names only (ALLOWED_HOSTS).",
            id="regulars.E006",
        )
    if not settings.HTTPS:
        yield Warning(
            "Others reach this market, but cookies and passwords travel without HTTPS.",
            hint="Put a TLS proxy in front and set REGULARS_HTTPS=1 and REGULARS_BEHIND_PROXY=1.",
            id="regulars.W003",
        )
    if settings.DEMO:
        yield Warning(
            "This is a demo: whoever reaches it may log in as anybody on the cards and pay without money.",
            hint="Set REGULARS_DEMO=0 before real people use it.",
            id="regulars.W004",
        )
    if not _names_itself():
        yield Warning(
            f"SITE_URL is {settings.SITE_URL}: links in letters and payment returns lead elsewhere.",
            hint="Set it to the address people type; its host belongs into ALLOWED_HOSTS.",
            id="regulars.W005",
        )
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend") and not settings.DEMO:
        yield Warning(
            "Letters stay on this machine: nobody can sign up, reset a password or read about an order.",
            hint="Set EMAIL_BACKEND=django.core.mail.backends.smtp.EmailBackend and EMAIL_HOST.",
            id="regulars.W006",
        )


def _names_itself() -> bool:
    site = urlsplit(settings.SITE_URL)
    fits = validate_host(
        site.hostname or "", [host for host in settings.ALLOWED_HOSTS if host not in AT_HOME]
    )
    return fits and (site.scheme == "https" or not settings.HTTPS)
