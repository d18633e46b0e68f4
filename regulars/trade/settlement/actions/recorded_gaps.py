"""Why money of imported orders waits: many discrepancies at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.trade.settlement.models import Discrepancy

KIND = "import-differs"
BATCH = 1000


class Gap(NamedTuple):
    """Money under `ref` that matches nothing (minor units, negative: missing), and why. Zero: it matches now."""

    ref: str
    amount_minor: int
    currency: str
    reason: str


@action("settlement.record_gaps", audit=False)
def record_gaps(*, by: Actor, gaps: Sequence[Gap]) -> int:
    """Note what does not match, bring notes up to date, close those that match now. Needs market.money.

    One note per ref; one that somebody resolved stays resolved. Returns how many notes are new.
    """
    by.require("market.money")
    known = _known([gap.ref for gap in gaps])
    fresh = [_row(gap) for gap in gaps if gap.ref not in known and gap.amount_minor]
    Discrepancy.objects.bulk_create(fresh, batch_size=BATCH)
    for gap in gaps:
        row = known.get(gap.ref)
        if row is not None and row.resolved_at is None:
            _update(row, gap)
    return len(fresh)


def _known(refs: Sequence[str]) -> dict[str, Discrepancy]:
    found: dict[str, Discrepancy] = {}
    for start in range(0, len(refs), BATCH):
        rows = Discrepancy.objects.filter(kind=KIND, ref__in=refs[start : start + BATCH])
        found |= {row.ref: row for row in rows}
    return found


def _row(gap: Gap) -> Discrepancy:
    return Discrepancy(
        ref=gap.ref,
        kind=KIND,
        amount_minor=gap.amount_minor,
        currency=gap.currency,
        reason=gap.reason[:200],
    )


def _update(row: Discrepancy, gap: Gap) -> None:
    if not gap.amount_minor:
        row.resolved_at, row.resolution = clock.now(), "It matches since a later import."
    elif (row.amount_minor, row.reason) == (gap.amount_minor, gap.reason[:200]):
        return
    else:
        row.amount_minor, row.reason = gap.amount_minor, gap.reason[:200]
    row.save(update_fields=["amount_minor", "reason", "resolved_at", "resolution"])
