"""Cohorts by birth decade as a table: one row for each decade and deed."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from regulars.faces.merchant.people import cohort_words
from regulars.faces.merchant.people.charts.drawn import Cell, Drawn, Reader
from regulars.goods.catalog.queries import category_names
from regulars.ground.lake.figures import Answer, Figure, Point
from regulars.oversight.insights.rules.counts import ANY, BOUGHT, CAME

Row = tuple[str, str, str]


def decades(reader: Reader, figure: Figure, found: Answer) -> list[Drawn]:
    """What people of each decade did here, at other stores, and the index of the two."""
    rows: dict[Row, dict[str, Point]] = {}
    for point in found.points:
        what, topic, decade, whose = point.keys
        rows.setdefault((decade, what, topic), {})[whose] = point
    names = category_names({topic for _decade, _what, topic in rows if topic != ANY})
    table = [_row(reader, key, points, names) for key, points in sorted(rows.items())]
    head = (_("Part"), _("Your store"), pgettext("share", "Other stores"), pgettext("share", "Index"))
    return [Drawn("", "", head, table)]


def _row(reader: Reader, key: Row, points: dict[str, Point], names: dict[str, str]) -> list[Cell]:
    decade, what, topic = key
    born = _("%(decade)ss") % {"decade": decade}
    here = points.get("own") or points.get("people")
    return [
        Cell(f"{born} · {_deed(what, names.get(topic, topic))}"),
        _cell(reader, here),
        _cell(reader, points.get("market")),
        Cell(_index(points.get("index"))),
    ]


def _deed(what: str, topic: str) -> str:
    if what == CAME:
        return _("Came to the store")
    if topic == ANY:
        return cohort_words.deed(what)
    words = _("Bought: %(topic)s") if what == BOUGHT else _("Looked at: %(topic)s")
    return words % {"topic": topic}


def _cell(reader: Reader, point: Point | None) -> Cell:
    if point is None:
        return Cell("–")
    return Cell(reader.number(point.value, point.unit or "people"), reader.people(point))


def _index(point: Point | None) -> str:
    return "–" if point is None or point.value is None else f"{point.value * 100:.0f}"
