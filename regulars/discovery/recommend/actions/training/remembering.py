"""What each person likes, kept beside the person: models know goods, not people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from regulars.discovery.recommend.actions.training.material import Material
from regulars.discovery.recommend.models import Taste
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.later import np
from regulars.people.accounts.queries import keys_of_people

MOST = 50
AT_ONCE = 500

Row = tuple[str, list[tuple[int, float]]]


def remember(material: Material, by: Actor) -> int:
    """Write down what every person likes most; returns of how many. Whoever wants none of it is left out."""
    rows, count = likings(material), 0
    while part := list(islice(rows, AT_ONCE)):
        count += keep_tastes(by=by, rows=part, at=material.until)
    forget_older(by=by, than=material.until)
    return count


def likings(material: Material) -> Iterator[Row]:
    """Each person (public id) with goods (keys) and weights, the most liked first; visitors have none."""
    deeds = material.deeds
    order = np.lexsort((-deeds.weight, deeds.who))
    begins = np.searchsorted(deeds.who[order], np.arange(len(deeds.people) + 1))
    for number, name in enumerate(deeds.people.tolist()):
        if name.startswith("per_"):
            mine = order[begins[number] : begins[number + 1]][:MOST]
            goods = [material.goods[item].key for item in deeds.item[mine].tolist()]
            weights = np.round(deeds.weight[mine], 3).tolist()
            yield name, list(zip(goods, weights, strict=True))


@action("recommend.keep_tastes", audit=False)
def keep_tastes(*, by: Actor, rows: Iterable[Row], at: datetime) -> int:
    """Write down some people's tastes; returns of how many. Raises NotAllowed."""
    by.require("market.catalog")
    wanted = dict(rows)
    keys = keys_of_people(wanted)
    off = set(Taste.objects.filter(person__in=keys.values(), off_at__isnull=False).values_list("pk", flat=True))
    fresh = [
        Taste(person_id=key, goods=wanted[name], learnt_at=at) for name, key in keys.items() if key not in off
    ]
    Taste.objects.bulk_create(
        fresh, update_conflicts=True, unique_fields=["person"], update_fields=["goods", "learnt_at"]
    )
    return len(fresh)


@action("recommend.forget_older_tastes", audit=False)
def forget_older(*, by: Actor, than: datetime) -> int:
    """Drop tastes that nothing speaks for any more; wishes stay. Raises NotAllowed."""
    by.require("market.catalog")
    return Taste.objects.filter(learnt_at__lt=than, off_at=None).delete()[0]
