"""What a store takes along of its segments: what they say and said, and who is in them."""

from __future__ import annotations

from collections.abc import Iterator

from regulars.ground.kit.exports import CHUNK, goes_along
from regulars.loyalty.segments.models import Segment, SegmentMember, SegmentVersion
from regulars.people.merchants.models import Store


@goes_along(
    "segments",
    "public_id kind name note definition version size created_at refreshed_at archived_at",
    Segment,
)
def _segments(store: Store) -> Iterator[Segment]:
    return Segment.objects.of(store).order_by("pk").iterator(CHUNK)


@goes_along("segment_versions", "segment.public_id version definition at", SegmentVersion)
def _versions(store: Store) -> Iterator[SegmentVersion]:
    return SegmentVersion.objects.of(store).select_related("segment").order_by("pk").iterator(CHUNK)


@goes_along("segment_members", "segment.public_id person.public_id since", SegmentMember)
def _members(store: Store) -> Iterator[SegmentMember]:
    rows = SegmentMember.objects.of(store).select_related("segment", "person")
    return rows.order_by("pk").iterator(CHUNK)
