"""Questions about groups of one store's people. All start from the store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from regulars.ground.kit.refusals import NotFound
from regulars.ground.kit.streams import Found, Older
from regulars.loyalty.customers.models import Relation
from regulars.loyalty.segments.models import RULE, CategoryWindows, Segment, SegmentMember, SegmentVersion
from regulars.loyalty.segments.rules.stages import Windows
from regulars.people.merchants.models import Store


def segments_of(store: Store, kind: str = "") -> QuerySet[Segment]:
    """The store's segments, the latest first."""
    rows = Segment.objects.of(store).filter(archived_at=None)
    return (rows.filter(kind=kind) if kind else rows).order_by("-id")


def segment_of(store: Store, public_id: str) -> Segment:
    """One of the store's segments. Raises NotFound."""
    row = Segment.objects.of(store).filter(public_id=public_id, archived_at=None).first()
    if row is None:
        raise NotFound()
    return row


def segment_saying(store: Store, definition: Mapping[str, Any]) -> Segment | None:
    """The store's group by rule whose definition (plain JSON values) is exactly this."""
    return next((row for row in segments_of(store, RULE) if row.definition == definition), None)


def free_name(store: Store, name: str) -> str:
    """The name, with a number behind it if a group of the store has it already. Leave room for the number."""
    taken = set(segments_of(store).values_list("name", flat=True))
    return next(one for one in chain([name], (f"{name} ({n})" for n in count(2))) if one not in taken)


def contains(segment: Segment, person_id: int | None) -> bool:
    """Whether a person was in a segment at its last refresh: what offers, pages and messages ask."""
    if person_id is None:
        return False
    return SegmentMember.objects.of(segment.store_id).filter(segment=segment, person_id=person_id).exists()


def member_keys(segment: Segment) -> QuerySet[SegmentMember, int]:
    """The keys of a segment's people at its last refresh."""
    return (
        SegmentMember.objects.of(segment.store_id).filter(segment=segment).values_list("person_id", flat=True)
    )


def tags_of(store: Store, person_id: int) -> QuerySet[Segment]:
    """The tags one person carries at a store."""
    return Segment.objects.of(store).filter(kind="tag", archived_at=None, members__person_id=person_id)


def windows_by_category() -> dict[int, Windows]:
    """What the market has set for categories, by their keys."""
    names = Windows.__struct_fields__
    rows = CategoryWindows.objects.values_list("category_id", *names)
    return {row[0]: Windows(**dict(zip(names, row[1:], strict=True))) for row in rows}


@dataclass(frozen=True, slots=True)
class Member:
    """A person in a group: the store's own id for them, a name, since when."""

    relation: str
    name: str
    since: datetime | None


def members_page(segment: Segment, limit: int | None) -> Iterator[Member]:
    """A group's people, those who came last first; all of them without a limit."""
    own = Relation.objects.of(segment.store_id).filter(person=OuterRef("person")).values("public_id")
    rows = (
        SegmentMember.objects.of(segment.store_id)
        .filter(segment=segment)
        .annotate(relation=Subquery(own[:1]))
    )
    named = rows.order_by("-since", "-id").values_list("relation", "person__name", "since")
    for relation, name, since in (named[:limit] if limit else named).iterator(chunk_size=2000):
        yield Member(relation, name, since)


def versions_of(segment: Segment) -> QuerySet[SegmentVersion]:
    """What a group has said, the latest first."""
    return SegmentVersion.objects.of(segment.store_id).filter(segment=segment).order_by("-version")


def tagged(store: Store, person_id: int, older: Older) -> list[Found]:
    """The tags a person carries at a store, with the tag, by when they were put on. One query."""
    rows = SegmentMember.objects.of(store).filter(person_id=person_id)
    rows = rows.filter(segment__kind="tag", segment__archived_at=None)
    return older.of(rows.select_related("segment"), "since")


def segments_with(store: Store | int, person_id: int) -> set[str]:
    """Public ids of the store's groups and tags that a person was in at their last refresh."""
    rows = SegmentMember.objects.of(store).filter(person_id=person_id, segment__archived_at=None)
    return set(rows.values_list("segment__public_id", flat=True))
