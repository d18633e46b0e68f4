"""Products as imports find them again."""

from __future__ import annotations

from typing import NamedTuple

from regulars.goods.catalog.models import Variant


class Kept(NamedTuple):
    """An imported product with its one variant."""

    product_pk: int
    variant_pk: int
    title: str
    title_zh: str


def products_by_ref(prefix: str) -> dict[tuple[int, str], Kept]:
    """Imported products whose reference starts with `prefix`, by store key and reference."""
    rows = Variant.objects.across_stores("an import looks for what it brought before").filter(
        product__external_ref__startswith=prefix, position=0
    )
    return {
        (store, ref): Kept(product, variant, title, title_zh)
        for store, ref, product, variant, title, title_zh in rows.values_list(
            "store_id", "product__external_ref", "product_id", "pk", "product__title", "product__title_zh"
        ).iterator(chunk_size=5000)
    }
