"""The market's lists: all of them, a new one, and one with everything that can be done to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.discovery.lists import actions, queries
from regulars.discovery.lists.queries import List, ListEntry
from regulars.faces.look.forms import Given
from regulars.faces.look.going import go
from regulars.faces.operator.frame import here, show, turns, views
from regulars.faces.operator.lists import saying
from regulars.faces.operator.lists.finding import candidates
from regulars.goods.catalog.queries import Category, category_by_id, said
from regulars.goods.media.queries import urls_by_public_id
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.pages import page
from regulars.ground.kit.refusals import Refusal
from regulars.people.merchants.queries import market

WORDS = ("title", "title_zh", "intro", "intro_zh", "scene", "theme")
RIGHT = "market.catalog"


def index(request: HttpRequest) -> HttpResponse:
    """All lists, perhaps of one kind of author."""
    actor = here(request)
    author = request.GET.get("author", "")
    asked = {"author": author if author in saying.AUTHORS else ""}
    rows = queries.lists_of_market(asked["author"])
    found = page(rows, cursor=request.GET.get("cursor", ""), size=40)
    showings = queries.showings_now(found.items)
    return show(
        request,
        "lists",
        actor,
        "console_lists",
        asked=asked,
        rows=[_row(row, showings) for row in found.items],
        views=views(asked, "author", saying.author_views()),
        extra=turns(found, asked),
    )


def _row(row: List, showings: Mapping[int, queries.Showing]) -> dict[str, object]:
    showing = showings.get(row.pk)
    return saying.state(showing) | {
        "id": row.public_id,
        "href": reverse("console_list", args=[row.public_id]),
        "title": said(row.title, row.title_zh),
        "author": saying.author(row),
        "kind": str(saying.KINDS[row.kind]),
        "many": row.entries_count,  # type: ignore[attr-defined]
        "waits": bool(row.recipe) and not row.entries_count,  # type: ignore[attr-defined]
        "since": showing.since if showing else None,
        "until": showing.until if showing else None,
    }


def new(request: HttpRequest) -> HttpResponse:
    """A list made by hand, or one that the machine keeps."""
    actor = here(request, RIGHT)
    given = Given(request.POST)
    if request.method == "POST":
        try:
            row = _make(actor, given)
        except Refusal as refusal:
            given.take(refusal, {}, "title")
        else:
            messages.success(request, _("The draft is there. Shoppers see it when you publish it."))
            return go("console_list", row.public_id)
    return show(
        request,
        "list_new",
        actor,
        "console_lists",
        status=422 if given.errors else 200,
        values=request.POST.dict(),
        errors=given.errors,
        recipes=saying.recipe_choices(),
        scenes=saying.scene_choices(),
        themes=saying.theme_choices(),
        places=saying.category_choices(),
        currency=market().currency,
    )


def _make(actor: Actor, given: Given) -> List:
    how = given.text("how")
    words: dict[str, Any] = {name: given.text(name) for name in WORDS}
    recipe = how.removeprefix("recipe:") if how.startswith("recipe:") else ""
    return actions.make_list(
        by=actor,
        kind="products" if recipe else how,
        recipe=recipe,
        category=_category(given.text("category")),
        most_minor=given.money("most"),
        **words,
    )


def _category(public_id: str) -> Category | None:
    return category_by_id(public_id) if public_id else None


def one(request: HttpRequest, list_id: str) -> HttpResponse:
    """A list: its words, what stands on it, when it is shown."""
    return shown(request, here(request), queries.list_of_market(list_id), {})


def shown(request: HttpRequest, actor: Actor, row: List, errors: Mapping[str, str]) -> HttpResponse:
    """The page of a list, with sentences beside what was refused."""
    entries = list(queries.entries_of(row))
    showings = list(queries.showings_of(row)[:10])
    words = request.GET.get("find", "").strip()[:80]
    running = next((one for one in showings if one.ended_at is None), None)
    return show(
        request,
        "list",
        actor,
        "console_lists",
        status=422 if errors else 200,
        list=row,
        title=said(row.title, row.title_zh),
        author=saying.author(row),
        kind=str(saying.KINDS[row.kind]),
        errors=errors,
        values=_values(row) | request.POST.dict(),
        entries=[_entry(entry, row.kind) for entry in entries],
        visible={place.card.pk if place.card else place.store.pk for place in queries.shown_list(row).places},  # type: ignore[union-attr]
        find=words,
        found=candidates(row, words, entries) if words and not row.recipe else [],
        showing=running,
        showings=showings,
        scenes=saying.scene_choices(),
        themes=saying.theme_choices(),
        covers=_covers(row, entries),
        cover=urls_by_public_id([row.cover]).get(row.cover) if row.cover else None,
        may=actor.may(RIGHT),
        extra=saying.state(running),
    )


def _values(row: List) -> dict[str, Any]:
    return {name: getattr(row, name) for name in (*WORDS, "position", "cover")}


def _entry(entry: ListEntry, kind: str) -> dict[str, object]:
    store = said(entry.store.name, entry.store.name_zh)
    product = entry.product
    return {
        "id": entry.public_id,
        "key": entry.store_id if kind == "stores" else entry.product_id,
        "name": said(product.title, product.title_zh) if product else store,
        "store": store if product else "",
        "why": entry.why,
        "why_zh": entry.why_zh,
        "place": entry.position + 1,
    }


def _covers(row: List, entries: list[ListEntry]) -> list[tuple[str, str]]:
    """Pictures a list may show itself with: those of what stands on it."""
    named = [(entry.product.cover if entry.product else entry.store.logo, entry) for entry in entries]
    known = {name: _entry(entry, row.kind)["name"] for name, entry in named if name}
    if row.cover:
        known.setdefault(row.cover, _("Your own picture, or the one chosen before"))
    return [("", _("The first ones on it")), *((name, str(label)) for name, label in known.items())]
