"""A category moves to another place in the tree, with all that is below it."""

from __future__ import annotations

from django.core.cache import cache
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext_lazy as _

from regulars.goods.catalog.actions.shelves import MAX_DEPTH, TooDeep, change_category
from regulars.goods.catalog.models import Category
from regulars.goods.catalog.queries.shelves import TREE_CACHE
from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import Refusal


class InsideItself(Refusal):
    """A branch cannot hang on its own twig."""

    code = "category-inside-itself"
    sentence = _("A category cannot move into itself or below itself. Choose another place.")


@action("catalog.move_category")
def move_category(
    *, by: Actor, category: Category, parent: Category | None, position: int | None = None
) -> Category:
    """Hang a category under `parent` (None: at the top). Raises InsideItself, TooDeep."""
    by.require("market.catalog")
    for row in filter(None, (category, parent)):
        row.refresh_from_db(fields=["path"])
    if parent is not None and parent.path.startswith(category.path):
        raise InsideItself(param="parent")
    below = Category.objects.filter(path__startswith=category.path)
    _check_depth(category, parent, list(below.values_list("path", flat=True)))
    old, new = category.path, f"{parent.path if parent else '/'}{category.pk}/"
    note(before=old, after=new)
    below.update(path=Concat(Value(new), Substr(F("path"), len(old) + 1)))
    category.parent, category.path = parent, new
    if position is not None:
        category.position = position
    category.save(update_fields=["parent", "path", "position"])
    cache.delete(TREE_CACHE)
    return category


@action("catalog.save_category", audit=False)
def save_category(
    *,
    by: Actor,
    category: Category,
    name: str,
    name_zh: str = "",
    parent: Category | None = None,
    position: int | None = None,
) -> None:
    """Rename and move a category, both or none. Raises NameMissing, InsideItself, TooDeep."""
    change_category(by=by, category=category, name=name, name_zh=name_zh, position=position)
    if category.parent_id != (parent.pk if parent else None):
        move_category(by=by, category=category, parent=parent)


def _check_depth(category: Category, parent: Category | None, paths: list[str]) -> None:
    deepest = max(path.count("/") for path in paths) - category.path.count("/")
    above = parent.path.count("/") if parent else 1
    if above + deepest > MAX_DEPTH:
        raise TooDeep(param="parent")
