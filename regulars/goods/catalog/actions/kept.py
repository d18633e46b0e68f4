"""What a product keeps for lists (price range, struck-out price, cover), brought up to date."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from regulars.goods.catalog.events import ProductChanged
from regulars.goods.catalog.models import Product, ProductPicture, Variant
from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock


def refresh(product_ids: Iterable[int]) -> None:
    """Recompute the kept columns of these products in one statement."""
    cheap = _variants().order_by("price_minor", "position", "pk")
    dear = _variants().order_by("-price_minor", "pk")
    cover = ProductPicture.objects.filter(product=OuterRef("pk")).order_by("position", "pk")
    rows = Product.objects.across_stores("keeping list columns").filter(pk__in=list(product_ids))
    rows.update(
        from_minor=Coalesce(Subquery(cheap.values("price_minor")[:1]), 0),
        to_minor=Coalesce(Subquery(dear.values("price_minor")[:1]), 0),
        compare_minor=Subquery(cheap.values("compare_minor")[:1]),
        cover=Coalesce(Subquery(cover.values("picture__public_id")[:1]), F("cover")),
    )


def _variants() -> QuerySet[Variant]:
    owned = Variant.objects.across_stores("keeping list columns")
    return owned.filter(product=OuterRef("pk"), retired_at=None)


def changed(product: Product) -> None:
    """Bring the product up to date after a change of its parts and tell of it."""
    refresh([product.pk])
    rows = Product.objects.of(product.store_id).filter(pk=product.pk)
    rows.update(version=F("version") + 1, updated_at=clock.now())
    visible = product.published_at is not None and product.retired_at is None
    announce(
        ProductChanged(
            product=product.public_id, visible=visible, store_id=product.store_id, ref=product.public_id
        )
    )
