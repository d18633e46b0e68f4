"""Questions about what was published of a store's cohorts."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from regulars.oversight.insights.models import Release, Trial
from regulars.oversight.insights.rules.months import last_full
from regulars.people.merchants.models import Store
from regulars.people.merchants.queries import market


def month_at(as_of: datetime) -> str:
    """The month that cohorts speak of at a moment."""
    return last_full(as_of, ZoneInfo(market().zone))


def release_before(store: Store, as_of: datetime) -> Release | None:
    """What was published of the last full month at a moment, or of the last one before it."""
    return Release.objects.of(store).filter(month__lte=month_at(as_of)).order_by("-month").first()


def trial_of(store: Store, key: str) -> Trial | None:
    """The drafts made of a proposal; None when it was not taken up."""
    return Trial.objects.of(store).filter(key=key).first()


def taken_up(store: Store) -> dict[str, Trial]:
    """Every proposal taken up, by key."""
    return {row.key: row for row in Trial.objects.of(store)}
