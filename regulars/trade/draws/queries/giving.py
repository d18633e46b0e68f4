"""What a store could give as a prize or for trial."""

from __future__ import annotations

from dataclasses import dataclass

from regulars.goods.catalog.models import Variant
from regulars.goods.catalog.queries import left_of, said
from regulars.ground.kit import clock
from regulars.people.merchants.models import Store
from regulars.trade.draws.queries.terms import variant_title
from regulars.trade.offers.models import Offer
from regulars.trade.offers.queries.definition import is_pot

MOST = 300


@dataclass(frozen=True, slots=True)
class Giveable:
    """A variant or a coupon as a form offers it; `left` pieces are free now (None: no limit)."""

    ref: str
    title: str
    left: int | None = None


def goods_to_give(store: Store) -> list[Giveable]:
    """The store's goods on sale with pieces left, by title. Two queries."""
    rows = Variant.objects.of(store).filter(
        retired_at=None, product__retired_at=None, product__published_at__isnull=False
    )
    found = list(rows.select_related("product").order_by("product__title", "position", "pk")[:MOST])
    left = left_of(row.pk for row in found)
    return [
        Giveable(row.public_id, said(*variant_title(row)), left[row.pk]) for row in found if left[row.pk] > 0
    ]


def coupons_to_give(store: Store) -> list[Giveable]:
    """The store's coupons that people take, published and not over."""
    rows = Offer.objects.filter(
        store=store, published_at__isnull=False, stopped_at=None, claimable=True, ends_at__gt=clock.now()
    )
    fit = [row for row in rows.order_by("-id")[:MOST] if not is_pot(row) and "birthday" not in row.terms]
    return [Giveable(row.public_id, said(row.title, row.title_zh)) for row in fit]
