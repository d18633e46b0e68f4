"""The market's categories and brands."""

from __future__ import annotations

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from regulars.goods.catalog.models import Brand, Category
from regulars.goods.catalog.queries.shelves import TREE_CACHE
from regulars.goods.catalog.rules import slug
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput, Refusal
from regulars.ground.kit.sanitize import plain

MAX_DEPTH = 6


class NameMissing(BadInput):
    """Categories, brands and products need a name."""

    code = "name-missing"
    sentence = _("Give it a name that shoppers will see.")


class TooDeep(Refusal):
    """The tree has a bottom."""

    code = "category-too-deep"
    sentence = _("Categories nest at most six levels deep. Choose a parent further up.")


class CategoryInUse(Refusal):
    """Products or categories hang on it."""

    code = "category-in-use"
    sentence = _("Products or further categories are still in it. Move them first.")


@action("catalog.add_category")
def add_category(
    *,
    by: Actor,
    name: str,
    name_zh: str = "",
    parent: Category | None = None,
    slug: str = "",
    position: int = 0,
) -> Category:
    """Add a node to the tree. Raises NameMissing, TooDeep."""
    by.require("market.catalog")
    if parent is not None and parent.path.count("/") > MAX_DEPTH:
        raise TooDeep(param="parent")
    row = Category.objects.create(
        name=_name(name),
        name_zh=plain(name_zh, limit=80),
        slug=_category_slug(slug or name),
        parent=parent,
        position=position,
    )
    row.path = f"{parent.path if parent else '/'}{row.pk}/"
    row.save(update_fields=["path"])
    cache.delete(TREE_CACHE)
    return row


@action("catalog.change_category")
def change_category(
    *, by: Actor, category: Category, name: str, name_zh: str = "", position: int | None = None
) -> Category:
    """Rename a category or move it among its siblings. Raises NameMissing."""
    by.require("market.catalog")
    category.name, category.name_zh = _name(name), plain(name_zh, limit=80)
    if position is not None:
        category.position = position
    category.save(update_fields=["name", "name_zh", "position"])
    cache.delete(TREE_CACHE)
    return category


@action("catalog.retire_category")
def retire_category(*, by: Actor, category: Category) -> None:
    """Take an empty category out of the tree. Raises CategoryInUse."""
    by.require("market.catalog")
    in_use = category.products.filter(retired_at=None).exists()
    if in_use or category.children.filter(retired_at=None).exists():
        raise CategoryInUse()
    Category.objects.filter(pk=category.pk).update(retired_at=clock.now())
    cache.delete(TREE_CACHE)


@action("catalog.add_brand")
def add_brand(*, by: Actor, name: str, name_zh: str = "", slug: str = "") -> Brand:
    """Add a brand. Raises NameMissing."""
    by.require("market.catalog")
    address = _brand_slug(slug or name)
    return Brand.objects.create(name=_name(name), name_zh=plain(name_zh, limit=80), slug=address)


@action("catalog.retire_brand")
def retire_brand(*, by: Actor, brand: Brand) -> None:
    """Stop offering the brand for new products; those that carry it keep it."""
    by.require("market.catalog")
    Brand.objects.filter(pk=brand.pk).update(retired_at=clock.now())


@action("catalog.record_categories", audit=False)
def record_categories(*, by: Actor, names: dict[str, str]) -> dict[str, int]:
    """Make sure that top categories with these names (English -> Chinese) exist; returns name -> key."""
    by.require("market.catalog")
    known = dict(Category.objects.filter(name__in=names).values_list("name", "pk"))
    for name in names:
        if name not in known:
            known[name] = add_category(by=by, name=name, name_zh=names[name]).pk
    return known


def _name(name: str) -> str:
    found = plain(name, limit=80)
    if not found:
        raise NameMissing(param="name")
    return found


def _category_slug(name: str) -> str:
    return slug(name, set(Category.objects.values_list("slug", flat=True)))


def _brand_slug(name: str) -> str:
    stem = slug(name, ())
    return slug(name, set(Brand.objects.filter(slug__startswith=stem).values_list("slug", flat=True)))
