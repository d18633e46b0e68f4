"""What the market shows as a whole: stores with something on their shelves, and the map for search engines."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, F, OuterRef

from regulars.goods.catalog.queries.cards import for_shoppers
from regulars.goods.catalog.queries.shelves import Node, categories
from regulars.ground.kit import clock
from regulars.people.merchants.models import Store
from regulars.people.merchants.queries import open_stores

TURN = 1009


def stores_of_the_day(limit: int, now: datetime | None = None) -> list[Store]:
    """Open stores with something to show, in an order that turns by the day, so that each has its day."""
    day = (now or clock.now()).toordinal()
    stocked = Exists(for_shoppers().filter(store=OuterRef("pk")))
    rows = open_stores().filter(stocked).annotate(turn=(F("pk") * 617 + day * 389) % TURN)
    return list(rows.order_by("turn", "pk")[:limit])


def shelves_of(store_id: int, limit: int = 20) -> list[Node]:
    """The categories in which the store has goods, without what lies below them."""
    kept = for_shoppers().filter(store_id=store_id).order_by().values("category_id")
    rows = categories().filter(pk__in=kept)[:limit]
    return [Node(row.pk, row.public_id, row.slug, row.name, row.name_zh, row.path) for row in rows]


def last_keys() -> dict[str, int]:
    """The highest key of what search engines may list, by kind; 0 when there is none."""
    kinds = {"stores": open_stores(), "products": for_shoppers()}
    return {
        kind: rows.order_by("-pk").values_list("pk", flat=True).first() or 0 for kind, rows in kinds.items()
    }


def store_addresses(after: int, upto: int) -> list[str]:
    """Slugs of open stores whose key lies above `after` and not above `upto`, in order."""
    rows = open_stores().filter(pk__gt=after, pk__lte=upto).order_by("pk")
    return list(rows.values_list("slug", flat=True))


def product_addresses(after: int, upto: int) -> list[tuple[str, datetime]]:
    """Public ids of products for shoppers in a range of keys as above, and when each was last changed."""
    rows = for_shoppers().filter(pk__gt=after, pk__lte=upto).order_by("pk")
    return list(rows.values_list("public_id", "updated_at"))
