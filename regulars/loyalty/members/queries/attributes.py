"""What groups may ask about members: `load(store, moment)` gives values by person."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet, Sum

from regulars.loyalty.members.models import Member, Movement
from regulars.loyalty.members.queries.programmes import programme_of
from regulars.loyalty.members.queries.standings import standings
from regulars.loyalty.members.rules import MOST_TIERS, Standing, place
from regulars.loyalty.segments.hooks import Source, attributes


@attributes.answer
def known_of_members() -> list[Source]:
    """Membership, tier (1 is the first), points in hand, days since joining."""
    return [
        Source("member", "yes_no", is_member),
        Source("tier", "number", tiers, tuple(str(one) for one in range(1, MOST_TIERS + 1))),
        Source("points", "number", points),
        Source("member_days", "number", days),
    ]


def is_member(store_id: int, as_of: datetime) -> dict[int, int | bool | str | None]:
    """True for members; everybody else is missing."""
    return dict.fromkeys(_members(store_id, as_of).values_list("person_id", flat=True), True)


def tiers(store_id: int, as_of: datetime) -> dict[int, int | bool | str | None]:
    """Each member's tier, counted from one. Three queries."""
    running = programme_of(store_id)
    members = list(_members(store_id, as_of))
    if running is None or not members:
        return {}
    stood = standings(members, running.rules, as_of)
    return {
        row.person_id: place(running.rules, stood.get(row.pk, Standing())).position + 1 for row in members
    }


def points(store_id: int, as_of: datetime) -> dict[int, int | bool | str | None]:
    """Points of each member, by what came and went until then. One query."""
    rows = Movement.objects.of(store_id).filter(at__lte=as_of, member__in=_members(store_id, as_of))
    sums = rows.order_by().values_list("member__person_id").annotate(total=Sum("points"))
    return dict(sums)


def days(store_id: int, as_of: datetime) -> dict[int, int | bool | str | None]:
    """Whole days since each member joined. One query."""
    rows = _members(store_id, as_of).values_list("person_id", "joined_at")
    return {person: (as_of - joined).days for person, joined in rows}


def _members(store_id: int, as_of: datetime) -> QuerySet[Member]:
    stayed = Q(left_at=None) | Q(left_at__gt=as_of)
    return Member.objects.of(store_id).filter(stayed, joined_at__lte=as_of)
