"""The market's category tree and its brands."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from django.core.cache import cache
from django.db.models import Q, QuerySet

from regulars.goods.catalog.models import Brand, Category
from regulars.goods.catalog.queries.saying import said
from regulars.ground.kit.refusals import NotFound

TREE_CACHE = "category_tree"
TREE_SECONDS = 5


@dataclass(slots=True)
class Node:
    """A category with its children, in order. `name` is said in the reader's language by `said`."""

    pk: int
    public_id: str
    slug: str
    name: str
    name_zh: str
    path: str
    children: list[Node] = field(default_factory=list)

    def all_keys(self) -> list[int]:
        """The keys of this category and of everything below it."""
        return [self.pk, *(key for child in self.children for key in child.all_keys())]


def category_tree() -> list[Node]:
    """The top categories with everything below them; at most five seconds old."""
    found: list[Node] | None = cache.get(TREE_CACHE)
    if found is None:
        found = _tree()
        cache.set(TREE_CACHE, found, TREE_SECONDS)
    return found


def _tree() -> list[Node]:
    rows = list(Category.objects.filter(retired_at=None).order_by("position", "name", "pk"))
    nodes = {row.pk: Node(row.pk, row.public_id, row.slug, row.name, row.name_zh, row.path) for row in rows}
    top: list[Node] = []
    for row in rows:
        parent = nodes.get(row.parent_id) if row.parent_id else None
        siblings = parent.children if parent else top
        if parent or row.parent_id is None:
            siblings.append(nodes[row.pk])
    return top


def category_names(slugs: Collection[str]) -> dict[str, str]:
    """Names of categories in the reader's language, by slug; retired ones included."""
    rows = Category.objects.filter(slug__in=slugs).values_list("slug", "name", "name_zh")
    return {slug: said(name, name_zh) for slug, name, name_zh in rows}


def category(slug: str) -> Category:
    """A category in use by its address. Raises NotFound."""
    found = Category.objects.filter(slug=slug, retired_at=None).first()
    if found is None:
        raise NotFound()
    return found


def category_by_id(public_id: str, *, retired: bool = False) -> Category:
    """A category in use by its public id, with `retired` also one that is not. Raises NotFound."""
    found = categories(retired=retired).filter(public_id=public_id).select_related("parent").first()
    if found is None:
        raise NotFound()
    return found


def below(row: Category) -> QuerySet[Category]:
    """The category and everything under it."""
    return Category.objects.filter(path__startswith=row.path)


def categories(*, retired: bool = False) -> QuerySet[Category]:
    """All categories in use, in tree order; with `retired` also those that are not."""
    found = Category.objects.order_by("path")
    return found if retired else found.filter(retired_at=None)


def brands(words: str = "", *, retired: bool = False) -> QuerySet[Brand]:
    """Brands in use whose name holds `words`, by name; with `retired` also those that are not."""
    found = Brand.objects.order_by("name")
    if words:
        found = found.filter(Q(name__icontains=words) | Q(name_zh__icontains=words))
    return found if retired else found.filter(retired_at=None)


def brand(slug: str, *, retired: bool = False) -> Brand:
    """A brand in use by its address; with `retired` also one that is not. Raises NotFound."""
    found = brands(retired=retired).filter(slug=slug).first()
    if found is None:
        raise NotFound()
    return found
