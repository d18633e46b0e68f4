"""The points somebody can use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from regulars.loyalty.members.models import Lot as LotRow
from regulars.loyalty.members.models import Member
from regulars.loyalty.members.queries.programmes import programmes_in
from regulars.loyalty.members.rules import Lot, Rules, balance


@dataclass(frozen=True, slots=True)
class Purse:
    """A member's points in one store, and the rules by which they are worth something."""

    rules: Rules
    version: int
    points: int

    @property
    def worth_minor(self) -> int:
        """What they are worth, in minor units of the programme's currency."""
        return self.points * self.rules.point_minor


def purses(person_id: int | None, store_ids: Iterable[int], currency: str, now: datetime) -> dict[int, Purse]:
    """Points above none that the person, a member, has in these stores, by store. At most three queries."""
    if person_id is None:
        return {}
    mine = Member.objects.across_stores("one person's own memberships").filter(
        person_id=person_id, store__in=list(store_ids), left_at=None
    )
    stores = dict(mine.values_list("pk", "store_id"))
    points = _balances(stores, now)
    if not points:
        return {}
    found = programmes_in(stores[member] for member in points)
    return {
        stores[member]: Purse(running.rules, running.row.version, many)
        for member, many in points.items()
        if (running := found.get(stores[member])) is not None and running.rules.currency == currency
    }


def _balances(stores: dict[int, int], now: datetime) -> dict[int, int]:
    if not stores:
        return {}
    rows = LotRow.objects.across_stores("one person's own points").filter(member__in=stores, left__gt=0)
    lots: dict[int, list[Lot]] = {}
    for member, key, left, ends_at in rows.values_list("member_id", "pk", "left", "ends_at"):
        lots.setdefault(member, []).append(Lot(key, left, ends_at))
    sums = {member: balance(own, now) for member, own in lots.items()}
    return {member: points for member, points in sums.items() if points}


def lots_to_end(now: datetime, limit: int) -> list[tuple[int, int]]:
    """Lots with points whose time is over: their key and their store, the oldest first."""
    due = LotRow.objects.across_stores("points of all stores end by time").filter(
        left__gt=0, ends_at__lte=now
    )
    return list(due.order_by("ends_at", "pk").values_list("pk", "member__store_id")[:limit])


def lots_of(member: Member) -> list[Lot]:
    """The lots of a member that are not empty, those that have ended too. One query."""
    rows = LotRow.objects.of(member.store_id).filter(member=member, left__gt=0)
    return [Lot(key, left, ends_at) for key, left, ends_at in rows.values_list("pk", "left", "ends_at")]
