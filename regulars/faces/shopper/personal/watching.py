"""A product page that was opened, and what was looked for, is known to the next page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from regulars.discovery.recommend.actions import seek, touch
from regulars.discovery.recommend.queries.goods import key_of
from regulars.faces.shopper.looker import MOMENT, is_machine, looker_of, refused
from regulars.ground.lake.identity import COOKIE

View = Callable[..., HttpResponse]
LASTS = 7 * 24 * 3600
# Where a request says which product was opened, for the short way to its page.
OPENED = "regulars.opened"


def watched(view: View) -> View:
    """For the page of a product: remembers that it was opened, by whom that is allowed of."""

    @wraps(view)
    def page(request: HttpRequest, public_id: str) -> HttpResponse:
        request.META[OPENED] = public_id
        response = view(request, public_id)
        if response.status_code == 200:
            _note(request, response, lambda **who: touch(products=[key_of(public_id)], **who))
        return response

    return page


def sought(request: HttpRequest, response: HttpResponse, keys: Sequence[int]) -> HttpResponse:
    """The answer to a search that found these products (keys), after it was remembered by whom that is allowed of."""
    if keys:
        _note(request, response, lambda **who: seek(products=keys, **who))
    return response


def _note(request: HttpRequest, response: HttpResponse, write: Callable[..., None]) -> None:
    """Who came without a visitor's cookie may be a machine that never keeps one; its next page will tell."""
    if request.method != "GET" or refused(request) or is_machine(request):
        return
    person = request.user.public_id if request.user.is_authenticated else None
    if person is not None and not looker_of(request).personal:
        return
    if COOKIE in request.COOKIES:
        write(person=person, visitor=str(request.visitor))  # type: ignore[attr-defined]
    if MOMENT not in request.COOKIES:
        keep_moment(response, secure=request.is_secure())


def keep_moment(response: HttpResponseBase, *, secure: bool) -> None:
    """Let the browser tell the next page that something was touched."""
    response.set_cookie(MOMENT, "1", max_age=LASTS, httponly=True, samesite="Lax", secure=secure)
