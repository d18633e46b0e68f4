"""How long the stages of a relation last, category by category."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from regulars.faces.look.forms import Given
from regulars.faces.look.going import go
from regulars.faces.operator.frame import here, show
from regulars.goods.catalog.queries import Category, Node, category_by_id, category_tree, said
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import Refusal
from regulars.loyalty.segments import actions, queries
from regulars.loyalty.segments.rules.stages import LONGEST, STAGES, Windows


@dataclass(frozen=True, slots=True)
class Shelf:
    """A category with the days that hold there. `own`: set for it; else taken from `above` (empty: the market's)."""

    public_id: str
    name: str
    depth: int
    windows: Windows
    own: bool
    above: str


def index(request: HttpRequest) -> HttpResponse:
    """Every category with what holds there and where it comes from."""
    actor = here(request)
    rows = list(_shelves(category_tree(), queries.windows_by_category()))
    return show(
        request, "lengths", actor, "console_lengths", stages=stages(), rows=rows, usual=_days(Windows())
    )


def one(request: HttpRequest, category_id: str) -> HttpResponse:
    """The days of one category and where they come from."""
    return _one(request, here(request), category_by_id(category_id), {})


def change(request: HttpRequest, category_id: str) -> HttpResponse:
    """Set the days of a category, or take them from above again."""
    actor = here(request, "market.catalog")
    row, given = category_by_id(category_id), Given(request.POST)
    try:
        _act(request, actor, row, given)
    except Refusal as refusal:
        given.take(refusal, {}, STAGES[0])
    if given.errors:
        return _one(request, actor, row, given.errors)
    return go("console_lengths")


def stages() -> dict[str, str]:
    """The stages that last some days, in words."""
    return {
        "attention": pgettext("stage", "Attention"),
        "interest": pgettext("stage", "Interest"),
        "intention": pgettext("stage", "Intention"),
        "purchase": pgettext("stage", "Purchase"),
        "loyal": pgettext("stage", "Loyal"),
    }


def _act(request: HttpRequest, actor: Actor, row: Category, given: Given) -> None:
    if given.text("do") == "clear":
        actions.clear_windows(by=actor, category=row)
        messages.success(request, _("The days of the category above hold here again."))
        return
    days = {name: _number(given.text(name)) for name in STAGES}
    given.errors.update({name: _("A number of days, 1 to 3,660.") for name, many in days.items() if not many})
    if not given.errors:
        actions.set_windows(by=actor, category=row, windows=Windows(**days))
        messages.success(request, _("Saved. The numbers of stores in this category follow at once."))


def _one(request: HttpRequest, actor: Actor, row: Category, errors: Mapping[str, str]) -> HttpResponse:
    every = {shelf.public_id: shelf for shelf in _shelves(category_tree(), queries.windows_by_category())}
    shelf = every[row.public_id]
    return show(
        request,
        "length",
        actor,
        "console_lengths",
        status=422 if errors else 200,
        shelf=shelf,
        stages=stages(),
        values=_days(shelf.windows) | {key: value for key, value in request.POST.items() if key in STAGES},
        errors=errors,
    )


def _shelves(
    nodes: list[Node],
    own: Mapping[int, Windows],
    above: Windows | None = None,
    name: str = "",
    depth: int = 0,
) -> Iterator[Shelf]:
    for node in nodes:
        mine = own.get(node.pk)
        holds, whence = (mine, said(node.name, node.name_zh)) if mine else (above, name)
        yield Shelf(
            node.public_id, said(node.name, node.name_zh), depth, holds or Windows(), mine is not None, name
        )
        yield from _shelves(node.children, own, holds, whence, depth + 1)


def _days(windows: Windows) -> dict[str, Any]:
    return {name: getattr(windows, name) for name in STAGES}


def _number(text: str) -> int:
    """The number, 0 for what is none or out of reach."""
    many = int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 0
    return many if many <= LONGEST else 0
