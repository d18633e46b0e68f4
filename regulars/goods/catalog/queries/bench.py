"""What the workbench asks about the store's own products."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from regulars.goods.catalog.models import Category, PriceChange, Product, ProductPicture, Variant
from regulars.goods.catalog.queries.cards import with_stock
from regulars.goods.catalog.queries.shelves import below
from regulars.ground.kit.pages import Page, page
from regulars.ground.kit.refusals import NotFound
from regulars.people.merchants.models import Store

State = Literal["", "draft", "published", "retired"]
SORTS = {
    "newest": "-created_at",
    "title": "title",
    "price": "from_minor",
    "-price": "-from_minor",
    "sold": "-sold_count",
}
LOW = 5


@dataclass(frozen=True, slots=True)
class Filters:
    """How the list is narrowed. An empty state means everything not retired."""

    words: str = ""
    state: State = ""
    category: Category | None = None
    low: bool = False


def products_of_store(
    store: Store, filters: Filters | None = None, *, sort: str = "newest", cursor: str = "", size: int = 50
) -> Page[Product]:
    """The store's products with `in_stock`, `pieces` (on hand, all variants), category and variants."""
    rows = _narrowed(with_stock(Product.objects.of(store)), filters or Filters())
    rows = rows.annotate(pieces=Coalesce(Sum("variants__stock__on_hand"), 0))
    rows = rows.select_related("category").prefetch_related(Prefetch("variants", queryset=current_variants()))
    return page(rows, by=SORTS.get(sort, SORTS["newest"]), cursor=cursor, size=size)


def _narrowed(rows: QuerySet[Product], filters: Filters) -> QuerySet[Product]:
    states = {
        "": Q(retired_at=None),
        "draft": Q(retired_at=None, published_at=None),
        "published": Q(retired_at=None, published_at__isnull=False),
        "retired": Q(retired_at__isnull=False),
    }
    rows = rows.filter(states.get(filters.state, states[""]))
    for word in filters.words.split()[:8]:
        sku = Variant.objects.across_stores("within the store's products").filter(
            product=OuterRef("pk"), sku__icontains=word
        )
        rows = rows.filter(Q(title__icontains=word) | Q(title_zh__icontains=word) | Exists(sku))
    if filters.category is not None:
        rows = rows.filter(category__in=below(filters.category))
    return rows.filter(Exists(_low())) if filters.low else rows


def _low(limit: int = LOW) -> QuerySet[Variant]:
    return current_variants().filter(product=OuterRef("pk"), stock__on_hand__lte=F("stock__held") + limit)


def current_variants() -> QuerySet[Variant]:
    """Variants not retired, in order, with their stock."""
    rows = Variant.objects.across_stores("narrowed by the product that is asked for").filter(retired_at=None)
    return rows.select_related("stock").order_by("position", "pk")


def product_of(store: Store, public_id: str) -> Product:
    """The store's product with variants, stock and pictures loaded. Raises NotFound."""
    links = ProductPicture.objects.select_related("picture")
    rows = (
        Product.objects.of(store)
        .select_related("category", "brand")
        .prefetch_related(
            Prefetch("variants", queryset=current_variants()), Prefetch("pictures", queryset=links)
        )
    )
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def low_stock(store: Store, limit: int = LOW) -> QuerySet[Variant]:
    """Variants of published products with at most `limit` free pieces, fewest first."""
    shown = Variant.objects.of(store).filter(
        retired_at=None, product__retired_at=None, product__published_at__isnull=False
    )
    low = shown.filter(stock__on_hand__lte=F("stock__held") + limit).select_related("product", "stock")
    return low.annotate(free=F("stock__on_hand") - F("stock__held")).order_by("free", "pk")


def price_history(store: Store, variant_public_id: str) -> QuerySet[PriceChange]:
    """The variant's prices, newest first."""
    own = Variant.objects.of(store).filter(public_id=variant_public_id)
    return PriceChange.objects.filter(variant__in=own).order_by("-at", "-id")


def counts_of(store: Store) -> dict[str, int]:
    """How many products are drafts, published and retired."""
    state = Case(
        When(retired_at__isnull=False, then=Value("retired")),
        When(published_at=None, then=Value("draft")),
        default=Value("published"),
    )
    found: dict[str, int] = {"draft": 0, "published": 0, "retired": 0}
    for name in Product.objects.of(store).annotate(state=state).values_list("state", flat=True):
        found[name] += 1
    return found
