"""What a store takes along of its insights."""

from __future__ import annotations

from collections.abc import Iterator

from regulars.ground.kit.exports import CHUNK, goes_along
from regulars.oversight.insights.models import Release, Trial
from regulars.people.merchants.models import Store


@goes_along("cohorts", "month made_at body", Release)
def _releases(store: Store) -> Iterator[Release]:
    return Release.objects.of(store).order_by("pk").iterator(CHUNK)


@goes_along("cohort_trials", "key segment draft at", Trial)
def _trials(store: Store) -> Iterator[Trial]:
    return Trial.objects.of(store).order_by("pk").iterator(CHUNK)
