"""What is known of a store's prices: dangers that stand, floors, what was published all the same."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from regulars.goods.catalog.models import Variant
from regulars.goods.catalog.queries import said, said_pairs
from regulars.people.merchants.models import Store
from regulars.trade.guard.models import Danger, Floor, LowestPrice, Override, Recheck
from regulars.trade.offers.models import Offer

MOST_NAMED = 1_000


def dangers_of(store: Store) -> QuerySet[Danger]:
    """Open dangers, the newest first."""
    rows = Danger.objects.of(store).filter(gone_at=None)
    return rows.select_related("variant__product").order_by("-found_at", "-pk")


def danger_count(store: Store) -> int:
    """How many variants can fall under their floor. One query."""
    return Danger.objects.of(store).filter(gone_at=None).count()


def least_margin(store: Store) -> int:
    """The least margin the store set, in basis points; 0 when none."""
    return Floor.objects.of(store).values_list("least_margin_bp", flat=True).first() or 0


def lowest_prices(store: Store) -> QuerySet[LowestPrice]:
    """Lowest prices the store set, by product."""
    rows = LowestPrice.objects.of(store).select_related("variant__product")
    return rows.order_by("variant__product_id", "variant_id")


def overrides_of(store: Store | None) -> QuerySet[Override]:
    """What was published all the same, the newest first; None: by the market."""
    return Override.objects.filter(store=store).order_by("-at", "-pk")


def override_of(store: Store, ref: str) -> Override | None:
    """The latest reason on record for an offer, or for what else was published (public id)."""
    return overrides_of(store).filter(offer_ref=ref).first()


def looked(store: Store) -> Recheck | None:
    """When the guard looked last."""
    return Recheck.objects.of(store).first()


def without_cost(store: Store) -> QuerySet[Variant]:
    """Variants on sale whose cost nobody entered."""
    rows = Variant.objects.of(store).filter(
        cost_minor=None, retired_at=None, product__published_at__isnull=False, product__retired_at=None
    )
    return rows.select_related("product").order_by("product_id", "position")


def titles_of(offers: Iterable[str]) -> dict[str, Offer]:
    """The offers with these public ids."""
    return {row.public_id: row for row in Offer.objects.filter(public_id__in=list(offers))}


def variants_named(store: Store, only: Iterable[str] | None = None) -> dict[str, str]:
    """Names of the store's variants on sale (or of these), by public id, in the reader's language. One query."""
    rows = Variant.objects.of(store).filter(retired_at=None, product__retired_at=None)
    rows = (
        rows.filter(product__published_at__isnull=False)
        if only is None
        else rows.filter(public_id__in=list(only))
    )
    return {row.public_id: name_of(row) for row in rows.select_related("product")[:MOST_NAMED]}


def name_of(variant: Variant) -> str:
    """Product and options, as the reader says them."""
    title = said(variant.product.title, variant.product.title_zh)
    options = " ".join(said_pairs(variant.options, variant.options_zh).values())
    return f"{title} · {options}" if options else title


def rechecks_due(now: datetime, limit: int) -> list[Store]:
    """Stores to be looked at: those that asked for it, the longest waiting first."""
    rows = Recheck.objects.across_stores("the guard looks at all stores in turn").filter(wanted_at__lte=now)
    return [row.store for row in rows.select_related("store").order_by("wanted_at")[:limit]]
