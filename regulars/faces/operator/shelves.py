"""The market's categories: a tree that grows, is renamed, moved and pruned."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from regulars.faces.look.forms import Given
from regulars.faces.look.going import go
from regulars.faces.operator.frame import here, show
from regulars.goods.catalog import actions as catalog
from regulars.goods.catalog.queries import Category, Node, category_by_id, category_tree, said
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import Refusal


def index(request: HttpRequest) -> HttpResponse:
    """The tree."""
    return _page(request, here(request))


def _page(request: HttpRequest, actor: Actor, errors: dict[str, str] | None = None) -> HttpResponse:
    tree = category_tree()
    return show(
        request,
        "shelves",
        actor,
        "console_shelves",
        status=422 if errors else 200,
        tree=tree,
        places=[("", _("At the top")), *places(tree)],
        values=request.POST.dict(),
        errors=errors or {},
    )


def places(nodes: list[Node], depth: int = 0, without: str = "-") -> Iterator[tuple[str, str]]:
    """Every category as a choice, indented; `without` leaves a branch out."""
    for node in nodes:
        if node.public_id != without:
            yield node.public_id, "   " * depth + said(node.name, node.name_zh)
            yield from places(node.children, depth + 1, without)


def add(request: HttpRequest) -> HttpResponse:
    """A new category."""
    actor = here(request, "market.catalog")
    given = Given(request.POST)
    try:
        catalog.add_category(
            by=actor,
            name=given.text("name"),
            name_zh=given.text("name_zh"),
            parent=_parent(given.text("parent")),
            position=_position(given.text("position")) or 0,
        )
    except Refusal as refusal:
        given.take(refusal, {}, "name")
        return _page(request, actor, given.errors)
    messages.success(request, _("The category is there."))
    return go("console_shelves")


def _parent(public_id: str) -> Category | None:
    return category_by_id(public_id) if public_id else None


def _position(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else None


def one(request: HttpRequest, category_id: str) -> HttpResponse:
    """One category: its names and its place."""
    actor = here(request)
    return _one(request, actor, category_by_id(category_id), {})


def _one(request: HttpRequest, actor: Actor, row: Category, errors: dict[str, str]) -> HttpResponse:
    values: dict[str, object] = {
        "name": row.name,
        "name_zh": row.name_zh,
        "position": row.position,
        "parent": row.parent.public_id if row.parent else "",
    }
    tree = category_tree()
    return show(
        request,
        "shelf",
        actor,
        "console_shelves",
        status=422 if errors else 200,
        category=row,
        errors=errors,
        values=values | request.POST.dict(),
        places=[("", _("At the top")), *places(tree, without=row.public_id)],
    )


def change(request: HttpRequest, category_id: str) -> HttpResponse:
    """Rename and move."""
    actor = here(request, "market.catalog")
    row, given = category_by_id(category_id), Given(request.POST)
    try:
        catalog.save_category(
            by=actor,
            category=row,
            name=given.text("name"),
            name_zh=given.text("name_zh"),
            parent=_parent(given.text("parent")),
            position=_position(given.text("position")),
        )
    except Refusal as refusal:
        given.take(refusal, {}, "name")
        return _one(request, actor, category_by_id(category_id), given.errors)
    messages.success(request, _("Saved."))
    return go("console_shelves")


def retire(request: HttpRequest, category_id: str) -> HttpResponse:
    """Take an empty category out of the tree."""
    actor = here(request, "market.catalog")
    row, given = category_by_id(category_id, retired=True), Given(request.POST)
    try:
        catalog.retire_category(by=actor, category=row)
    except Refusal as refusal:
        given.take(refusal, {}, "retire")
        return _one(request, actor, row, given.errors)
    messages.success(request, _("The category is retired."))
    return go("console_shelves")
