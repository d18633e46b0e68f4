"""Clocked tasks run once per period, whoever asks."""

from __future__ import annotations

from datetime import timedelta

import pytest

from regulars.ground.bus import clocked
from regulars.ground.kit import clock

pytestmark = pytest.mark.django_db
runs: list[str] = []


@pytest.fixture(autouse=True)
def _only_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    runs.clear()
    monkeypatch.setattr(clocked, "tasks", {})

    @clocked.clocked(every=timedelta(hours=1))
    def tick() -> None:
        runs.append("tick")

    @clocked.clocked(every=timedelta(hours=1))
    def trip() -> None:
        runs.append("trip")
        raise RuntimeError("fell")


def test_a_task_runs_once_per_period_even_when_it_fails() -> None:
    with clock.shift(timedelta(0)):
        clocked.run_due()
        clocked.run_due()
    assert sorted(runs) == ["tick", "trip"]
    with clock.shift(timedelta(hours=2)):
        clocked.run_due()
    assert sorted(runs) == ["tick", "tick", "trip", "trip"]


def test_a_failure_is_kept_for_the_health_page() -> None:
    from regulars.ground.bus.queries import clocked_runs

    clocked.run_due()
    errors = {row.task.rsplit(".", 1)[-1]: row.error for row in clocked_runs()}
    assert "fell" in errors["trip"]
    assert errors["tick"] == ""


def test_one_that_fails_keeps_no_other_waiting() -> None:
    def doing(number: int) -> int:
        return 12 // number

    assert list(clocked.one_by_one([1, 0, 3], doing)) == [12, 4]
