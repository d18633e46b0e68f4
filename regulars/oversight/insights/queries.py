"""Which proposals a store took up."""

from __future__ import annotations

from regulars.oversight.insights.models import Trial
from regulars.people.merchants.models import Store


def trial_of(store: Store, key: str) -> Trial | None:
    """The drafts made of a proposal; None when it was not taken up."""
    return Trial.objects.of(store).filter(key=key).first()


def taken_up(store: Store) -> dict[str, Trial]:
    """Every proposal taken up, by key."""
    return {row.key: row for row in Trial.objects.of(store)}
