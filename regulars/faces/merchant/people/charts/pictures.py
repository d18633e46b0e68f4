"""Which picture a figure is drawn as."""

from __future__ import annotations

from collections.abc import Callable

from regulars.faces.merchant.people.charts import decades, flows, grids, rows, scores, told
from regulars.faces.merchant.people.charts.drawn import Drawn, Reader
from regulars.ground.lake.figures import Answer, Figure

Draw = Callable[[Reader, Figure, Answer], list[Drawn]]

DRAWN: dict[str, Draw] = {
    "people.stages": flows.funnel,
    "people.stage-flow": flows.flow,
    "people.rhythm": rows.rhythm,
    "people.rhythm-weeks": rows.weeks,
    "people.rhythm-months": rows.months,
    "people.rfm": grids.cells,
    "people.cohorts": grids.cohorts,
    "people.second-order-days": rows.waits,
    "people.forecast": scores.forecast,
    "journeys.uplift": scores.journeys,
    "sales.credit": rows.credit,
    "sales.paths": rows.ways,
    "sales.by-day": rows.days,
    "outreach.uplift": scores.uplift,
    "insights.cohorts": decades.decades,
    "surveys.reasons": told.reasons,
    "sales.kept": told.kept,
}


def pictures(reader: Reader, figure: Figure, found: Answer) -> list[Drawn]:
    """The charts of a figure, the main one first; a plain table for figures nobody drew."""
    draw = DRAWN.get(figure.name, rows.plain)
    windows = found.windows or figure.windows(reader.store)
    return [reader.drawn(figure, one, windows) for one in draw(reader, figure, found)]


def value_text(reader: Reader, figure: Figure, found: Answer) -> str:
    """The one value of a figure in words; empty where it has only points."""
    return reader.number(found.value, figure.unit) if found.value is not None else ""
