"""Figures whose points carry names that people gave."""

from __future__ import annotations

from django.utils.translation import gettext as _

from regulars.community.surveys.queries import questions_of, surveys_of
from regulars.faces.merchant.people.charts.drawn import Cell, Drawn, Reader
from regulars.faces.merchant.people.charts.rows import bars
from regulars.goods.catalog.queries import said
from regulars.ground.lake.figures import Answer, Figure


def reasons(reader: Reader, figure: Figure, found: Answer) -> list[Drawn]:
    """One bar per answer of each survey."""
    names: dict[tuple[str, ...], str] = {}
    for survey in surveys_of(reader.store):
        title = said(survey.title, survey.title_zh)
        for question in questions_of(survey):
            for option in question.options:
                words = said(option.text, option.text_zh)
                names[survey.public_id, question.id, option.id] = f"{title} · {words}"
    named = [(names.get(point.keys, " / ".join(point.keys)), point) for point in found.points]
    return [bars(reader, "people", named, _("Answer"), across=True)]


def kept(reader: Reader, figure: Figure, found: Answer) -> list[Drawn]:
    """How many orders the sum is of."""
    table = [
        [Cell(_("Orders")), Cell(reader.number(point.value, "orders"), reader.people(point))]
        for point in found.points
    ]
    return [Drawn("", "", (_("Part"), _("Orders")), table)]
