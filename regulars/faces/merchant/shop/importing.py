"""Products from a CSV table: template, trial, reasons row by row, then the real run of the very same file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.look.going import go
from regulars.faces.merchant.frame import here, show
from regulars.goods.catalog.actions import import_products
from regulars.goods.catalog.queries import (
    export_csv,
    import_of,
    imports_of,
    rejects_csv,
    rejects_of,
    template_csv,
)
from regulars.goods.media.queries import files
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.queries import ImportRun
from regulars.ground.kit.refusals import NotFound, Refusal
from regulars.people.merchants.queries import Store

TRIAL = "products-trial"
KEPT_SECONDS = 24 * 3600
SHOWN = 100
CSV = "text/csv; charset=utf-8"


def start(request: HttpRequest, store_id: str) -> HttpResponse:
    """The template and the field for the file; a file sent here is tried, nothing is changed yet."""
    store, actor = here(request, store_id)
    actor.require("products", store.pk)
    if request.method != "POST":
        return _start(request, store, actor)
    file = request.FILES.get("file")
    if file is None:
        return _start(request, store, actor, _("Choose a CSV file first."), 422)
    try:
        content = b"".join(file.chunks())
        tried = import_products(by=actor, store=store, content=content, name=str(file.name), dry_run=True)
    except Refusal as refusal:
        return _start(request, store, actor, str(refusal.sentence), 422)
    _keep(tried, content)
    return go("desk_import_run", store.public_id, tried.public_id)


def _start(
    request: HttpRequest, store: Store, actor: Actor, error: str = "", status: int = 200
) -> HttpResponse:
    done = [one for one in imports_of(store)[:30] if one.kind != TRIAL][:10]
    return show(
        request, "shop/import", store, actor, "desk_products", status=status, error=error,
        runs=[_line(store, one) for one in done],
    )  # fmt: skip


def _line(store: Store, one: ImportRun) -> dict[str, Any]:
    return {
        "id": one.public_id,
        "href": reverse("desk_import_run", args=[store.public_id, one.public_id]),
        "name": one.done.get("name") or one.public_id,
        "at": one.started_at,
    } | dict(one.counts)


def _name(run: ImportRun) -> str:
    return f"{run.public_id}.csv"


def _keep(run: ImportRun, content: bytes) -> None:
    """The file waits a day for its confirmation."""
    place = files()
    for name in place.older_than(KEPT_SECONDS):
        if name.startswith("imp_") and name.endswith(".csv"):
            place.delete(name)
    place.put(_name(run), content)


def run(request: HttpRequest, store_id: str, run_id: str) -> HttpResponse:
    """What a run found; a trial can be confirmed here."""
    store, actor = here(request, store_id)
    actor.require("products", store.pk)
    found = import_of(store, run_id)
    if request.method == "POST":
        return _confirm(request, store, actor, found)
    rejects = list(rejects_of(found)[: SHOWN + 1])
    return show(
        request, "shop/import_run", store, actor, "desk_products", run=found, trial=found.kind == TRIAL,
        counts=found.counts, rejects=rejects[:SHOWN], more=len(rejects) > SHOWN,
    )  # fmt: skip


def _confirm(request: HttpRequest, store: Store, actor: Actor, tried: ImportRun) -> HttpResponse:
    if tried.kind != TRIAL:
        raise NotFound()
    try:
        content = files().get(_name(tried))
    except FileNotFoundError:
        messages.warning(request, _("The file is no longer here. Choose it again."))
        return go("desk_import", store.public_id)
    done = import_products(by=actor, store=store, content=content, name=str(tried.done.get("name", "")))
    files().delete(_name(tried))
    messages.success(request, _("The table is taken over."))
    return go("desk_import_run", store.public_id, done.public_id)


def template(request: HttpRequest, store_id: str) -> HttpResponse:
    """An empty table with one sample row."""
    here(request, store_id)
    answer = HttpResponse(template_csv(), content_type=CSV)
    answer["Content-Disposition"] = 'attachment; filename="products-template.csv"'
    return answer


def everything(request: HttpRequest, store_id: str) -> StreamingHttpResponse:
    """All products in the shape of the template: change it and send it back."""
    store, actor = here(request, store_id)
    actor.require("products", store.pk)
    return _download(export_csv(store), "products-all.csv")


def rejected(request: HttpRequest, store_id: str, run_id: str) -> StreamingHttpResponse:
    """The rows sent back, with their reasons."""
    store, actor = here(request, store_id)
    actor.require("products", store.pk)
    return _download(rejects_csv(import_of(store, run_id)), "products-rejected.csv")


def _download(lines: Any, name: str) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(lines, content_type=CSV)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
