"""What other apps plan for a store is told by those apps, and asked for as one list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from regulars.people.merchants.models import Store
from regulars.trade.offers.hooks import Planned, PlannedKinds, planned
from regulars.trade.offers.queries import planned_of

NOON = datetime(2026, 12, 12, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def _plan(kind: str, ref: str, starts: datetime, ends: datetime | None) -> Planned:
    return Planned(
        kind=kind,
        ref=ref,
        title=ref,
        store_id=1,
        starts_at=starts,
        ends_at=ends,
        state="scheduled",
        path="x/",
    )


@pytest.fixture
def kinds() -> Iterator[None]:
    """Two kinds: one says two things, one of them over long ago; the other something without an end."""
    planned.register("tea", lambda store, since, until: [_plan("tea", "b", NOON, NOON + HOUR)])
    planned.register(
        "soup",
        lambda store, since, until: [
            _plan("soup", "gone", NOON - 9 * HOUR, NOON - 8 * HOUR),
            _plan("soup", "a", NOON - HOUR, None),
        ],
    )
    yield
    planned.forget("tea")
    planned.forget("soup")


@pytest.mark.django_db
def test_the_list_holds_what_touches_the_span_by_its_start(kinds: None) -> None:
    found = planned_of(Store(pk=1), NOON, NOON + 2 * HOUR)
    assert [one.ref for one in found if one.kind in ("tea", "soup")] == ["a", "b"]


def test_two_apps_cannot_plan_the_same_kind() -> None:
    kinds = PlannedKinds()
    kinds.register("tea", lambda store, since, until: [])
    with pytest.raises(ValueError, match="two apps"):
        kinds.register("tea", lambda store, since, until: [])


def test_what_a_kind_raises_is_not_left_out_in_silence() -> None:
    kinds = PlannedKinds()
    kinds.register("tea", lambda store, since, until: [][1])
    with pytest.raises(IndexError):
        list(kinds.of(Store(pk=1), NOON, NOON + HOUR))


def test_a_state_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="none of"):
        Planned(
            kind="tea",
            ref="a",
            title="a",
            store_id=1,
            starts_at=NOON,
            ends_at=None,
            state="soon",
            path="x/",  # type: ignore[arg-type]
        )
