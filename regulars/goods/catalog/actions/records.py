"""Many products at once, for imports: a few statements for each thousand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from regulars.goods.catalog.events import ProductsRecorded
from regulars.goods.catalog.models import PriceChange, Product, ProductPicture, Stock, Variant
from regulars.goods.catalog.rules import ProductRow, VariantRow
from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor

BATCH = 1000
IN_ONE_FACT = 500


@action("catalog.record_products", audit=False)
def record_products(*, by: Actor, rows: Sequence[ProductRow]) -> int:
    """Create the products whose (store, external_ref) is not known yet; returns how many were created.

    The rows are trusted to be clean: importers validate before. SKUs must be new to their stores.
    """
    by.require("market.catalog")
    fresh = _unknown(rows)
    products = Product.objects.bulk_create([_product(row) for row in fresh], batch_size=BATCH)
    pairs = [(product, given) for product, row in zip(products, fresh, strict=True) for given in row.variants]
    variants = Variant.objects.bulk_create(_variants(products, fresh), batch_size=BATCH)
    Stock.objects.bulk_create(
        [Stock(variant=row, on_hand=given.on_hand) for row, (_, given) in zip(variants, pairs, strict=True)],
        batch_size=BATCH,
    )
    PriceChange.objects.bulk_create(_prices(variants, [given for _, given in pairs]), batch_size=BATCH)
    ProductPicture.objects.bulk_create(_links(products, fresh), batch_size=BATCH)
    tell_recorded(products)
    return len(products)


def _unknown(rows: Sequence[ProductRow]) -> list[ProductRow]:
    refs = {(row.store_id, row.external_ref): row for row in rows}
    owned = Product.objects.across_stores("an import looks for what it brought before")
    for chunk in chunks(sorted({row.external_ref for row in rows}), BATCH):
        for key in owned.filter(external_ref__in=chunk).values_list("store_id", "external_ref"):
            refs.pop(key, None)
    return list(refs.values())


def _product(row: ProductRow) -> Product:
    prices = [variant.price_minor for variant in row.variants] or [0]
    cheapest = min(row.variants, key=lambda variant: variant.price_minor, default=None)
    born = row.created_at or clock.now()
    return Product(
        store_id=row.store_id,
        category_id=row.category_id,
        brand_id=row.brand_id,
        external_ref=row.external_ref,
        title=row.title[:160],
        title_zh=row.title_zh[:160],
        description=row.description,
        description_zh=row.description_zh,
        attributes=row.attributes,
        attributes_zh=row.attributes_zh,
        currency=row.currency,
        from_minor=min(prices),
        to_minor=max(prices),
        compare_minor=cheapest.compare_minor if cheapest else None,
        sold_count=row.sold_count,
        cover=row.pictures[0].public_id if row.pictures else "",
        created_at=born,
        updated_at=born,
        published_at=row.published_at,
    )


def _variants(products: Sequence[Product], rows: Sequence[ProductRow]) -> Iterator[Variant]:
    for product, row in zip(products, rows, strict=True):
        for position, given in enumerate(row.variants):
            yield Variant(
                product=product,
                store_id=row.store_id,
                sku=given.sku,
                options=given.options,
                options_zh=given.options_zh,
                price_minor=given.price_minor,
                compare_minor=given.compare_minor,
                cost_minor=given.cost_minor,
                position=position,
            )


def _links(products: Sequence[Product], rows: Sequence[ProductRow]) -> Iterator[ProductPicture]:
    for product, row in zip(products, rows, strict=True):
        for position, picture in enumerate(row.pictures):
            yield ProductPicture(product=product, picture_id=picture.pk, position=position)


def _prices(variants: Sequence[Variant], rows: Sequence[VariantRow]) -> Iterator[PriceChange]:
    for variant, row in zip(variants, rows, strict=True):
        history = row.prices or ((variant.product.created_at, row.price_minor),)
        for at, price_minor in history:
            yield PriceChange(variant=variant, price_minor=price_minor, at=at)


def tell_recorded(products: Sequence[Product]) -> None:
    """Announce the products, one fact for every 500 of a store."""
    by_store: dict[int, list[str]] = {}
    for product in products:
        by_store.setdefault(product.store_id, []).append(product.public_id)
    for store_id in sorted(by_store):
        announce(
            *(
                ProductsRecorded(products=part, store_id=store_id)
                for part in chunks(by_store[store_id], IN_ONE_FACT)
            )
        )


def chunks(values: Sequence[str], size: int) -> Iterator[list[str]]:
    """The values in lists of at most `size`."""
    stream = iter(values)
    while part := list(islice(stream, size)):
        yield part
