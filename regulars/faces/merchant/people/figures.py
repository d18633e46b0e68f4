"""All named figures: what each means, what it says on a day, and the same as a table and as an object."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.daily.tables import sheet
from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.people.asking import reader
from regulars.faces.merchant.people.charts import Reader, pictures, value_text, words
from regulars.ground.kit.refusals import NotFound
from regulars.ground.lake.figures import Figure, ask, registry, told
from regulars.ground.lake.sitting import sitting


def index(request: HttpRequest, store_id: str) -> HttpResponse:
    """The registry. Values are counted one by one, when somebody wants them."""
    store, actor = here(request, store_id)
    need(actor, "customers")
    rows = [
        _told(figure, Reader(store, reader(request, store).as_of))
        for _name, figure in sorted(registry.items())
    ]
    return show(request, "people/figures", store, actor, "desk_people", rows=rows)


@sitting()
def one(request: HttpRequest, store_id: str, name: str) -> HttpResponse:
    """One figure: its value on a day, its charts, who counts it."""
    store, actor = here(request, store_id)
    need(actor, "customers")
    figure, asked = _figure(name), reader(request, store)
    found = ask(name, store, asked.as_of, asked.span)
    return show(
        request,
        "people/figure",
        store,
        actor,
        "desk_people",
        figure=_told(figure, asked) | {"windows": _windows(found.windows)},
        value=value_text(asked, figure, found),
        charts=pictures(asked, figure, found),
        asked=asked,
        spans=[(str(days), _("%(days)s days") % {"days": days}) for days in figure.spans],
        span=str(found.windows.get("between", "")),
        closed=sorted({str(point.closed) for point in found.points if point.closed}),
    )


@sitting()
def table(request: HttpRequest, store_id: str, name: str) -> StreamingHttpResponse:
    """One figure as CSV, with its definition and the moment it is of."""
    store, actor = here(request, store_id)
    need(actor, "customers")
    figure, asked = _figure(name), reader(request, store)
    header = [_("Figure"), _("As of"), _("Value"), _("Of"), ""]
    return sheet(name, header, list(_rows(figure, asked)))


@sitting()
def plain(request: HttpRequest, store_id: str, name: str) -> JsonResponse:
    """One figure as the command line gives it."""
    store, actor = here(request, store_id)
    need(actor, "customers")
    figure, asked = _figure(name), reader(request, store)
    return JsonResponse(
        told(figure.name, store, asked.as_of, asked.span), json_dumps_params={"ensure_ascii": False}
    )


def _figure(name: str) -> Figure:
    if name not in registry:
        raise NotFound()
    return registry[name]


def _told(figure: Figure, asked: Reader) -> dict[str, Any]:
    return {
        "name": figure.name,
        "title": figure.title,
        "definition": figure.definition,
        "unit": words.unit(figure.unit, asked.store.currency),
        "is_money": figure.unit in ("minor", "share"),
        "owner": figure.owner,
        "windows": _windows(figure.windows(asked.store)),
        "href": reverse("desk_figure", args=[asked.store.public_id, figure.name]),
        "csv": asked.address("desk_figure_csv", figure),
        "json": asked.address("desk_figure_json", figure),
    }


def _windows(windows: Any) -> list[str]:
    return [words.window(name, days) for name, days in windows.items()]


def _rows(figure: Figure, asked: Reader) -> Iterator[list[object]]:
    found = ask(figure.name, asked.store, asked.as_of, asked.span)
    at = asked.as_of.isoformat()
    yield [figure.title, at, "" if found.value is None else found.value, "", figure.definition]
    for point in found.points:
        yield [figure.title, at, "" if point.value is None else point.value, point.among or "", *point.keys]
