"""Which kinds of person the reader is to the store, the closest first."""

from __future__ import annotations

from collections.abc import Iterator

from regulars.discovery.storefront.hooks import Scene
from regulars.loyalty.customers.queries import followed_stores, relation_of
from regulars.loyalty.customers.rules import stage
from regulars.loyalty.members.queries import places_in

Kind = tuple[str, int]
# A preview knows no more of the imagined person than its kind.
IMAGINED: dict[str, list[Kind]] = {"follower": [("follower", 0)], "regular": [("buyer", 0)]}


def kinds_of(scene: Scene, with_tiers: bool) -> list[Kind]:
    """Kind and tier (counted from 1, 0 for none), the closest first. One query; with tiers those of `places_in` too.

    On pages of no store whoever follows some store is a follower, and nobody is more.
    """
    if scene.persona:
        return [*IMAGINED.get(scene.persona, []), ("stranger", 0)]
    if scene.person is None:
        return [("stranger", 0)]
    if scene.store is None:
        follows = followed_stores(scene.person).exists()
        return [("follower", 0)] * follows + [("stranger", 0)]
    return [*_in_store(scene, scene.store, scene.person, with_tiers), ("stranger", 0)]


def _in_store(scene: Scene, store: int, person: int, with_tiers: bool) -> Iterator[Kind]:
    relation = relation_of(store, person)
    if relation is None:
        return
    follows = relation.followed_at is not None
    where = stage(relation.orders_count, relation.last_order_at, follows, scene.now)
    if where == "lapsed":
        yield "lapsed", 0
    place = places_in(person, [store]).get(store) if with_tiers else None
    if place is not None:
        yield "member", place.position + 1
    if relation.orders_count:
        yield "buyer", 0
    if follows:
        yield "follower", 0
