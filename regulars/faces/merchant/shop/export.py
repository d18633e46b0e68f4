"""Everything a store owns as one zip, made while it is sent."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from regulars.faces.look.packing import zipped
from regulars.faces.merchant.frame import here, show
from regulars.ground.kit import clock
from regulars.ground.kit.exports import archive
from regulars.people.merchants.actions import take_export


def export(request: HttpRequest, store_id: str) -> HttpResponse | HttpResponseBase:
    """What the archive holds, and (POST) the archive. Raises Crowded."""
    store, actor = here(request, store_id)
    actor.require("export", store.pk)
    if request.method != "POST":
        return show(request, "shop/export", store, actor, "desk_export")

    def begin() -> Iterator[bytes]:
        take_export(by=actor, store=store)
        return archive(store)

    return zipped(f"{store.slug}-{clock.now():%Y-%m-%d}.zip", begin)
