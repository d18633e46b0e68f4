"""A store's journeys and what they say."""

from __future__ import annotations

from typing import Literal

from django.db.models import Count, Q, QuerySet

from regulars.ground.kit.refusals import NotFound
from regulars.loyalty.journeys.models import Journey, Version
from regulars.loyalty.journeys.rules.definition import Definition, parse
from regulars.loyalty.journeys.rules.faults import Fault, faults
from regulars.loyalty.outreach.queries import channel_names
from regulars.loyalty.segments.models import Segment
from regulars.loyalty.segments.queries import segments_of
from regulars.people.merchants.models import Store

State = Literal["draft", "running", "paused", "ended"]


def journeys_of(store: Store) -> QuerySet[Journey]:
    """The store's journeys, the latest first, with `under_way`, `arrived` and `reached`: how many people."""
    mine = Journey.objects.of(store).filter(dropped_at=None)
    return mine.annotate(
        under_way=Count("travellers", filter=Q(travellers__left_at=None)),
        arrived=Count("travellers", filter=Q(travellers__left_at__isnull=False)),
        reached=Count("travellers", filter=Q(travellers__outcome="reached")),
    ).order_by("-id")


def journey_of(store: Store, public_id: str) -> Journey:
    """One of the store's journeys. Raises NotFound."""
    rows = Journey.objects.of(store).filter(public_id=public_id, dropped_at=None)
    found = rows.select_related("store").first()
    if found is None:
        raise NotFound()
    return found


def state_of(journey: Journey) -> State:
    """Whether it has started, and whether it goes on."""
    if journey.ended_at is not None:
        return "ended"
    if journey.started_at is None:
        return "draft"
    return "running" if journey.paused_at is None else "paused"


def versions_of(journey: Journey) -> QuerySet[Version]:
    """What a journey says and said, the latest first."""
    return Version.objects.of(journey.store_id).filter(journey=journey).order_by("-number")


def draft_of(journey: Journey) -> Version | None:
    """The version that has not started yet."""
    return versions_of(journey).filter(started_at=None).first()


def live_of(journey: Journey) -> Version | None:
    """The version that takes people in."""
    return versions_of(journey).filter(started_at__isnull=False).first()


def said(version: Version) -> Definition:
    """What a version says."""
    return parse(version.definition)


def faults_of(store: Store, definition: Definition) -> list[Fault]:
    """What keeps a journey from starting in this store."""
    groups = set(segments_of(store).values_list("public_id", flat=True))
    return faults(definition, groups, channel_names())


def group_names(store: Store) -> dict[str, str]:
    """Every group the store ever had, by public id."""
    return dict(Segment.objects.of(store).values_list("public_id", "name"))
