"""What people look for and don't find, and the words that mean the same in this market."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from regulars.discovery.search import actions, queries
from regulars.discovery.search.figures import FLOOR, Looked, looked_for
from regulars.faces.look.forms import Given
from regulars.faces.look.going import go
from regulars.faces.operator.frame import here, query, show, turns
from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.pages import page
from regulars.ground.kit.refusals import Refusal
from regulars.ground.lake.sitting import sitting

RIGHT = "market.catalog"
SPANS = (7, 28, 90)
MOST = 50


@sitting()
def looked(request: HttpRequest) -> HttpResponse:
    """Words of the last days: the commonest, those that found nothing, those that led to no click."""
    actor = here(request)
    days = request.GET.get("days", "")
    span = int(days) if days in map(str, SPANS) else 28
    now = clock.now()
    found = looked_for(now - timedelta(days=span), now)
    return show(
        request,
        "looked_for",
        actor,
        "console_looked_for",
        found=found,
        floor=FLOOR,
        spans=[
            {"label": _("%(n)s days") % {"n": n}, "href": query({}, days=str(n)), "current": n == span}
            for n in SPANS
        ],
        tables=[
            {"id": "missing", "title": _("Found nothing"), "rows": _rows(found.not_found)},
            {"id": "unclicked", "title": _("Led to no click"), "rows": _rows(found.unclicked)},
            {"id": "top", "title": _("Looked for most"), "rows": _rows(found.words)},
        ],
    )


def _rows(words: list[Looked] | tuple[Looked, ...]) -> list[dict[str, object]]:
    return [
        {
            "id": str(place),
            "words": one.words,
            "words_href": f"{reverse('console_synonyms')}?{urlencode({'one': one.words})}",
            "people": one.people,
            "times": one.times,
            "hits": one.hits,
            "clicked": f"{one.clicked / one.times:.0%}" if one.times else "",
        }
        for place, one in enumerate(words[:MOST])
    ]


def synonyms(request: HttpRequest) -> HttpResponse:
    """All in force, and a form for one more."""
    return _page(request, here(request))


def _page(request: HttpRequest, actor: Actor, errors: dict[str, str] | None = None) -> HttpResponse:
    asked = {"q": request.GET.get("q", "").strip()[:60]}
    found = page(queries.synonyms(asked["q"]), by="one", cursor=request.GET.get("cursor", ""), size=60)
    return show(
        request,
        "synonyms",
        actor,
        "console_synonyms",
        status=422 if errors else 200,
        rows=found.items,
        asked=asked,
        errors=errors or {},
        values={"one": request.GET.get("one", "")[:60], "way": "both"} | request.POST.dict(),
        clear="?" if asked["q"] else "",
        extra=turns(found, asked),
    )


def add(request: HttpRequest) -> HttpResponse:
    """One more pair."""
    actor = here(request, RIGHT)
    given = Given(request.POST)
    try:
        actions.add_synonym(
            by=actor, one=given.text("one"), other=given.text("other"), both_ways=given.text("way") != "one"
        )
    except Refusal as refusal:
        given.take(refusal, {}, "one")
        return _page(request, actor, given.errors)
    messages.success(request, _("From the next search on the two mean the same."))
    return go("console_synonyms")


def end(request: HttpRequest, synonym_id: str) -> HttpResponse:
    """Take a pair out. Raises NotFound."""
    actor = here(request, RIGHT)
    actions.end_synonym(by=actor, synonym_id=synonym_id)
    messages.success(request, _("The pair is gone."))
    return go("console_synonyms")
