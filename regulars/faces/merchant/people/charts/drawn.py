"""What every chart has: its title, its meaning, its data, the same numbers as a table, and the ways on."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from regulars.faces.look.moments import local_datetime
from regulars.faces.look.speech import money
from regulars.faces.merchant.daily.tables import major
from regulars.faces.merchant.people.charts import words
from regulars.ground.lake.figures import Figure, Point
from regulars.people.merchants.queries import Store

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the table beside a chart; `href` opens the people behind its number."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart as the look's `figure_chart` draws it; without `data` only the table is shown."""

    id: str
    label: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    data: Data | None = None
    title: str = ""
    definition: str = ""
    note: str = ""
    page: str = ""
    csv: str = ""
    as_of: str = ""
    windows: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a figure is drawn: the store, the moment asked about, and whether it was chosen (`day`)."""

    store: Store
    as_of: datetime
    day: str = ""
    span: int | None = None
    asked: Mapping[str, str] = field(default_factory=dict)

    def query(self) -> str:
        """What leads to the same moment and span."""
        wanted = {"as_of": self.day, "span": str(self.span or "")}
        kept = {key: value for key, value in wanted.items() if value}
        return f"?{urlencode(kept)}" if kept else ""

    def address(self, route: str, figure: Figure) -> str:
        """A page, table or object of the same figure as this reader sees it."""
        return reverse(route, args=[self.store.public_id, figure.name]) + self.query()

    def people(self, point: Point | None) -> str:
        """The address of the people behind a point; empty where there are none."""
        if point is None or point.people is None or not point.value:
            return ""
        return behind(self.store, point.people, self.day)

    def drawn(self, figure: Figure, given: Drawn, windows: Mapping[str, int]) -> Drawn:
        """A chart with everything that is the same for all charts of a figure, counted over these windows."""
        return Drawn(
            id=given.id or figure.name.replace(".", "-"),
            label=given.label or str(figure.title),
            head=given.head,
            rows=given.rows,
            data=given.data,
            title=given.title or str(figure.title),
            definition=given.definition or str(figure.definition),
            note=given.note,
            page=self.address("desk_figure", figure),
            csv=self.address("desk_figure_csv", figure),
            as_of=local_datetime(self.as_of),
            windows=" · ".join(words.window(name, days) for name, days in windows.items()),
        )

    def number(self, value: float | None, unit: str) -> str:
        """A value in words of its unit."""
        if value is None:
            return "–"
        if unit == "minor":
            return money(round(value), self.store.currency)
        if unit == "share":
            return f"{value:.0%}"
        return f"{value:,.0f}" if float(value).is_integer() or value >= 100 else f"{value:,.1f}"

    def height(self, value: float | None, unit: str) -> float:
        """A value as high as it is drawn: money in major units."""
        if value is None:
            return 0
        return float(major(round(value), self.store.currency)) if unit == "minor" else value


def unlinked(drawn: Drawn) -> Drawn:
    """The same chart for somebody whose role opens neither the people nor the figure's own pages."""
    rows = [[Cell(cell.text) for cell in row] for row in drawn.rows]
    return replace(drawn, rows=rows, data=_without_links(drawn.data), page="", csv="")


def _without_links(data: Any) -> Any:
    """Bars are lists of height, text and address; other shapes name the address."""
    if isinstance(data, dict):
        return {
            key: [one[:2] for one in value] if key == "points" else _without_links(value)
            for key, value in data.items()
            if key != "href"
        }
    return [_without_links(one) for one in data] if isinstance(data, list) else data


def behind(store: Store, definition: Any, day: str = "") -> str:
    """The address of the people behind a point, on a day that has passed if one is given."""
    query = {"definition": json.dumps(definition, separators=(",", ":"), ensure_ascii=False)}
    query |= {"as_of": day} if day else {}
    return f"{reverse('desk_people_behind', args=[store.public_id])}?{urlencode(query)}"


def keep(store: Store, name: str, definition: Any) -> str:
    """The builder of groups, with these people filled in."""
    query = urlencode({"name": name, "definition": json.dumps(definition, separators=(",", ":"))})
    return f"{reverse('desk_group_new', args=[store.public_id])}?{query}"
