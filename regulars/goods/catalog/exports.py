"""What a store takes along of its goods: products, variants, prices, stock, pictures, imports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from regulars.goods.catalog.models import (
    PriceChange,
    Product,
    ProductPicture,
    Stock,
    StockHold,
    StockMove,
    Variant,
)
from regulars.goods.media.exports import contents, kept
from regulars.goods.media.models import Picture
from regulars.goods.media.rules import owned_by
from regulars.ground.kit.exports import CHUNK, files_go_along, goes_along, stays
from regulars.ground.kit.models import ImportReject, ImportRun
from regulars.people.merchants.models import Store

stays("stock set aside for minutes; the variants' stock.held counts it", StockHold)


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture in its place at a product; `file` is its name in the folder of pictures."""

    product: str
    position: int
    picture: str
    file: str
    alt: str


@goes_along(
    "products",
    "public_id title title_zh description description_zh category.slug brand.slug attributes attributes_zh currency "
    "from_minor to_minor compare_minor cover sold_count external_ref created_at updated_at published_at retired_at",
    Product,
)
def _products(store: Store) -> Iterator[Product]:
    return Product.objects.of(store).select_related("category", "brand").order_by("pk").iterator(CHUNK)


@goes_along(
    "variants",
    "public_id product.public_id sku options options_zh price_minor compare_minor cost_minor position stock.on_hand "
    "stock.held retired_at",
    Variant,
    Stock,
)
def _variants(store: Store) -> Iterator[Variant]:
    return Variant.objects.of(store).select_related("product", "stock").order_by("pk").iterator(CHUNK)


@goes_along("prices", "variant.public_id variant.sku price_minor at", PriceChange)
def _prices(store: Store) -> Iterator[PriceChange]:
    rows = PriceChange.objects.filter(variant__store=store).select_related("variant")
    return rows.order_by("pk").iterator(CHUNK)


@goes_along("stock_moves", "variant.public_id variant.sku delta why ref at", StockMove)
def _stock_moves(store: Store) -> Iterator[StockMove]:
    rows = StockMove.objects.filter(variant__store=store).select_related("variant")
    return rows.order_by("pk").iterator(CHUNK)


@goes_along("product_pictures", "product position picture file alt", ProductPicture)
def _product_pictures(store: Store) -> Iterator[Shown]:
    rows = ProductPicture.objects.filter(product__store=store).select_related("product", "picture")
    for row in rows.order_by("product_id", "position", "pk").iterator(CHUNK):
        found = kept(row.picture)
        yield Shown(row.product.public_id, row.position, found.public_id, found.file, found.alt)


@files_go_along("pictures")
def _product_files(store: Store) -> Iterator[tuple[str, bytes]]:
    own = owned_by(store.public_id)
    shown = Picture.objects.filter(productpicture__product__store=store).distinct().order_by("pk")
    return contents(shown.exclude(owner_kind=own.kind, owner_id=own.id).iterator(CHUNK))


@goes_along("imports", "public_id kind done.name counts started_at finished_at", ImportRun)
def _imports(store: Store) -> Iterator[ImportRun]:
    return ImportRun.objects.filter(store_id=store.pk).order_by("pk").iterator(CHUNK)


@goes_along("import_rejects", "run.public_id row column reason content", ImportReject)
def _import_rejects(store: Store) -> Iterator[ImportReject]:
    rows = ImportReject.objects.filter(run__store_id=store.pk).select_related("run")
    return rows.order_by("pk").iterator(CHUNK)
