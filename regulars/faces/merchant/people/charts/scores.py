"""What was foretold beside what came, and what messages brought."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from regulars.faces.merchant.people.charts import words
from regulars.faces.merchant.people.charts.drawn import Cell, Drawn, Reader
from regulars.faces.merchant.people.charts.rows import bars
from regulars.ground.lake.figures import Answer, Figure, Point
from regulars.loyalty.journeys.queries import journeys_of
from regulars.loyalty.outreach.queries import names_of


def forecast(reader: Reader, figure: Figure, found: Answer) -> list[Drawn]:
    """Buyers by their chance, and how true the last forecast came."""
    named = [(words.chance(point.keys[1]), point) for point in found.points if point.keys[0] == "chance"]
    if not named:
        return []
    days = found.windows["days"]
    title = _("Buyers by their chance to order within %(days)s days") % {"days": days}
    drawn = bars(reader, "people", named, _("Chance"), across=True)
    charts = [Drawn("chances", title, drawn.head, drawn.rows, drawn.data, title=title)]
    return charts + _calibration(found)


def uplift(reader: Reader, figure: Figure, found: Answer) -> list[Drawn]:
    """Each message's gain with the ends of its interval."""
    messages = list(dict.fromkeys(point.keys[0] for point in found.points))
    return [_gains(reader, found, names_of(reader.store, messages), _("Message"))]


def journeys(reader: Reader, figure: Figure, found: Answer) -> list[Drawn]:
    """The same of each journey."""
    names = {row.public_id: row.name for row in journeys_of(reader.store)}
    return [_gains(reader, found, names, _("Journey"))]


def _gains(reader: Reader, found: Answer, names: Mapping[str, str], first: str) -> Drawn:
    """One row for everything named in the points; a bar where the gain is known."""
    every = list(dict.fromkeys(point.keys[0] for point in found.points))
    points = {point.keys: point for point in found.points}
    known = [one for one in every if points[one, "gain"].value is not None]
    items = [brought(reader, names[one], {key: points[one, key] for key in KEYS}) for one in known]
    table = [
        [Cell(names[one]), *(Cell(reader.number(points[one, key].value, "minor")) for key in KEYS)]
        for one in every
    ]
    for row, one in zip(table, every, strict=True):
        row[2] = Cell(row[2].text, reader.people(points[one, "gain"]))
    return intervals(items, [[*row] for row in table], "minor", first)


def intervals(
    items: Sequence[Mapping[str, Any]], table: Sequence[Sequence[Cell]], unit: str, first: str = ""
) -> Drawn:
    """Bars with the ends of their 95 % intervals; `items` are as the look's chart wants them."""
    head = (first or _("Message"), _("At least"), _("Brought"), _("At most"))
    data = {"kind": "interval", "unit": unit, "items": list(items)}
    return Drawn("", "", head, table, data if items else None)


KEYS = ("low", "gain", "high")


def brought(reader: Reader, label: str, points: Mapping[str, Point]) -> dict[str, Any]:
    """What a message brought as an item of `intervals`; `points` are its low, gain and high."""
    low, value, high = (reader.height(points[key].value, "minor") for key in KEYS)
    text = f"{label}: " + _("%(gain)s, between %(low)s and %(high)s") % {
        key: reader.number(points[key].value, "minor") for key in KEYS
    }
    color = "good" if low > 0 else "series-1" if high < 0 else "line-strong"
    return {
        "label": label, "low": low, "value": value, "high": high, "text": text, "color": color,
        "href": reader.people(points["gain"]),
    }  # fmt: skip


def _calibration(found: Answer) -> list[Drawn]:
    bins = {point.keys[1:]: point for point in found.points if point.keys[0] == "bin"}
    numbers = sorted({int(number) for number, _key in bins})
    if not numbers:
        return []
    spots: list[dict[str, Any]] = []
    table = []
    for number in numbers:
        said, came = (bins[str(number), key] for key in ("said", "came"))
        expected, seen = float(said.value or 0), float(came.value or 0)
        text = _("%(people)s people: %(said)s expected, %(came)s came") % {
            "people": said.among, "said": f"{expected:.0%}", "came": f"{seen:.0%}",
        }  # fmt: skip
        spots.append({"value": [expected, seen], "text": text, "size": said.among})
        table.append([Cell(str(number)), Cell(str(said.among)), Cell(f"{expected:.0%}"), Cell(f"{seen:.0%}")])
    top: float = max(0.1, *(max(one["value"]) for one in spots))
    data = {
        "kind": "calibration", "x": _("Expected back"), "y": _("Came back"), "points": spots,
        "top": min(1.0, -(-top * 10 // 1) / 10),
    }  # fmt: skip
    title = _("How true the last forecast came")
    note = _(
        "The buyers in ten parts. A good forecast has every dot on the line; the larger the dot, the more people."
    )
    head = (_("Part"), _("People"), _("Expected back"), _("Came back"))
    return [Drawn("calibration", title, head, table, data, title=title, note=note)]
