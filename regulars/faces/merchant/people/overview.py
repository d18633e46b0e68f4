"""Where the store's people stand today, and how they have moved."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.faces.look.speech import listed
from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.daily.tables import sheet
from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.people import wording
from regulars.ground.kit import clock
from regulars.ground.kit.refusals import NotFound
from regulars.ground.lake.figures import Answer, Figure, Point, ask, registry
from regulars.ground.lake.sitting import sitting
from regulars.people.merchants.queries import Store

SHOWN = ("people.stages", "people.stage-flow", "people.rhythm", "people.rfm", "people.cohorts")


@sitting()
def overview(request: HttpRequest, store_id: str) -> HttpResponse:
    """Stages, movement, rhythm, recency-frequency-money, months."""
    store, actor = here(request, store_id)
    need(actor, "customers")
    now = clock.now()
    figures = {name: ask(name, store, now) for name in SHOWN}
    return show(
        request,
        "people/overview",
        store,
        actor,
        "desk_people",
        empty=not figures["people.stages"].value,
        as_of=now,
        stages=list(_stages(store, figures["people.stages"])),
        flow=_flow(figures["people.stage-flow"]),
        rhythm=list(_rhythm(store, figures["people.rhythm"])),
        cells=_cells(store, figures["people.rfm"]),
        cohorts=_cohorts(figures["people.cohorts"]),
        repeat=ask("people.repeat-rate", store, now),
        second=ask("people.second-order-days", store, now),
        said={name: registry[name] for name in (*SHOWN, "people.repeat-rate", "people.second-order-days")},
        csv={name: reverse("desk_figure_csv", args=[store.public_id, name]) for name in registry},
    )


@sitting()
def table(request: HttpRequest, store_id: str, name: str) -> StreamingHttpResponse:
    """One figure as CSV, with its definition and the moment it is of."""
    store, actor = here(request, store_id)
    need(actor, "customers")
    if name not in registry:
        raise NotFound()
    now = clock.now()
    return sheet(
        name, [_("Figure"), _("As of"), _("Value"), _("Of"), ""], list(_rows(registry[name], store, now))
    )


def behind(store: Store, definition: Any) -> str:
    """The address of the people behind a point."""
    query = urlencode({"definition": json.dumps(definition, separators=(",", ":"), ensure_ascii=False)})
    return f"{reverse('desk_people_behind', args=[store.public_id])}?{query}"


def _rows(figure: Figure, store: Store, now: datetime) -> Iterator[list[object]]:
    found = ask(figure.name, store, now)
    yield [figure.title, now.isoformat(), "" if found.value is None else found.value, "", figure.definition]
    for point in found.points:
        yield [figure.title, now.isoformat(), point.value, point.among or "", *point.keys]


def _stages(store: Store, found: Answer) -> Iterator[dict[str, Any]]:
    counts = {point.keys[0]: point for point in found.points}
    for name in ("attention", "interest", "intention", "purchase", "loyal", "lost"):
        point = counts.get(name)
        value = int(point.value or 0) if point else 0
        yield {
            "label": wording.stage(name),
            "value": value,
            "text": f"{value:,}",
            "rule": wording.stage_rule(name, found.windows),
            "href": behind(store, point.people) if point and value else "",
        }


def _flow(found: Answer) -> dict[str, Any]:
    names = ["none", "attention", "interest", "intention", "purchase", "loyal", "lost"]
    moves = {point.keys: int(point.value or 0) for point in found.points}
    most = max(moves.values(), default=0) or 1
    rows = [
        {
            "label": wording.stage(before),
            "cells": [
                {"value": moves.get((before, after), 0), "heat": _heat(moves.get((before, after), 0), most)}
                for after in names[1:]
            ],
        }
        for before in names
        if any(moves.get((before, after)) for after in names)
    ]
    return {"heads": [wording.stage(name) for name in names[1:]], "rows": rows}


def _rhythm(store: Store, found: Answer) -> Iterator[dict[str, Any]]:
    words = {
        "new": (_("New"), _("Bought for the first time in the last 30 days.")),
        "returning": (_("Returning"), _("Bought in the last 30 days and in the 30 before.")),
        "resurrecting": (_("Back again"), _("Bought now and once, but not in the 30 days between.")),
        "dormant": (_("Gone quiet"), _("Bought in the 30 days before the last 30, not since.")),
    }
    for point in found.points:
        label, meaning = words[point.keys[0]]
        yield {
            "label": label,
            "value": point.value,
            "definition": meaning,
            "href": behind(store, point.people),
        }


def _cells(store: Store, found: Answer) -> list[dict[str, Any]]:
    most = max((int(point.value or 0) for point in found.points), default=0) or 1
    return [
        {
            "label": _cell(point.keys[0]),
            "value": point.value,
            "heat": _heat(int(point.value or 0), most),
            "href": behind(store, point.people) if point.value else "",
        }
        for point in found.points
    ]


def _cell(bits: str) -> str:
    recent, often, much = tuple(bits)
    return listed(
        (
            _("recent") if recent == "1" else _("not recent"),
            _("often") if often == "1" else _("seldom"),
            _("much") if much == "1" else _("little"),
        )
    )


def _cohorts(found: Answer) -> dict[str, Any]:
    months: dict[str, dict[int, Point]] = {}
    for point in found.points:
        months.setdefault(point.keys[0], {})[int(point.keys[1])] = point
    width = min(12, max((since for row in months.values() for since in row), default=0))
    shown = sorted(months)[-12:]
    heads = [ngettext("%(n)s month", "%(n)s months", n) % {"n": n} for n in range(1, width + 1)]
    return {"heads": heads, "rows": [_cohort(month, months[month], width, shown) for month in shown]}


def _cohort(month: str, row: dict[int, Point], width: int, shown: Sequence[str]) -> dict[str, Any]:
    over = _months_between(month, shown[-1])
    shares = [float(row[n].value or 0) if n in row else 0.0 for n in range(1, min(width, over) + 1)]
    return {
        "label": month,
        "people": row[0].among,
        "cells": [
            {"share": share, "text": f"{share:.0%}", "heat": _heat(round(share * 100), 60)}
            for share in shares
        ],
        "blank": width - len(shares),
    }


def _months_between(early: str, late: str) -> int:
    return _number(late) - _number(early)


def _number(month: str) -> int:
    """Months since the year 0 of "2026-03"."""
    return int(month[:4]) * 12 + int(month[5:])


def _heat(value: int, most: int) -> int:
    """How warm a cell is: 0 to 5."""
    return min(5, -(-value * 5 // most)) if value > 0 else 0
