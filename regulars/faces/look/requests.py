"""What happens to every request before a page sees it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from regulars.faces.look.answers import answer, wrong_method
from regulars.faces.look.drawn import drawing_over
from regulars.ground.kit.actions import request_id
from regulars.ground.kit.idempotency import (
    MAX_KEY,
    Intent,
    KeyMissing,
    KeyReused,
    begin,
    current,
    digest,
    intending,
    recognise,
)
from regulars.ground.kit.ids import new_id
from regulars.ground.lake.identity import COOKIE, sign, unsign
from regulars.ground.lake.place import secrets

Handler = Callable[[HttpRequest], HttpResponseBase]
KEPT = 400 * 24 * 3600
# How many pieces lie in the basket, for the badge on every page; it is somebody's, so it goes when they do.
IN_BASKET = "bc"
IN_BASKET_KEPT = 30 * 24 * 3600
READING = {"GET", "HEAD", "OPTIONS"}
METHODS = {*READING, "POST"}
WELL_FORMED = re.compile(rf"^[\x21-\x7e]{{8,{MAX_KEY}}}$")

# A digest of a password would stand in the database for a day, for whoever reads it to guess at quickly.
NOT_CONTENT = {"csrfmiddlewaretoken", "idempotency_key", "password"}

# Routes that are safe to repeat by nature, and why.
REPEATABLE: dict[str, str] = {
    "set_language": "sets one cookie to one value",
    "pay_callback": "providers send their own event id, which is unique",
    "test_pay_decide": "the test provider's own page; its callback carries the event id",
    "unsubscribe": "a no stays one no; mail readers post it without a key",
    "my_privacy": "sets one cookie to one value",
    "my_faces": "sets one switch to one value",
    "desk_offer_preview": "reckons and keeps nothing",
    "desk_cohorts_use": "a proposal is taken up once; whoever asks again is led to the same drafts",
    "desk_import": "tries a file out; the same file again is the same trial",
    "desk_import_run": "the same file again changes nothing",
    "console_payouts_prepare": "each store and currency is paid once in a period, whoever asks",
    "console_confirm": "asks for the password; wrong ones are counted",
}
REPEATABLE_PREFIXES: dict[str, str] = {
    "account_": "log-in and sign-up: one-time codes, sessions and unique e-mails make repeats harmless",
    "mfa_": "log-in: challenges are used once",
}


def request_identity(get_response: Handler) -> Handler:
    """Give every request an id, shown in every answer and kept with every audit entry."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-Id", "")
        own = given if re.fullmatch(r"[\w-]{8,40}", given) else new_id("req")
        token = request_id.set(own)
        try:
            response = get_response(request)
        finally:
            request_id.reset(token)
            drawing_over()
        response.headers["X-Request-Id"] = own
        return response

    return middleware


class Visitor:
    """Give every visitor a signed id (cookie `rv`) as `request.visitor`, and add who logged in."""

    def __init__(self, get_response: Handler):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        person, visitor = unsign(request.COOKIES.get(COOKIE, ""), secrets())
        request.visitor = visitor or new_id("vis")  # type: ignore[attr-defined]
        if person and IN_BASKET in request.COOKIES and not request.user.is_authenticated:
            del request.COOKIES[IN_BASKET]  # a session that ended by itself
        response = self.get_response(request)
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            return response
        now = request.user.public_id if request.user.is_authenticated else None
        if visitor is None or person != now:
            value = sign(request.visitor, now, secrets()[0])  # type: ignore[attr-defined]
            keep_visitor(response, value, secure=request.is_secure())
            if person and not now and IN_BASKET not in response.cookies:
                response.delete_cookie(IN_BASKET, samesite="Lax")
        return response


def keep_visitor(response: HttpResponseBase, value: str, *, secure: bool) -> None:
    """Let the browser keep the signed id of its visitor."""
    response.set_cookie(COOKIE, value, max_age=KEPT, httponly=True, samesite="Lax", secure=secure)


def keep_count(response: HttpResponseBase, pieces: int, *, secure: bool) -> None:
    """Let the browser keep how many pieces lie in its basket."""
    response.set_cookie(
        IN_BASKET,
        str(pieces or ""),
        max_age=IN_BASKET_KEPT,
        samesite="Lax",
        secure=secure,
        httponly=True,
    )


def is_repeatable(url_name: str | None) -> bool:
    """Whether a route needs no key, by the tables above."""
    name = url_name or ""
    return name in REPEATABLE or any(name.startswith(prefix) for prefix in REPEATABLE_PREFIXES)


class Idempotency:
    """Every changing request carries a key; sending it again gives the first answer."""

    def __init__(self, get_response: Handler):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with intending(None):
            response = self.get_response(request)
            intent = current()
        if intent is not None and intent.replayed:
            response.headers["Idempotency-Replayed"] = "true"
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        if request.method not in METHODS:
            return wrong_method(request, sorted(METHODS))
        if request.method in READING or is_repeatable(match.url_name if match else None):
            return None
        try:
            intent = _intent(request)
            recognise(intent)
        except (KeyMissing, KeyReused) as refusal:
            return answer(request, refusal)
        begin(intent)
        return None


def _intent(request: HttpRequest) -> Intent:
    key = request.headers.get("Idempotency-Key") or request.POST.get("idempotency_key", "")
    if not WELL_FORMED.match(key):
        raise KeyMissing(param="idempotency_key")
    return Intent(scope=f"{_identity(request)}{request.path}"[:160], key=key, body_hash=_body_hash(request))


def _identity(request: HttpRequest) -> str:
    if request.user.is_authenticated:
        return f"p{request.user.pk}"
    return f"v{request.visitor}"  # type: ignore[attr-defined]


def _body_hash(request: HttpRequest) -> str:
    if request.content_type not in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        return digest(request.body)
    fields = sorted(
        (name, value) for name, values in request.POST.lists() if name not in NOT_CONTENT for value in values
    )
    files = sorted((name, file.name, _content(file)) for name, some in request.FILES.lists() for file in some)
    return digest(repr((fields, files)).encode())


def _content(file: Any) -> str:
    whole = hashlib.sha256()
    for chunk in file.chunks():
        whole.update(chunk)
    file.seek(0)
    return whole.hexdigest()
