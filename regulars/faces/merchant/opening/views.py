"""The way in: straight into the only store, a choice of several, or a page that opens the first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from regulars.faces.merchant.frame import go, here, show
from regulars.ground.kit.refusals import LogInFirst
from regulars.people.merchants.queries import stores_of


def desk(request: HttpRequest) -> HttpResponse:
    """/desk/: the only store, or the list to choose from."""
    if not request.user.is_authenticated:
        raise LogInFirst()
    mine = list(stores_of(request.user.pk)[:2])
    return go("desk_start", mine[0].public_id) if mine else go("desk_open")


def open_a_store(request: HttpRequest) -> HttpResponse:
    """A new store."""
    raise LogInFirst()


def enter(request: HttpRequest, store_id: str) -> HttpResponse:
    """Into the store, to the first page the viewer's role opens."""
    store, _actor = here(request, store_id)
    return go("desk_start", store.public_id)


def start(request: HttpRequest, store_id: str) -> HttpResponse:
    """The way to the first sale."""
    store, actor = here(request, store_id)
    return show(request, "opening/start", store, actor, "desk_start")
