"""Who stops following a store leaves its journeys."""

from __future__ import annotations

from regulars.ground.bus.listening import listens_to
from regulars.ground.kit.actors import SYSTEM
from regulars.loyalty.customers.events import StoreLeft
from regulars.loyalty.journeys import actions
from regulars.people.merchants.queries import stores_by_key


@listens_to(StoreLeft)
def leave_journeys(fact: StoreLeft) -> None:
    """End the person's journeys at that store."""
    store = stores_by_key([fact.store_id or 0]).get(fact.store_id or 0)
    if store is not None and fact.person_id:
        actions.person_went(by=SYSTEM, store=store, person_id=fact.person_id)
