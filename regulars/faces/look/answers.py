"""Refusals become clear answers: a page for people, problem+json for programs."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterable
from urllib.parse import quote, urlsplit

import orjson
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.encoding import iri_to_uri
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.faces.look.away import Away, is_away, plain_page
from regulars.ground.kit.actions import request_id
from regulars.ground.kit.refusals import Busy, LogInFirst, NotFound, Refusal

log = logging.getLogger("regulars.refusals")


class Refusals:
    """Answers every Refusal raised by a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code == 405 and not getattr(response, "content", b""):
            return wrong_method(request, response.headers.get("Allow", "").split(", "))
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        if isinstance(error, Refusal):
            return answer(request, error)
        if isinstance(error, Http404):
            return answer(request, NotFound())
        if isinstance(error, OperationalError) and _is_wait(error):
            return answer(request, Busy())
        if is_away(error):
            return away(request, error)
        return None


def _is_wait(error: OperationalError) -> bool:
    text = str(error).lower()
    return "locked" in text or "lock timeout" in text or "deadlock" in text


def wants_json(request: HttpRequest) -> bool:
    """Whether the client is a program rather than a browser."""
    accept = request.headers.get("Accept", "")
    return "json" in accept and "text/html" not in accept


def answer(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The refusal as page, HTMX notice or problem+json."""
    if wants_json(request):
        response = HttpResponse(
            orjson.dumps(refusal.problem(request_id.get()), default=str),
            content_type="application/problem+json",
            status=refusal.status,
        )
    elif isinstance(refusal, LogInFirst) and request.method == "GET":
        return HttpResponseRedirect(f"/account/login/?next={quote(request.get_full_path())}")
    elif isinstance(refusal, Away):
        response = plain_page(_page(request, refusal), refusal.status)
    else:
        response = render(request, "look/error.html", _page(request, refusal), status=refusal.status)
    if refusal.status in {409, 429, 503}:
        response.headers["Retry-After"] = str(refusal.details.get("retry_after", 1))
    response.headers["Cache-Control"] = "no-store"
    return response


class WrongMethod(Refusal):
    """A page that is only read was sent to, or something else than a page was opened."""

    status = 405
    code = "method-not-allowed"
    sentence = gettext_lazy(
        "This address cannot be used like that. Go back and use the links and buttons of the page."
    )


def wrong_method(request: HttpRequest, allowed: Iterable[str]) -> HttpResponse:
    """405, and by which methods the address can be used."""
    response = answer(request, WrongMethod())
    response.headers["Allow"] = ", ".join(allowed)
    return response


def _page(request: HttpRequest, refusal: Refusal) -> dict[str, object]:
    return {
        "status": refusal.status,
        "title": refusal.title if isinstance(refusal, StaleForm) else _title(refusal.status),
        "sentence": refusal.sentence,
        "what_to_do": refusal.details.get("what_to_do", ""),
        "request_id": request_id.get(),
        "again_href": refusal.details.get("again", ""),
        "home_href": "/",
    }


def _title(status: int) -> str:
    return {
        400: _("Something is missing"),
        401: _("Please log in"),
        403: _("Not in your role"),
        404: _("Not found"),
        409: _("One moment"),
        413: _("Too large"),
        429: _("Too many tries"),
        503: _("Back in a moment"),
    }.get(status, _("This did not work"))


class StaleForm(Refusal):
    """The form's token does not match the visitor."""

    status = 403
    code = "stale-form"
    title = gettext_lazy("This page is too old")


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer to a form whose token is missing or old."""
    sentence = _(
        "Somebody logged in or out since it was opened, or cookies are switched off. Nothing was done. Open it anew and "
        "send it again."
    )
    return answer(request, StaleForm(sentence, again=_came_from(request)))


def _came_from(request: HttpRequest) -> str:
    """The page of this site on which the form stood, if the browser says so."""
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}):
        return ""
    parts = urlsplit(page)
    path = iri_to_uri(parts.path + (f"?{parts.query}" if parts.query else ""))
    return path if path.startswith("/") and url_has_allowed_host_and_scheme(path, None) else ""


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 for addresses that lead nowhere."""
    return answer(request, NotFound())


class Broken(Refusal):
    """Something unexpected happened; it is on record."""

    status = 500
    code = "broken"


def away(request: HttpRequest, error: BaseException) -> HttpResponse:
    """503: the database does not answer or the disk is full. Whoever looks after the market is told by the log."""
    log.error("nothing can be saved: %s", error)
    return answer(request, Away(retry_after=10))


def broken(request: HttpRequest) -> HttpResponse:
    """500: the unexpected, with the id by which it can be found; 503 when it is the database or the disk."""
    error = sys.exc_info()[1]
    if error is not None and is_away(error):
        return away(request, error)
    return answer(
        request,
        Broken(
            _(
                "Something broke on our side and has been recorded. Nothing you sent twice counts twice: try again."
            )
        ),
    )
