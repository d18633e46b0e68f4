"""A store's members one by one, and all of them in numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from regulars.ground.kit import clock
from regulars.ground.kit.pages import Page, page
from regulars.loyalty.customers.models import Relation
from regulars.loyalty.members.models import Lot, Member
from regulars.loyalty.members.models import Movement as Movement
from regulars.loyalty.members.queries.programmes import Running
from regulars.loyalty.members.queries.standings import standings
from regulars.loyalty.members.rules import Place, Standing, place
from regulars.people.merchants.models import Store


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member as the store's list shows one. `relation` opens the customer's page."""

    member: Member
    relation: str
    place: Place
    standing: Standing
    points: int


@dataclass(frozen=True, slots=True)
class Counts:
    """All members in numbers: how many there are, their points alive and what those are worth."""

    members: int
    points: int
    worth_minor: int


def members_of(
    store: Store, running: Running, *, words: str = "", cursor: str = "", size: int = 50
) -> Page[MemberRow]:
    """The members of the store, who joined last first; `words` are looked for in names. Five queries."""
    rows = Member.objects.of(store).filter(left_at=None).select_related("person")
    if wanted := " ".join(words.split())[:80]:
        rows = rows.filter(person__name__icontains=wanted)
    found = page(rows, by="-joined_at", cursor=cursor, size=size)
    return found.map(lambda members: _rows(members, running))


def _rows(members: list[Member], running: Running) -> list[MemberRow]:
    if not members:
        return []
    store, people = members[0].store_id, [member.person_id for member in members]
    stood = standings(members, running.rules, clock.now())
    relations = Relation.objects.of(store).filter(person__in=people)
    known = dict(relations.values_list("person_id", "public_id"))
    points = dict(
        _alive(store)
        .filter(member__in=[member.pk for member in members])
        .order_by()
        .values_list("member_id")
        .annotate(total=Sum("left"))
    )
    return [
        MemberRow(
            member,
            known.get(member.person_id, ""),
            place(running.rules, stood.get(member.pk, Standing())),
            stood.get(member.pk, Standing()),
            points.get(member.pk, 0),
        )
        for member in members
    ]


def counts_of(store: Store, running: Running) -> Counts:
    """All members in numbers. Two queries."""
    many = Member.objects.of(store).filter(left_at=None).count()
    points = _alive(store.pk).aggregate(total=Coalesce(Sum("left"), 0))["total"]
    return Counts(many, points, points * running.rules.point_minor)


def using_points(order_refs: Iterable[str]) -> set[str]:
    """Those of the orders for which points were used. One query."""
    rows = Movement.objects.across_stores("what orders used").filter(ref__in=list(order_refs), kind="used")
    return set(rows.values_list("ref", flat=True))


def _alive(store: int) -> QuerySet[Lot]:
    ends_later = Q(ends_at=None) | Q(ends_at__gt=clock.now())
    return Lot.objects.of(store).filter(ends_later, left__gt=0)
