"""Which stores are small or new is counted by the clock."""

from __future__ import annotations

from regulars.discovery.ranking.models import Shelter
from regulars.discovery.ranking.queries.editions import current
from regulars.discovery.ranking.queries.shelter import counted_shelter
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound

KEPT = 48


@action("ranking.count_shelter", audit=False)
def count_shelter(*, by: Actor) -> Shelter:
    """Count anew whom the rulebook in force shelters; keeps the last two days of counts. System only."""
    if by.kind != "system":
        raise NotFound()
    found = {str(key): why for key, why in counted_shelter().items()}
    row = Shelter.objects.create(stores=found, rulebook=current().version)
    old = Shelter.objects.order_by("-pk").values_list("pk", flat=True)[KEPT : KEPT + 1].first()
    if old is not None:
        Shelter.objects.filter(pk__lte=old).delete()
    return row
