"""Figures drawn as bars."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from regulars.faces.merchant.people import wording
from regulars.faces.merchant.people.charts import words
from regulars.faces.merchant.people.charts.drawn import Cell, Drawn, Reader
from regulars.ground.lake.figures import Answer, Figure, Point

Bar = tuple[str, Point]
RHYTHM = ("new", "returning", "resurrecting", "dormant")


def plain(reader: Reader, figure: Figure, found: Answer) -> list[Drawn]:
    """Only a table: what points say in their own words."""
    table = [
        [
            Cell(" / ".join(point.keys)),
            Cell(reader.number(point.value, point.unit or figure.unit), reader.people(point)),
        ]
        for point in found.points
    ]
    return [Drawn("", "", (_("Part"), words.unit(figure.unit, reader.store.currency)), table)]


def bars(reader: Reader, unit: str, named: Sequence[Bar], first: str, *, across: bool = False) -> Drawn:
    """One bar per named point."""
    points = [_bar(reader, unit, label, point) for label, point in named]
    data = {
        "kind": "bars",
        "unit": unit,
        "across": across,
        "labels": [label for label, _point in named],
        "series": [{"name": first, "points": points}],
    }
    table = [
        [Cell(label), Cell(reader.number(point.value, unit), reader.people(point))] for label, point in named
    ]
    return Drawn("", "", (first, words.unit(unit, reader.store.currency)), table, data if named else None)


def rhythm(reader: Reader, figure: Figure, found: Answer) -> list[Drawn]:
    """The four groups side by side."""
    named = [(words.rhythm(point.keys[0])[0], point) for point in found.points]
    return [bars(reader, "people", named, _("Group"))]


def weeks(reader: Reader, figure: Figure, found: Answer) -> list[Drawn]:
    """The four groups week by week."""
    return [_stacked(reader, found, words.day, _("Week from"))]


def months(reader: Reader, figure: Figure, found: Answer) -> list[Drawn]:
    """The four groups month by month."""
    return [_stacked(reader, found, words.month, _("Month"))]


def waits(reader: Reader, figure: Figure, found: Answer) -> list[Drawn]:
    """How many waited how long for their second order."""
    steps = [point for point in found.points if point.keys[0] == "from"]
    lows = [int(point.keys[1]) for point in steps]
    afters: list[int | None] = [*lows[1:], None] if lows else []
    named = [(words.waited(low, after), point) for low, after, point in zip(lows, afters, steps, strict=True)]
    return [bars(reader, "people", named, _("Days waited"))]


def days(reader: Reader, figure: Figure, found: Answer) -> list[Drawn]:
    """Sales day by day, with the number of orders in the table."""
    sold = [point for point in found.points if point.keys[1] == "sales"]
    orders = {point.keys[0]: point for point in found.points if point.keys[1] == "orders"}
    drawn = bars(reader, "minor", [(words.day(point.keys[0]), point) for point in sold], _("Day"))
    table = [
        [
            *row,
            Cell(reader.number(orders[point.keys[0]].value, "orders"), reader.people(orders[point.keys[0]])),
        ]
        for row, point in zip(drawn.rows, sold, strict=True)
    ]
    return [Drawn("", "", (*drawn.head, _("Orders")), table, drawn.data)]


def ways(reader: Reader, figure: Figure, found: Answer) -> list[Drawn]:
    """The commonest ways, the most common on top."""
    named = [(" → ".join(map(wording.channel, point.keys)), point) for point in found.points]
    return [bars(reader, "orders", named, _("Way"), across=True)]


def credit(reader: Reader, figure: Figure, found: Answer) -> list[Drawn]:
    """The six models side by side, channels by what the data gives them."""
    points = {point.keys: point for point in found.points}
    channels = [point.keys[1] for point in found.points if point.keys[0] == words.MODELS[0]]
    channels.sort(key=lambda name: -(points["markov", name].value or 0))
    labels = [wording.channel(name) for name in channels]
    series = [
        {
            "name": words.model(model),
            "points": [
                _bar(reader, "minor", f"{label}, {words.model(model)}", points[model, name])
                for label, name in zip(labels, channels, strict=True)
            ],
        }
        for model in words.MODELS
    ]
    table = [
        [Cell(label), *(_cell(reader, "minor", points[model, name]) for model in words.MODELS)]
        for label, name in zip(labels, channels, strict=True)
    ]
    data = {"kind": "bars", "unit": "minor", "labels": labels, "series": series}
    head = (_("Channel"), *map(words.model, words.MODELS))
    return [Drawn("", "", head, table, data if channels else None)]


def _stacked(reader: Reader, found: Answer, say: Callable[[str], str], first: str) -> Drawn:
    """Who bought stands on the line, who did not hangs below it."""
    points = {point.keys: point for point in found.points}
    periods = list(dict.fromkeys(point.keys[0] for point in found.points))
    while len(periods) > 4 and not any(points[periods[0], kind].value for kind in RHYTHM):
        del periods[0]
    labels = [say(period) for period in periods]
    series = []
    for kind in RHYTHM:
        name = words.rhythm(kind)[0]
        sign = -1 if kind == "dormant" else 1
        made = [
            _bar(reader, "people", f"{label}, {name}", points[period, kind], sign)
            for label, period in zip(labels, periods, strict=True)
        ]
        series.append({"name": name, "points": made})
    table = [
        [Cell(label), *(_cell(reader, "people", points[period, kind]) for kind in RHYTHM)]
        for label, period in zip(labels, periods, strict=True)
    ]
    data = {"kind": "bars", "unit": "people", "stacked": True, "labels": labels, "series": series}
    return Drawn("", "", (first, *(words.rhythm(kind)[0] for kind in RHYTHM)), table, data)


def _bar(reader: Reader, unit: str, label: str, point: Point, sign: int = 1) -> list[Any]:
    text = f"{label}: {reader.number(point.value, unit)}"
    return [sign * reader.height(point.value, unit), text, reader.people(point)]


def _cell(reader: Reader, unit: str, point: Point) -> Cell:
    return Cell(reader.number(point.value, unit), reader.people(point))
