"""Everything a store owns as one zip, made while it is sent."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from regulars.faces.merchant.frame import here, show
from regulars.ground.kit import clock
from regulars.ground.kit.exports import archive
from regulars.people.merchants.actions import take_export


def export(request: HttpRequest, store_id: str) -> HttpResponse | HttpResponseBase:
    """What the archive holds, and (POST) the archive."""
    store, actor = here(request, store_id)
    actor.require("export", store.pk)
    if request.method != "POST":
        return show(request, "shop/export", store, actor, "desk_export")
    take_export(by=actor, store=store)
    answer = StreamingHttpResponse(archive(store), content_type="application/zip")
    name = f"{store.slug}-{clock.now():%Y-%m-%d}.zip"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
