"""Which stores are small or new is counted by the clock."""

from __future__ import annotations

from datetime import timedelta

from regulars.discovery.ranking.models import Shelter
from regulars.discovery.ranking.queries.editions import current
from regulars.discovery.ranking.rules.sheltering import sheltered
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound
from regulars.people.merchants.queries import open_stores
from regulars.trade.orders.queries import sales_by_store

SPAN = timedelta(days=28)
KEPT = 48


@action("ranking.count_shelter", audit=False)
def count_shelter(*, by: Actor) -> Shelter:
    """Count anew whom the rulebook in force shelters; keeps the last two days of counts. System only."""
    if by.kind != "system":
        raise NotFound()
    book, now = current(), clock.now()
    opened = dict(open_stores().values_list("pk", "opened_at"))
    found = sheltered(
        opened, sales_by_store(now - SPAN), now, young_days=book.young_days, small_share=book.small_share
    )
    row = Shelter.objects.create(stores={str(key): why for key, why in found.items()}, rulebook=book.version)
    old = Shelter.objects.order_by("-pk").values_list("pk", flat=True)[KEPT : KEPT + 1].first()
    if old is not None:
        Shelter.objects.filter(pk__lte=old).delete()
    return row
