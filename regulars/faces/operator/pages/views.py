"""The builder in the console: the market's home and its categories."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from regulars.discovery.storefront.actions import MARKET_RIGHT
from regulars.faces.look.pages import builder, doing, past
from regulars.faces.look.pages.bench import Bench, place
from regulars.faces.operator.frame import frame, here


def _bench(request: HttpRequest) -> Bench:
    actor = here(request, MARKET_RIGHT)
    return Bench(actor, None, "operator/base.html", frame(actor, "console_pages"), "console")


def index(request: HttpRequest) -> HttpResponse:
    """All pages of the market."""
    return past.index(request, _bench(request))


def page(request: HttpRequest, key: str) -> HttpResponse:
    """One page, while it is built."""
    bench = _bench(request)
    return builder.page(request, bench, place(bench, key))


def do(request: HttpRequest, key: str) -> HttpResponse:
    """A button of its list."""
    bench = _bench(request)
    return doing.do(request, bench, place(bench, key))


def block(request: HttpRequest, key: str, block_id: str) -> HttpResponse:
    """The settings of one block."""
    bench = _bench(request)
    return doing.settings(request, bench, place(bench, key), block_id)


def publish(request: HttpRequest, key: str) -> HttpResponse:
    """Show the draft to everybody."""
    bench = _bench(request)
    return doing.publish(request, bench, place(bench, key))


def history(request: HttpRequest, key: str) -> HttpResponse:
    """What was published."""
    bench = _bench(request)
    return past.history(request, bench, place(bench, key))


def turn_back(request: HttpRequest, key: str) -> HttpResponse:
    """An older version again, or one less."""
    bench = _bench(request)
    return past.turn_back(request, bench, place(bench, key))
