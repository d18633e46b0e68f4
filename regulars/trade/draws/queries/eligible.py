"""Who may take part, and who has earned one lot more."""

from __future__ import annotations

from datetime import datetime

from regulars.loyalty.customers.queries import follows, relation_of
from regulars.loyalty.members.queries import reached
from regulars.people.merchants.models import Store
from regulars.trade.draws.rules.plans import BUYERS, EVERYBODY, FOLLOW, FOLLOWERS, MEMBER, MEMBERS
from regulars.trade.orders.models import Order

GONE = ("cancelled", "expired", "refunded", "awaiting_payment")


def may_take_part(store: Store, who: str, tier: int | None, person_id: int | None) -> bool:
    """Whether the person is among those for whom it is."""
    if who == EVERYBODY:
        return person_id is not None
    if who == FOLLOWERS:
        return follows(person_id, store)
    if who == MEMBERS:
        return reached(store, tier or 1, person_id)
    relation = relation_of(store, person_id)
    return who == BUYERS and relation is not None and relation.orders_count > 0


def earned(store: Store, act: str, person_id: int, since: datetime) -> bool:
    """Whether the person did what earns a lot more: follows, is a member, paid an order since the opening."""
    if act == FOLLOW:
        return follows(person_id, store)
    if act == MEMBER:
        return reached(store, 1, person_id)
    orders = Order.objects.of(store).filter(person_id=person_id, paid_at__gte=since)
    return orders.exclude(state__in=GONE).exists()
