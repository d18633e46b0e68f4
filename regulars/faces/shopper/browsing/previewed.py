"""A page as somebody else sees it, at another time: for those who work on it, inside the builder's frame."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from datetime import datetime
from functools import wraps

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from regulars.discovery.recommend.queries import EVERYONE, Looker
from regulars.discovery.recommend.queries.kinds import imagined
from regulars.discovery.storefront.actions import MARKET_RIGHT, STORE_RIGHT
from regulars.discovery.storefront.queries import Preview, preview_of
from regulars.faces.look.own import filled
from regulars.ground.kit import clock
from regulars.people.accounts.queries import operator
from regulars.people.merchants.queries import Store, place

View = Callable[..., HttpResponse]


def previewed(view: View) -> View:
    """`?preview=` draws the page for the person and the moment it names; nobody is known there. Raises NotFound."""

    @wraps(view)
    def page(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        token = request.GET.get("preview", "")
        if not token:
            return view(request, *args, **kwargs)
        person = request.user.pk if request.user.is_authenticated else None
        wish = preview_of(token, person)
        _may_work_on(wish, person)
        stranger = copy(request)
        stranger.user = AnonymousUser()
        stranger.preview = wish  # type: ignore[attr-defined]
        with clock.at(wish.at):
            # What is the reader's own is that of the person imagined, never that of whoever works on the page.
            answer = filled(stranger, view(stranger, *args, **kwargs))
        answer["X-Frame-Options"] = "SAMEORIGIN"
        answer["Cache-Control"] = "no-store"
        answer._csp_replace = {"frame-ancestors": ["'self'"]}  # type: ignore[attr-defined]
        return answer

    return page


def _may_work_on(wish: Preview, person: int | None) -> None:
    if wish.store:
        store, actor = place(person, wish.store)
        actor.require(STORE_RIGHT, store.pk)
    else:
        operator(person).require(MARKET_RIGHT)


def wish_of(request: HttpRequest) -> Preview | None:
    """The preview the request is for, if it is for one."""
    return getattr(request, "preview", None)


def imagined_in(request: HttpRequest, store: Store | None) -> Looker:
    """Somebody of the kind a preview is for, at the store whose page it is."""
    wish = wish_of(request)
    return imagined(wish.kind, store.pk if store else None) if wish else EVERYONE


@contextmanager
def as_of(request: HttpRequest) -> Iterator[datetime]:
    """Questions inside are asked as at the moment of the preview; as now without one."""
    wish = wish_of(request)
    if wish is None:
        yield clock.now()
        return
    with clock.at(wish.at):
        yield wish.at
