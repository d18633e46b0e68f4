"""Making lists and saying what they are about."""

from __future__ import annotations

from typing import Any

from regulars.discovery.lists.actions.filling import fill
from regulars.discovery.lists.actions.refusals import TitleMissing, UnknownWord
from regulars.discovery.lists.events import ListChanged
from regulars.discovery.lists.models import List, Showing
from regulars.discovery.lists.rules import RECIPES, SCENES, THEMES
from regulars.goods.catalog.models import Category
from regulars.goods.catalog.rules import slug
from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.sanitize import plain

RIGHT = "market.catalog"
KINDS = ("products", "stores")
LENGTHS = {"title": 80, "title_zh": 80, "intro": 400, "intro_zh": 400, "cover": 28}
SETS = {"scene": SCENES, "theme": THEMES}
MOST_SIZE = 60


@action("lists.make_list")
def make_list(
    *,
    by: Actor,
    title: str,
    kind: str = "products",
    recipe: str = "",
    category: Category | None = None,
    most_minor: int | None = None,
    size: int = 24,
    **words: Any,
) -> List:
    """A draft; with a recipe it is filled at once and the machine keeps it. Raises TitleMissing, UnknownWord."""
    by.require(RIGHT)
    if kind not in KINDS or (recipe and recipe not in RECIPES):
        raise UnknownWord(param="recipe" if recipe else "kind")
    read = _read({"title": title} | words)
    row = List.objects.create(
        slug=slug(read["title"], set(List.objects.values_list("slug", flat=True))),
        author_kind="machine" if recipe else by.kind,
        author_id=by.person_id,
        kind=RECIPES[recipe].kind if recipe else kind,
        recipe=recipe,
        category=category,
        most_minor=most_minor,
        size=max(1, min(size, MOST_SIZE)),
        **read,
    )
    if recipe:
        fill(row)
    return row


@action("lists.describe_list")
def describe_list(*, by: Actor, row: List, **words: Any) -> List:
    """Say otherwise what the list is about: titles, intros, scene, theme, cover, position, category.

    Raises TitleMissing, UnknownWord.
    """
    by.require(RIGHT)
    for name, value in _read(words).items():
        setattr(row, name, value)
    return changed(row)


@action("lists.drop_list")
def drop_list(*, by: Actor, row: List) -> List:
    """Throw the list away; shoppers see it no more."""
    by.require(RIGHT)
    now = clock.now()
    Showing.objects.filter(list=row, ended_at=None).update(ended_at=now, ended_by_id=by.person_id)
    row.dropped_at = now
    return changed(row)


def changed(row: List) -> List:
    """Save the list and tell of it."""
    row.changed_at = clock.now()
    row.save()
    announce(ListChanged(list=row.public_id))
    return row


def _read(words: dict[str, Any]) -> dict[str, Any]:
    """The words as they are kept. Raises TitleMissing, UnknownWord."""
    read: dict[str, Any] = {}
    for name, value in words.items():
        if name in LENGTHS:
            read[name] = plain(value, limit=LENGTHS[name])
        elif name in SETS and (not value or value in SETS[name]):
            read[name] = value
        elif name in ("position", "category"):
            read[name] = value
        else:
            raise UnknownWord(param=name)
    if read.get("title") == "":
        raise TitleMissing(param="title")
    return read
