"""Pictures for many products at once (imports, the demo town), after the products themselves."""

from __future__ import annotations

from collections.abc import Mapping

from regulars.goods.catalog.models import Product, ProductPicture
from regulars.goods.catalog.rules import PictureKey
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor

BATCH = 1000


@action("catalog.record_pictures", audit=False)
def record_pictures(*, by: Actor, pictures: Mapping[int, tuple[PictureKey, ...]]) -> int:
    """Hang pictures up, by product key, behind those that hang there; returns how many. Operators only."""
    by.require("market.catalog")
    links = [
        ProductPicture(product_id=product, picture_id=picture.pk, position=position)
        for product, row in pictures.items()
        for position, picture in enumerate(row)
    ]
    ProductPicture.objects.bulk_create(links, batch_size=BATCH)
    bare = Product.objects.across_stores("hanging recorded pictures").filter(pk__in=list(pictures), cover="")
    covered = [product for product in bare if pictures[product.pk]]
    for product in covered:
        product.cover = pictures[product.pk][0].public_id
    Product.objects.across_stores("hanging recorded pictures").bulk_update(covered, ["cover"], batch_size=500)
    return len(links)
