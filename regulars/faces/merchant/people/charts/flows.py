"""Stages: how many stand where, and who moved from where to where."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from regulars.faces.merchant.people import wording
from regulars.faces.merchant.people.charts.drawn import Cell, Drawn, Reader
from regulars.ground.lake.figures import Answer, Figure
from regulars.loyalty.segments.rules.stages import EVERY_STAGE, LOST, NONE, STAGES

ROWS = (*STAGES, LOST)
COLOURS = {
    "none": "line-strong",
    "attention": "series-2",
    "interest": "series-3",
    "intention": "info",
    "purchase": "good",
    "loyal": "series-0",
    "lost": "series-1",
}


def funnel(reader: Reader, figure: Figure, found: Answer) -> list[Drawn]:
    """The stages from first attention to loyalty, as wide as many got at least so far; who is lost beside it."""
    points = {point.keys[0]: point for point in found.points}
    many = {name: int(points[name].value or 0) if name in points else 0 for name in EVERY_STAGE}
    table = [
        [
            Cell(wording.stage(name)),
            Cell(f"{value:,}", reader.people(points.get(name))),
            Cell(_days(name, found)),
        ]
        for name, value in many.items()
        if value or name != "none"
    ]
    items = [
        {
            "name": wording.stage(name),
            "value": sum(many[later] for later in STAGES[place:]),
            "text": f"{wording.stage(name)}: {many[name]:,}",
            "href": reader.people(points.get(name)),
            "color": COLOURS[name],
        }
        for place, name in enumerate(STAGES)
    ]
    head = (_("Stage"), _("People"), _("Window"))
    note = _("As wide as people got at least so far. Lost since: %(n)s.") % {"n": f"{many['lost']:,}"}
    return [Drawn("", "", head, table, {"kind": "funnel", "items": items}, note=note)]


def flow(reader: Reader, figure: Figure, found: Answer) -> list[Drawn]:
    """Bands from where people stood to where they stand, and the same as a matrix."""
    points = {point.keys: point for point in found.points}
    ago = _("%(days)s days before") % {"days": found.windows["between"]}
    head = (f"{ago} ↓", *(wording.stage(name) for name in ROWS))
    table = [
        [
            Cell(wording.stage(before)),
            *(_moved(reader, points.get((before, after))) for after in ROWS),
        ]
        for before in (NONE, *ROWS)
        if any((before, after) in points for after in ROWS)
    ]
    data = {"kind": "flow", "nodes": list(_nodes(found)), "links": list(_links(reader, found))}
    return [Drawn("", "", head, table, data if data["links"] else None)]


def _nodes(found: Answer) -> Iterator[dict[str, Any]]:
    for depth in (0, 1):
        sums: dict[str, int] = {}
        for point in found.points:
            sums[point.keys[depth]] = sums.get(point.keys[depth], 0) + int(point.value or 0)
        for name in (NONE, *ROWS):
            if name in sums:
                label = f"{wording.stage(name)} {sums[name]:,}"
                yield {
                    "id": f"{depth}:{name}",
                    "depth": depth,
                    "label": label,
                    "text": label,
                    "color": COLOURS[name],
                }


def _links(reader: Reader, found: Answer) -> Iterator[dict[str, Any]]:
    for point in found.points:
        before, after = point.keys
        yield {
            "source": f"0:{before}",
            "target": f"1:{after}",
            "value": point.value,
            "text": f"{wording.stage(before)} → {wording.stage(after)}: {point.value:,}",
            "href": reader.people(point),
        }


def _moved(reader: Reader, point: Any) -> Cell:
    return Cell(f"{point.value:,}", reader.people(point)) if point else Cell("")


def _days(name: str, found: Answer) -> str:
    days = found.windows.get(name)
    return _("%(days)s days") % {"days": days} if days else ""
