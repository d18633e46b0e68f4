"""Which proposals a store took up."""

from __future__ import annotations

from regulars.loyalty.outreach.queries import campaigns_of
from regulars.loyalty.segments.queries import segments_of
from regulars.oversight.insights.models import Trial
from regulars.people.merchants.models import Store

COUPON = "off_"


def trial_of(store: Store, key: str) -> Trial | None:
    """What became of a proposal; None when it was not taken up, or its group or draft was thrown away since."""
    row = Trial.objects.of(store).filter(key=key).first()
    return row if row is not None and _stand(store, [row]) else None


def taken_up(store: Store, month: str) -> dict[str, Trial]:
    """The proposals of a month ("2026-10") taken up whose group and draft are still there, by key."""
    rows = list(Trial.objects.of(store).filter(key__startswith=f"{month}:"))
    return {row.key: row for row in _stand(store, rows)}


def _stand(store: Store, rows: list[Trial]) -> list[Trial]:
    names = {name for row in rows for name in (row.segment, row.draft)}
    groups = set(segments_of(store).filter(public_id__in=names).values_list("public_id", flat=True))
    letters = set(campaigns_of(store).filter(public_id__in=names).values_list("public_id", flat=True))
    return [
        row
        for row in rows
        if row.segment in groups and (row.draft.startswith(COUPON) or row.draft in letters)
    ]
