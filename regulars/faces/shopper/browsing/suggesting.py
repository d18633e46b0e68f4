"""What may be meant while somebody types: a short list of links, for a script that asks for it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode

from regulars.discovery.search.queries import Suggestion, suggest
from regulars.faces.shopper.frame import public, show

MOST_WORDS = 100
ROUTES = {"category": "category", "product": "product"}
ICONS = {"words": "search", "brand": "tag", "category": "grid", "product": "forward"}


@public
def suggestions(request: HttpRequest) -> HttpResponse:
    """Options of the search field's list; empty for nothing typed."""
    words = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:MOST_WORDS]
    options = [_option(one) for one in suggest(words)]
    return show(request, "browsing/suggestions", options=options)


def _option(one: Suggestion) -> dict[str, str]:
    if one.kind in ROUTES:
        href = reverse(ROUTES[one.kind], args=[one.ref])
    else:
        href = f"{reverse('search')}?{urlencode({'q': one.text})}"
    return {"text": one.text, "href": href, "icon": ICONS[one.kind], "kind": one.kind}
