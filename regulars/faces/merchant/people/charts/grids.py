"""Figures drawn as heat maps."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.faces.look.speech import listed
from regulars.faces.merchant.people.charts import words
from regulars.faces.merchant.people.charts.drawn import Cell, Drawn, Reader
from regulars.ground.lake.figures import Answer, Figure, Point

MONTHS = 12
BITS = ("11", "10", "01", "00")


def cells(reader: Reader, figure: Figure, found: Answer) -> list[Drawn]:
    """Recent or not against often and much."""
    points = {point.keys[0]: point for point in found.points}
    x = [
        listed(
            (
                _("often") if bits[0] == "1" else _("seldom"),
                _("much") if bits[1] == "1" else _("little"),
            )
        )
        for bits in BITS
    ]
    rows = [("1", _("recent")), ("0", _("not recent"))]
    made = [
        _spot(reader, "people", (place, line), words.cell(recent + bits), points.get(recent + bits))
        for line, (recent, _label) in enumerate(rows)
        for place, bits in enumerate(BITS)
    ]
    most = max((int(point.value or 0) for point in found.points), default=0)
    table = [
        [Cell(words.cell(point.keys[0])), Cell(f"{point.value:,}", reader.people(point))]
        for point in found.points
    ]
    data = {"kind": "heat", "x": x, "y": [label for _bit, label in rows], "cells": made, "most": most}
    return [Drawn("", "", (_("Cell"), _("People")), table, data if most else None)]


def cohorts(reader: Reader, figure: Figure, found: Answer) -> list[Drawn]:
    """Months of the first order against months since; what has not come yet stays empty."""
    points = {(point.keys[0], int(point.keys[1])): point for point in found.points}
    shown = sorted({first for first, _since in points})[-MONTHS:]
    width = min(MONTHS, max((since for _first, since in points), default=0))
    if not shown or not width:
        return [Drawn("", "", (_("First order in"), _("People")), _newcomers(reader, points, shown))]
    spots, table = [], []
    for line, first in enumerate(shown):
        over = _months(shown[-1]) - _months(first)
        row = [Cell(words.month(first)), Cell(f"{points[first, 0].among:,}", reader.people(points[first, 0]))]
        for since in range(1, min(width, over) + 1):
            point = points.get((first, since)) or Point((), 0.0)
            label = f"{words.month(first)}, {_since(since)}"
            spots.append(_spot(reader, "share", (since - 1, line), label, point))
            row.append(Cell(reader.number(point.value, "share"), reader.people(point)))
        table.append(row + [Cell("")] * (width + 2 - len(row)))
    head = (_("First order in"), _("People"), *(_since(since) for since in range(1, width + 1)))
    data = {
        "kind": "heat",
        "x": [f"+{since}" for since in range(1, width + 1)],
        "y": [words.month(first) for first in shown if first != shown[-1]],
        "cells": spots,
        "most": max((one["value"][2] for one in spots), default=0),
    }
    note = _("Down: the month of the first order. Across: so many months later.")
    return [Drawn("", "", head, table, data, note=note)]


def _newcomers(reader: Reader, points: Any, shown: list[str]) -> list[list[Cell]]:
    return [
        [Cell(words.month(first)), Cell(f"{points[first, 0].among:,}", reader.people(points[first, 0]))]
        for first in shown
    ]


def _spot(
    reader: Reader, unit: str, place: tuple[int, int], label: str, point: Point | None
) -> dict[str, Any]:
    value = point.value if point and point.value else 0
    short = reader.number(value, unit)
    return {
        "value": [*place, value],
        "short": short,
        "text": f"{label}: {short}",
        "href": reader.people(point),
    }


def _since(months: int) -> str:
    return ngettext("%(n)s month", "%(n)s months", months) % {"n": months}


def _months(month: str) -> int:
    """Months since the year 0 of "2026-03"."""
    return int(month[:4]) * 12 + int(month[5:7])
