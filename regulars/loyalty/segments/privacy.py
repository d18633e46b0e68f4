"""Which groups and tags of stores a person is in."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, QuerySet

from regulars.ground.kit.exports import CHUNK
from regulars.ground.kit.privacy import About, forgets, knows_nobody, tells
from regulars.loyalty.segments.models import Segment, SegmentMember, SegmentVersion

knows_nobody("what a group is called and by which rule it is made; its people are told apart", Segment)
knows_nobody("former rules of a group, and which staff changed them", SegmentVersion)


@tells("groups", "segment.store.name segment.kind segment.name since", SegmentMember)
def _groups(about: About) -> Iterator[SegmentMember]:
    return _mine(about).select_related("segment__store").order_by("pk").iterator(CHUNK)


@forgets("the person is taken out of every group and tag", SegmentMember)
def _forget_groups(about: About) -> None:
    groups = list(_mine(about).values_list("segment_id", flat=True))
    _mine(about).delete()
    own = Segment.objects.across_stores("groups that one person leaves").filter(pk__in=groups, size__gt=0)
    own.update(size=F("size") - 1)


def _mine(about: About) -> QuerySet[SegmentMember]:
    rows = SegmentMember.objects.across_stores("groups that one person is in")
    return rows.filter(person_id=about.person_id, **about.at("segment__store_id"))
