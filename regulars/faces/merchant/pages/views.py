"""The builder in the workbench."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from regulars.discovery.storefront.actions import STORE_RIGHT
from regulars.faces.look.pages import builder, doing, past
from regulars.faces.look.pages.bench import Bench, place
from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.frame import frame, here


def _bench(request: HttpRequest, store_id: str) -> Bench:
    store, actor = here(request, store_id)
    need(actor, STORE_RIGHT)
    around = frame(request, store, actor, "desk_pages")
    return Bench(actor, store, "merchant/base.html", around, "desk", (store.public_id,))


def index(request: HttpRequest, store_id: str) -> HttpResponse:
    """All pages of the store."""
    return past.index(request, _bench(request, store_id))


def page(request: HttpRequest, store_id: str, key: str) -> HttpResponse:
    """One page, while it is built."""
    bench = _bench(request, store_id)
    return builder.page(request, bench, place(bench, key))


def do(request: HttpRequest, store_id: str, key: str) -> HttpResponse:
    """A button of its list."""
    bench = _bench(request, store_id)
    return doing.do(request, bench, place(bench, key))


def block(request: HttpRequest, store_id: str, key: str, block_id: str) -> HttpResponse:
    """The settings of one block."""
    bench = _bench(request, store_id)
    return doing.settings(request, bench, place(bench, key), block_id)


def publish(request: HttpRequest, store_id: str, key: str) -> HttpResponse:
    """Show the draft to everybody."""
    bench = _bench(request, store_id)
    return doing.publish(request, bench, place(bench, key))


def history(request: HttpRequest, store_id: str, key: str) -> HttpResponse:
    """What was published."""
    bench = _bench(request, store_id)
    return past.history(request, bench, place(bench, key))


def turn_back(request: HttpRequest, store_id: str, key: str) -> HttpResponse:
    """An older version again, or one less."""
    bench = _bench(request, store_id)
    return past.turn_back(request, bench, place(bench, key))
