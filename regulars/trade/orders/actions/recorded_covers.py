"""Pictures that came after the orders: imports and the demo town draw while they write."""

from __future__ import annotations

from django.db.models import OuterRef, Subquery

from regulars.goods.catalog.models import Product
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.trade.orders.models import OrderLine


@action("orders.record_covers", audit=False)
def record_covers(*, by: Actor) -> int:
    """Give sold lines without a picture the cover their product has now; returns how many. Operators only."""
    by.require("market.orders")
    why = "showing pictures that came after the orders"
    cover = (
        Product.objects.across_stores(why).filter(pk=OuterRef("product_id")).exclude(cover="").values("cover")
    )
    bare = OrderLine.objects.filter(cover="")
    return bare.filter(product__in=Product.objects.across_stores(why).exclude(cover="")).update(
        cover=Subquery(cover[:1])
    )
