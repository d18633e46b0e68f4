"""Who is in a group: put in, taken out, counted."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.loyalty.segments import queries
from regulars.loyalty.segments.events import SegmentRefreshed
from regulars.loyalty.segments.models import Segment, SegmentMember

BATCH = 1000


def fit_exactly(row: Segment, keys: Collection[int]) -> None:
    """Let exactly the people of these keys be in a group, and announce who came and went if anybody did."""
    fitting = set(keys)
    held = set(queries.member_keys(row))
    gone = held - fitting
    _removed(row, gone)
    put(row, fitting - held)
    if fitting != held:
        announce(
            SegmentRefreshed(
                segment=row.public_id,
                size=row.size,
                entered=len(fitting - held),
                left=len(gone),
                store_id=row.store_id,
            )
        )


def _removed(row: Segment, keys: Iterable[int]) -> None:
    every = sorted(keys)
    for start in range(0, len(every), BATCH):
        mine = SegmentMember.objects.of(row.store_id).filter(segment=row)
        mine.filter(person_id__in=every[start : start + BATCH]).delete()


def put(row: Segment, keys: Iterable[int]) -> None:
    """Add people by key; those in it already stay. The group is counted."""
    made = [SegmentMember(segment=row, person_id=key) for key in sorted(set(keys))]
    SegmentMember.objects.bulk_create(made, batch_size=BATCH, ignore_conflicts=True)
    count(row)


def count(row: Segment) -> None:
    """Keep how many are in a group, and when that was counted."""
    row.size = SegmentMember.objects.of(row.store_id).filter(segment=row).count()
    row.refreshed_at = clock.now()
    Segment.objects.of(row.store_id).filter(pk=row.pk).update(size=row.size, refreshed_at=row.refreshed_at)
