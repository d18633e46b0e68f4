"""Work that a plug-in puts into the queue is done by the worker's round; what a dead worker held is done again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from regulars.ground.bus.queued import KEPT, LOST_AFTER, forget_finished, rescue_lost, run_ready
from regulars.ground.kit import clock

pytestmark = pytest.mark.django_db(transaction=True)
DONE: list[str] = []


@task()
def remember(word: str) -> None:
    """Leave a mark that the task ran."""
    DONE.append(word)


def test_what_is_ready_is_done_in_order_and_no_more_than_asked() -> None:
    DONE.clear()
    for word in ("one", "two", "three"):
        remember.enqueue(word)
    assert run_ready(limit=2) == 2
    assert DONE == ["one", "two"]
    assert run_ready() == 1
    assert run_ready() == 0
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {TaskResultStatus.SUCCESSFUL}


def test_a_task_whose_worker_died_is_done_again() -> None:
    DONE.clear()
    remember.enqueue("once more")
    now = clock.now()
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=now)
    assert rescue_lost() == 0
    with clock.at(now + LOST_AFTER + timedelta(seconds=1)):
        assert rescue_lost() == 1
    assert run_ready() == 1
    assert DONE == ["once more"]


def test_results_are_forgotten_after_a_week() -> None:
    remember.enqueue("old")
    run_ready()
    assert forget_finished() == 0
    with clock.shift(KEPT + timedelta(minutes=1)):
        assert forget_finished() == 1
    assert not DBTaskResult.objects.exists()
