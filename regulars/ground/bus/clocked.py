"""Work that the clock starts: each run is claimed by one worker."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Q

from regulars.ground.bus.models import ClockedRun
from regulars.ground.kit import clock

log = logging.getLogger("regulars.clocked")
T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Clocked:
    """A task and how often it runs."""

    name: str
    every: timedelta
    run: Callable[[], object]


tasks: dict[str, Clocked] = {}


def clocked(every: timedelta) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Register a function without arguments to run once per `every`, on one worker."""

    def register(function: Callable[[], object]) -> Callable[[], object]:
        name = f"{function.__module__}.{function.__name__}"
        tasks[name] = Clocked(name, every, function)
        return function

    return register


def one_by_one(things: Iterable[T], doing: Callable[[T], R]) -> Iterator[R]:
    """What `doing`, an action, returns for each thing: each in a transaction of its own.

    One that fails is logged, and keeps no other waiting.
    """
    for thing in things:
        try:
            done = doing(thing)
        except Exception:
            log.exception("%s could not be carried on", thing)
        else:
            yield done


def run_due() -> int:
    """Run every task that is due; returns how many ran. One read when nothing is."""
    now = clock.now()
    waiting = set(ClockedRun.objects.filter(due_at__gt=now).values_list("task", flat=True))
    return sum(_run(task) for name, task in tasks.items() if name not in waiting and _take(task))


def _take(task: Clocked) -> bool:
    now = clock.now()
    due = Q(task=task.name, due_at__lte=now)
    if ClockedRun.objects.filter(due).update(due_at=now + task.every, last_at=now):
        return True
    if ClockedRun.objects.filter(task=task.name).exists():
        return False
    try:
        with transaction.atomic():
            ClockedRun.objects.create(task=task.name, due_at=now + task.every, last_at=now)
    except IntegrityError:
        return False
    return True


def _run(task: Clocked) -> int:
    error = ""
    try:
        task.run()
    except Exception as problem:
        log.exception("clocked task %s failed", task.name)
        error = repr(problem)[:2000]
    ClockedRun.objects.filter(task=task.name).update(error=error)
    return 1
