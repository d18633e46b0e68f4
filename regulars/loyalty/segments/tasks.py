"""Groups are counted anew as time goes by."""

from __future__ import annotations

import logging
from datetime import timedelta

from regulars.ground.bus.clocked import clocked
from regulars.ground.kit.actors import SYSTEM
from regulars.loyalty.segments import actions
from regulars.loyalty.segments.models import Segment

log = logging.getLogger("regulars.segments")


@clocked(every=timedelta(hours=1))
def refresh_segments() -> int:
    """Refresh every group that a rule describes; returns how many. One that fails does not stop the others."""
    rows = Segment.objects.across_stores("refreshing all groups").filter(archived_at=None)
    done = 0
    for row in rows.exclude(definition=None).select_related("store").order_by("id").iterator(chunk_size=200):
        try:
            actions.refresh(by=SYSTEM, segment=row)
            done += 1
        except Exception:
            log.exception("segment %s could not be counted", row.public_id)
    return done
