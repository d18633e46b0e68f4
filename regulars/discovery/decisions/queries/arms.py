"""In which arm a reader is. Asked for every list, so the running experiments are kept for a few seconds."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.cache import cache

from regulars.discovery.decisions.models import Experiment
from regulars.discovery.decisions.rules.assigning import OUTSIDE, Arm, Plan, Share, assigned

PLANS_CACHE, PLANS_SECONDS = "decisions:plans", 5


def arm_of(reader: str | None, spot: str) -> Arm:
    """How to choose for a reader (public id of a person or visitor) at a spot; nobody is in no experiment.

    Of experiments at one spot the oldest counts.
    """
    if not reader:
        return OUTSIDE
    plan = next((one for one in running() if one.covers(spot)), None)
    return assigned(plan, reader) if plan else OUTSIDE


def running() -> Sequence[Plan]:
    """The running experiments, the oldest first, at most five seconds old."""
    found: tuple[Plan, ...] | None = cache.get(PLANS_CACHE)
    if found is None:
        found = tuple(_plan(row) for row in _rows())
        cache.set(PLANS_CACHE, found, PLANS_SECONDS)
    return found


def _rows() -> list[Experiment]:
    rows = Experiment.objects.filter(started_at__isnull=False, stopped_at=None)
    return list(rows.order_by("started_at", "pk").prefetch_related("arms"))


def _plan(row: Experiment) -> Plan:
    arms = sorted(row.arms.all(), key=lambda one: one.letter)
    shares = tuple(Share(one.letter, one.policy, one.percent) for one in arms)
    return Plan(row.public_id, row.kind, frozenset(row.spots.split()), row.holdout_percent, shares)
