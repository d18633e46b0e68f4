"""Queued tasks (django-tasks) in the worker's own round."""

from __future__ import annotations

from datetime import timedelta

from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from regulars.ground.bus.clocked import clocked
from regulars.ground.kit import clock

LOST_AFTER = timedelta(minutes=15)
KEPT = timedelta(days=7)


def run_ready(limit: int = 20) -> int:
    """Run up to `limit` tasks that are ready."""
    done = 0
    while done < limit and DBTaskResult.objects.ready().exists():
        _worker().run()
        done += 1
    return done


def _worker() -> Worker:
    return Worker(
        queue_names=["*"], interval=0, batch=True, backend_name="default", startup_delay=False,
        max_tasks=1, worker_id="regulars", excluded_queue_names=[],
    )  # fmt: skip


@clocked(every=timedelta(minutes=1))
def rescue_lost() -> int:
    """Put tasks back whose worker died."""
    lost = DBTaskResult.objects.filter(
        status=TaskResultStatus.RUNNING, started_at__lt=clock.now() - LOST_AFTER
    )
    return lost.update(status=TaskResultStatus.READY)


@clocked(every=timedelta(hours=6))
def forget_finished() -> int:
    """Delete results that nobody will ask for."""
    return DBTaskResult.objects.filter(finished_at__lt=clock.now() - KEPT).delete()[0]
