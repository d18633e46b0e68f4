"""A member's card: tier, the way to the next, points and when they end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from regulars.ground.kit import clock
from regulars.loyalty.members.models import Member
from regulars.loyalty.members.queries.programmes import Running, programme_of, programmes_in
from regulars.loyalty.members.queries.purses import lots_of
from regulars.loyalty.members.queries.standings import standing_of
from regulars.loyalty.members.rules import Place, Standing, alive, balance, in_turn, place
from regulars.people.merchants.models import Store

NOTHING_YET = Standing()


@dataclass(frozen=True, slots=True)
class Card:
    """A store's programme as one viewer sees it; without a membership only what is promised to everybody.

    `ends_points` of the points end at `ends_at`, before all others; None when none of them ever does.
    """

    running: Running
    member: Member | None = None
    standing: Standing = NOTHING_YET
    place: Place | None = None
    points: int = 0
    ends_points: int = 0
    ends_at: datetime | None = None

    @property
    def worth_minor(self) -> int:
        """What the points are worth."""
        return self.points * self.running.rules.point_minor


def card_of(store: Store, person_id: int | None) -> Card | None:
    """The card of the viewer; None where the store has no programme for them. At most four queries."""
    running = programme_of(store)
    if running is None:
        return None
    member = member_of(store, person_id)
    if member is None:
        return Card(running) if running.open else None
    now = clock.now()
    standing = standing_of(member, running.rules, now)
    lots = in_turn(alive(lots_of(member), now))
    first = lots[0].ends_at if lots else None
    return Card(
        running,
        member,
        standing,
        place(running.rules, standing),
        balance(lots, now),
        sum(lot.points for lot in lots if first is not None and lot.ends_at == first),
        first,
    )


def member_of(store: Store | int, person_id: int | None) -> Member | None:
    """The person's membership that has not ended."""
    if person_id is None:
        return None
    return Member.objects.of(store).filter(person_id=person_id, left_at=None).first()


def memberships_in(person_id: int, store_ids: Iterable[int]) -> set[int]:
    """Those of the stores in which the person is a member. One query."""
    mine = Member.objects.across_stores("one person's own memberships").filter(
        person_id=person_id, store__in=list(store_ids), left_at=None
    )
    return set(mine.values_list("store_id", flat=True))


def reached(store: Store, tier: int | None, person_id: int | None) -> bool:
    """Whether the person has reached a tier (counted from 1) of the store; None asks nothing of anybody."""
    if tier is None:
        return True
    place = places_in(person_id, [store.pk]).get(store.pk)
    return place is not None and place.position + 1 >= tier


def places_in(person_id: int | None, store_ids: Iterable[int]) -> dict[int, Place]:
    """The tier the person has in each of these stores, by store. Two queries, and one for each membership."""
    if person_id is None:
        return {}
    mine = Member.objects.across_stores("one person's own memberships").filter(
        person_id=person_id, store__in=list(store_ids), left_at=None
    )
    members = {member.store_id: member for member in mine}
    found = programmes_in(members) if members else {}
    now = clock.now()
    return {
        store: place(running.rules, standing_of(members[store], running.rules, now))
        for store, running in found.items()
    }
