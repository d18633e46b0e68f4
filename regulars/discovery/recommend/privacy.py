"""What is held of a person's taste: the goods it is learnt from, what was touched lately, the wish to have none of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from regulars.discovery.recommend.actions.touching import forget_touches
from regulars.discovery.recommend.models import Taste
from regulars.discovery.recommend.queries.touches import sought_by, touches_of
from regulars.goods.catalog.models import Product
from regulars.ground.kit.privacy import About, forgets, tells


@tells("taste", "goods learnt_at off_at", Taste)
def _taste(about: About) -> Iterable[Taste]:
    return about.only_whole(Taste.objects.filter(person_id=about.person_id))


@tells("touched_lately", "product at")
def _touched(about: About) -> Iterator[dict[str, Any]]:
    for one in touches_of(about.person) if about.whole else ():
        yield {"product": one.product, "at": one.at}


@tells("sought_lately", "product at")
def _sought(about: About) -> Iterator[dict[str, Any]]:
    for one in sought_by(about.person) if about.whole else ():
        yield {"product": one.product, "at": one.at}


@forgets(
    "what the market learnt of the person's taste is deleted, with a store also what was learnt in it", Taste
)
def _forget_taste(about: About) -> None:
    forget_touches(person=about.person)
    rows = Taste.objects.filter(person_id=about.person_id)
    if about.whole:
        rows.delete()
        return
    for row in rows:
        keys = [key for key, _weight in row.goods]
        products = Product.objects.across_stores("a person's own taste").filter(pk__in=keys)
        there = set(products.filter(**about.at("store_id")).values_list("pk", flat=True))
        rows.update(goods=[pair for pair in row.goods if pair[0] not in there])
