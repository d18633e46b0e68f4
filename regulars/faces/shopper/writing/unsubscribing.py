"""Saying no through a letter's link, without logging in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from regulars.faces.look.going import go
from regulars.faces.shopper.frame import looking, public, show
from regulars.faces.shopper.writing.writers import channel_words
from regulars.goods.catalog.queries import said
from regulars.loyalty.outreach import actions, queries


# The mail reader's own button posts here without cookies (RFC 8058); the signed link is the proof.
@csrf_exempt
@never_cache
@public
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """POST: no more letters of this store. GET only asks, because programs follow links too. Raises NotFound."""
    if request.method == "POST":
        actions.unsubscribe(by=looking(request), token=token)
        if request.POST.get("List-Unsubscribe") == "One-Click":
            return HttpResponse(status=204)
        return go("unsubscribe", token, to="?done=1")
    found = queries.subscription(token)
    store = found.relation.store
    return show(
        request,
        "writing/unsubscribe",
        done=request.GET.get("done") == "1" and not queries.may_write(found),
        store=said(store.name, store.name_zh),
        where=channel_words(found.channel),
    )
