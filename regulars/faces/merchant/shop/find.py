"""One search over everything of the store."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from regulars.faces.merchant.frame import here, show


def find(request: HttpRequest, store_id: str) -> HttpResponse:
    """What the words match, by kind, as far as the viewer's rights go."""
    store, actor = here(request, store_id)
    return show(request, "shop/find", store, actor, "desk_find", query=request.GET.get("q", ""))
