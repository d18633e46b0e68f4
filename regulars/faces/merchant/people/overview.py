"""Where the store's people stand, and how they have moved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from regulars.faces.look.moments import local_datetime
from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.people import wording
from regulars.faces.merchant.people.asking import reader
from regulars.faces.merchant.people.charts import Reader, pictures, words
from regulars.ground.lake.figures import Answer, ask, registry
from regulars.ground.lake.sitting import sitting
from regulars.loyalty.segments.rules.stages import LOST, STAGES

CHARTS = ("people.stages", "people.stage-flow", "people.second-order-days", "people.rfm", "people.cohorts")
RHYTHMS = {"month": "people.rhythm-months", "week": "people.rhythm-weeks"}


@sitting()
def overview(request: HttpRequest, store_id: str) -> HttpResponse:
    """Stages, movement, rhythm, recency-frequency-money, months; on a day of one's choice."""
    store, actor = here(request, store_id)
    need(actor, "customers")
    asked = reader(request, store)
    by = request.GET.get("by") if request.GET.get("by") in RHYTHMS else "month"
    found = {name: ask(name, store, asked.as_of, asked.span) for name in (*CHARTS, RHYTHMS[by or "month"])}
    drawn = {name: pictures(asked, registry[name], answer)[0] for name, answer in found.items()}
    stages = found["people.stages"]
    return show(
        request,
        "people/overview",
        store,
        actor,
        "desk_people",
        empty=not stages.value,
        asked=asked,
        as_of=local_datetime(asked.as_of),
        by=by,
        between=found["people.stage-flow"].windows["between"],
        spans=[(str(n), _("%(days)s days") % {"days": n}) for n in registry["people.stage-flow"].spans],
        charts=drawn,
        rhythm_chart=drawn[RHYTHMS[by or "month"]],
        stages=list(_stages(stages)),
        rhythm=list(_rhythm(asked, ask("people.rhythm", store, asked.as_of))),
        repeat=ask("people.repeat-rate", store, asked.as_of),
        second=found["people.second-order-days"],
        said=registry,
    )


def _stages(found: Answer) -> Iterator[dict[str, Any]]:
    for name in (*STAGES, LOST):
        yield {"label": wording.stage(name), "rule": wording.stage_rule(name, found.windows)}


def _rhythm(asked: Reader, found: Answer) -> Iterator[dict[str, Any]]:
    for point in found.points:
        label, meaning = words.rhythm(point.keys[0])
        yield {
            "label": label,
            "value": f"{point.value:,}",
            "definition": meaning,
            "href": asked.people(point),
        }
