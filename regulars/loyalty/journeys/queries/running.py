"""What the clock asks: which journeys run, who comes in, who is due, and who is in which group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from regulars.ground.kit import clock
from regulars.loyalty.journeys.models import Journey, Letter, Traveller, Version
from regulars.loyalty.journeys.queries.plans import said, versions_of
from regulars.loyalty.journeys.rules.definition import Definition
from regulars.loyalty.journeys.rules.walking import UNDECIDED
from regulars.loyalty.segments.models import Segment, SegmentMember
from regulars.people.merchants.queries import open_stores_by_key


def running() -> list[Journey]:
    """Every journey that goes on, of stores that are open."""
    rows = Journey.objects.across_stores("the clock moves everybody's people")
    found = list(
        rows.filter(started_at__isnull=False, paused_at=None, ended_at=None)
        .select_related("store")
        .order_by("pk")
    )
    trading = open_stores_by_key(row.store_id for row in found)
    return [row for row in found if row.store_id in trading]


def segments_named(journey: Journey, groups: Collection[str]) -> list[Segment]:
    """The groups of these public ids that there are."""
    rows = Segment.objects.of(journey.store_id).filter(public_id__in=groups, archived_at=None)
    return list(rows.select_related("store").order_by("pk"))


def newcomers(version: Version, among: Collection[int] | None = None) -> QuerySet[SegmentMember, int]:
    """The keys of people who come in now, as the groups were last counted. Whoever is in the goal does not."""
    definition = said(version)
    entry, now = definition.entry, clock.now()
    members = _members(version, entry.group).filter(person__closed_at=None)
    if among is not None:
        members = members.filter(person_id__in=among)
    if entry.who != "both":
        new = Q(since__gt=_began(version, definition))
        members = members.filter(new if entry.who == "new" else Q(since__lte=version.started_at))
    before = Traveller.objects.of(version.journey.store_id).filter(
        journey=version.journey, person=OuterRef("person")
    )
    if entry.again_days:
        lately = now - timedelta(days=entry.again_days)
        before = before.filter(
            Q(left_at=None) | Q(entered_at__gt=lately) | Q(entered_at__gte=OuterRef("since"))
        )
    there = _members(version, definition.goal).filter(person=OuterRef("person"))
    fresh = members.filter(~Exists(before), ~Exists(there)).order_by("person_id")
    return fresh.values_list("person_id", flat=True)


def due(journey: Journey) -> QuerySet[Traveller]:
    """Who is to be looked at: their time has come, or the fate of their message is known."""
    rows = Traveller.objects.of(journey.store_id).filter(journey=journey, left_at=None)
    open_fate = Q(contact__isnull=False, contact__state__in=UNDECIDED)
    decided = Q(due_at=None) & ~open_fate
    return rows.filter(Q(due_at__lte=clock.now()) | decided).order_by("pk")


def in_groups(journey: Journey, groups: Collection[str], people: Iterable[int]) -> dict[int, frozenset[str]]:
    """Which of these groups each of these people is in, by key. One question."""
    rows = SegmentMember.objects.of(journey.store_id).filter(
        segment__public_id__in=groups, segment__archived_at=None, person_id__in=list(people)
    )
    found: dict[int, set[str]] = defaultdict(set)
    for person, group in rows.values_list("person_id", "segment__public_id"):
        found[person].add(group)
    return {person: frozenset(some) for person, some in found.items()}


def letters_of(versions: Iterable[int]) -> dict[tuple[int, str], Letter]:
    """The messages of versions (by key), by version and step."""
    rows = Letter.objects.across_stores("named by their versions").filter(version_id__in=list(versions))
    return {(row.version_id, row.step): row for row in rows.select_related("campaign")}


def campaigns_of(journey: Journey) -> list[int]:
    """The keys of all messages that the journey's versions send."""
    rows = Letter.objects.of(journey.store_id).filter(version__journey=journey)
    return list(rows.values_list("campaign_id", flat=True))


def _members(version: Version, group: str) -> QuerySet[SegmentMember]:
    rows = SegmentMember.objects.of(version.journey.store_id)
    return rows.filter(segment__public_id=group, segment__archived_at=None)


def _began(version: Version, definition: Definition) -> datetime | None:
    """Since when the journey takes in who newly gets into this group: over all versions that say the same."""
    began: datetime | None = version.started_at
    earlier = versions_of(version.journey).filter(number__lt=version.number, started_at__isnull=False)
    for one in earlier:
        if said(one).entry.group != definition.entry.group:
            break
        began = one.started_at
    return began
