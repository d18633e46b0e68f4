"""Following a store opens its way into the inbox; leaving closes it."""

from __future__ import annotations

from regulars.ground.bus.listening import listens_to
from regulars.ground.kit.actors import SYSTEM
from regulars.loyalty.customers.events import StoreFollowed, StoreLeft
from regulars.loyalty.outreach import actions
from regulars.people.merchants.queries import stores_by_key


@listens_to(StoreFollowed)
def allow_inbox(fact: StoreFollowed) -> None:
    """Let the store write."""
    store = stores_by_key([fact.store_id or 0]).get(fact.store_id or 0)
    if store is not None and fact.person_id:
        actions.follower_came(by=SYSTEM, store=store, person_id=fact.person_id)


@listens_to(StoreLeft)
def close_inbox(fact: StoreLeft) -> None:
    """Let it write no more."""
    store = stores_by_key([fact.store_id or 0]).get(fact.store_id or 0)
    if store is not None and fact.person_id:
        actions.follower_left(by=SYSTEM, store=store, person_id=fact.person_id)
