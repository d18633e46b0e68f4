"""The goods behind a wish list: what they cost now, whether they may be bought, how many are left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Exists, OuterRef, QuerySet

from regulars.goods.catalog.models import Brand, Category, Product, Variant
from regulars.goods.catalog.queries import left_of
from regulars.ground.engines.cache import shared
from regulars.ground.kit.statements import statement
from regulars.people.merchants.models import Store, Suspension
from regulars.trade.orders.rules.grants import Grant

CATEGORY_KEYS = "orders.category-keys"


@dataclass(frozen=True, slots=True)
class Item:
    """A variant and how many of it are wanted. `problem`: "", not-for-sale, sold-out, too-few-left."""

    variant: Variant
    quantity: int
    left: int
    problem: str = ""
    basket_line: str = ""
    grant: Grant | None = None

    @property
    def unit_minor(self) -> int:
        """The list price of one piece: the variant's, or the one promised."""
        price: int = self.variant.price_minor
        return price if self.grant is None or self.grant.unit_minor is None else self.grant.unit_minor

    @property
    def stock(self) -> str:
        """Where the pieces come from: "hold" (the shelf), "held" (set aside before), "none"."""
        return "hold" if self.grant is None else self.grant.stock

    @property
    def titles(self) -> tuple[str, str]:
        """What it is called, in English and Chinese."""
        if self.grant is not None and self.grant.title:
            return self.grant.title, self.grant.title_zh
        return self.product.title, self.product.title_zh

    @property
    def product(self) -> Product:
        """The product of the variant."""
        return self.variant.product

    @property
    def store(self) -> Store:
        """The store of the variant."""
        return self.variant.store

    @property
    def currency(self) -> str:
        """The currency the product is sold in."""
        return self.variant.product.currency

    @property
    def list_minor(self) -> int:
        """Price times quantity before any offer."""
        return self.unit_minor * self.quantity


def items_for(
    wanted: Mapping[str, int],
    basket_lines: Mapping[str, str] | None = None,
    grants: Mapping[str, Grant] | None = None,
) -> list[Item]:
    """The items behind variant public ids, in the given order; unknown ids are left out.

    What was promised (`grants` by variant) has no problem: neither shelf nor publication matter any more.

    One or two queries.
    """
    promised = grants or {}
    rows = {row.public_id: row for row in _variants(list(wanted))}
    short = [row.pk for key, row in rows.items() if key not in promised and _free(row) < wanted[key]]
    left = left_of(short) if short else {}
    named = basket_lines or {}
    return [
        _granted(rows[key], promised[key])
        if key in promised
        else _item(rows[key], wanted[key], left.get(rows[key].pk, _free(rows[key])), named.get(key, ""))
        for key in wanted
        if key in rows
    ]


def _granted(row: Variant, grant: Grant) -> Item:
    return Item(row, grant.quantity, grant.quantity, grant=grant)


@statement
def _variants(public_ids: Iterable[str]) -> QuerySet[Variant, Variant]:
    shut = Suspension.objects.filter(store=OuterRef("store"), lifted_at=None)
    everywhere = Variant.objects.across_stores("a basket holds goods of many stores")
    return (
        everywhere.filter(public_id__in=public_ids)
        .select_related("product__category", "store", "stock")
        .annotate(shut=Exists(shut))
    )


def _free(row: Variant) -> int:
    return row.stock.on_hand - row.stock.held if hasattr(row, "stock") else 0


def _item(row: Variant, quantity: int, left: int, basket_line: str) -> Item:
    return Item(row, quantity, left, _problem(row, quantity, left), basket_line)


def _problem(row: Variant, quantity: int, left: int) -> str:
    product = row.product
    hidden = row.retired_at or product.retired_at or not product.published_at
    if hidden or row.store.closed_at or row.shut:  # type: ignore[attr-defined]
        return "not-for-sale"
    if left <= 0:
        return "sold-out"
    return "too-few-left" if left < quantity else ""


def category_keys(path: str) -> tuple[str, ...]:
    """Public ids of a category and its ancestors, from its path of keys "/3/17/"."""
    keys = [int(part) for part in path.split("/") if part]
    known: dict[int, str] = shared(CATEGORY_KEYS) or {}
    if any(key not in known for key in keys):
        known = dict(Category.objects.values_list("pk", "public_id"))
        cache.set(CATEGORY_KEYS, known, 300)
    return tuple(known[key] for key in keys if key in known)


def brand_keys(items: Iterable[Item]) -> dict[int, str]:
    """Public ids of the brands of `items` by key; no query when none has a brand."""
    keys = {item.product.brand_id for item in items if item.product.brand_id}
    if not keys:
        return {}
    return dict(Brand.objects.filter(pk__in=keys).values_list("pk", "public_id"))
