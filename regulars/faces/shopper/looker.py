"""Who looks, as the engine asks: nobody, where nobody is to be known."""

from __future__ import annotations

from django.http import HttpRequest

from regulars.discovery.recommend.queries import EVERYONE, Looker
from regulars.discovery.recommend.queries.lookers import look
from regulars.ground.lake.identity import family, refuses

MOMENT, PERSONAL = "moment", "personal"


def refused(request: HttpRequest) -> bool:
    """Whether the reader does not want to be followed, or wants the page that everybody gets in this browser."""
    cookie = request.headers.get("Cookie", "").encode("latin-1", "replace")
    gpc = request.headers.get("Sec-GPC", "").encode("latin-1", "replace")
    return refuses(cookie, gpc) or request.COOKIES.get(PERSONAL) == "off"


def is_machine(request: HttpRequest) -> bool:
    """Whether a robot asks, by its own word."""
    return family(request.headers.get("User-Agent", "").encode("latin-1", "replace")) == "bot"


def looker_of(request: HttpRequest) -> Looker:
    """The reader, read once in a request. EVERYONE for who refuses, and for guests who touched nothing yet."""
    known: Looker | None = getattr(request, "_looker", None)
    if known is None:
        known = request._looker = _looker(request)  # type: ignore[attr-defined]
    return known


def _looker(request: HttpRequest) -> Looker:
    person = request.user.pk if request.user.is_authenticated else None
    if refused(request) or (person is None and MOMENT not in request.COOKIES):
        return EVERYONE
    visitor = str(request.visitor)  # type: ignore[attr-defined]
    return look(person=person, visitor=visitor, entry=request.GET.get("from", "")[:80])
