"""R24: several schedulers, several relays, two migration runners, a worker killed in the middle: each effect once."""

from __future__ import annotations

import fcntl
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

import psycopg
import pytest
from django.db import connection, connections, transaction

from regulars.ground.bus import clocked
from regulars.ground.bus.facts import Fact, known, public
from regulars.ground.bus.listening import listeners, listens_to
from regulars.ground.bus.models import Delivery
from regulars.ground.bus.outbox import announce
from regulars.ground.bus.relay import relay
from regulars.ground.engines.turns import number_of
from regulars.ground.kit import clock
from regulars.ground.kit.models import AuditEntry
from tests.trade.failpoints import database_url

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 3
pytestmark = pytest.mark.django_db(transaction=True)


def effects(kind: str) -> Counter[int]:
    """How often each numbered effect is there."""
    notes = AuditEntry.objects.filter(action=kind).values_list("note", flat=True)
    return Counter(note["number"] for note in notes)


def leave(kind: str, number: int) -> None:
    """An effect that would stand there twice if it were made twice."""
    AuditEntry.objects.create(action=kind, actor_kind="system", note={"number": number})


def at_once(work: Callable[[], object]) -> None:
    """Let several processes do the same work at the same moment; all must come through."""
    connections.close_all()
    wait, go = os.pipe()
    pids = [_worker(work, wait, go) for _ in range(WORKERS)]
    os.close(go)
    ends = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids]
    os.close(wait)
    assert ends == [0] * WORKERS


def _worker(work: Callable[[], object], wait: int, go: int) -> int:
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            os.close(go)
            os.read(wait, 1)
            work()
            code = 0
        finally:
            os._exit(code)
    return pid


def test_schedulers_run_each_task_once_a_period(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clocked, "tasks", {})
    for number in range(20):

        def task(number: int = number) -> None:
            leave("tests.tick", number)

        clocked.tasks[f"tick-{number}"] = clocked.Clocked(f"tick-{number}", timedelta(hours=1), task)

    at_once(lambda: [clocked.run_due() for _ in range(3)])
    assert effects("tests.tick") == Counter(range(20))
    with clock.shift(timedelta(minutes=61)):
        at_once(lambda: [clocked.run_due() for _ in range(3)])
    assert effects("tests.tick") == Counter(dict.fromkeys(range(20), 2))


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorOpened(Fact):
    """A door opened (tests)."""

    name: ClassVar[str] = "tests.door-opened.v1"
    number: int


@pytest.fixture
def doors() -> Iterator[int]:
    """Forty facts and somebody who writes each of them down."""
    public(DoorOpened)

    @listens_to(DoorOpened)
    def write_down(fact: DoorOpened) -> None:
        leave("tests.door", fact.number)

    with transaction.atomic():
        announce(*(DoorOpened(number=number) for number in range(40)))
    yield 40
    listeners.pop(DoorOpened.name)
    known.pop(DoorOpened.name)


def test_relays_hand_out_each_fact_once(doors: int) -> None:
    at_once(lambda: [relay(limit=7) for _ in range(12)])
    assert effects("tests.door") == Counter(range(doors))
    assert Delivery.objects.filter(done_at=None).count() == 0


@pytest.mark.kill
def test_a_worker_killed_in_the_middle_leaves_nothing_half_done(doors: int) -> None:
    told, tell = os.pipe()

    @listens_to(DoorOpened)
    def stop_at_nine(fact: DoorOpened) -> None:
        leave("tests.second", fact.number)
        if fact.number == 9:
            os.write(tell, b"9")
            signal.pause()

    connections.close_all()
    pid = os.fork()
    if pid == 0:
        try:
            relay()
        finally:
            os._exit(1)
    assert os.read(told, 1) == b"9"
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    listeners[DoorOpened.name][f"{__name__}.stop_at_nine"] = lambda fact: leave("tests.second", fact.number)
    at_once(relay)
    assert effects("tests.door") == Counter(range(doors))
    assert effects("tests.second") == Counter(range(doors))


class Empty:
    """A database in which nothing is, and the turn of a migration runner in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = f"empty_{os.getpid()}"
        self.url = f"sqlite://{folder}/empty.sqlite3"
        if connection.vendor == "postgresql":
            self.url = f"{database_url().rpartition('/')[0]}/{self.name}"

    @contextmanager
    def there(self) -> Iterator[None]:
        """While it exists."""
        if connection.vendor == "sqlite":
            yield
            return
        with psycopg.connect(database_url(), autocommit=True) as server:
            server.execute(f"CREATE DATABASE {self.name}")
            yield
            server.execute(f"DROP DATABASE {self.name} WITH (FORCE)")

    @contextmanager
    def turn_taken(self) -> Iterator[Callable[[], int]]:
        """Hold the turn; the value counts who waits for it."""
        if connection.vendor == "sqlite":
            path = f"{self.folder}/empty.sqlite3.migrating"
            with open(path, "w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                yield lambda: sum(path in _files_of(pid) for pid in os.listdir("/proc") if pid.isdigit())
            return
        waiting = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%%pg_try_advisory_lock%%' AND datname = %s"
        with (
            psycopg.connect(self.url, autocommit=True) as holder,
            psycopg.connect(database_url(), autocommit=True) as server,
        ):
            holder.execute("SELECT pg_advisory_lock(%s)", [number_of("migrating")])
            yield lambda: server.execute(waiting, [self.name]).fetchone()[0]  # type: ignore[index]

    def tables(self) -> int:
        """How many tables there are."""
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(f"{self.folder}/empty.sqlite3")) as file:
                return int(file.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
        with psycopg.connect(self.url) as server:
            found = server.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
            return int(found[0]) if found else 0


def _files_of(pid: str) -> set[str]:
    """What another process has open."""
    found: set[str] = set()
    if int(pid) == os.getpid():
        return found
    with suppress(OSError):
        for number in os.listdir(f"/proc/{pid}/fd"):
            found.add(os.readlink(f"/proc/{pid}/fd/{number}"))
    return found


@pytest.mark.django_db(transaction=False)
@pytest.mark.nightly
def test_two_migration_runners_do_the_work_of_one(tmp_path: Path) -> None:
    empty = Empty(tmp_path)
    surroundings = os.environ | {"DATABASE_URL": empty.url, "REGULARS_HOME": str(tmp_path)}
    command = [sys.executable, "manage.py", "migrate", "merchants", "--no-input"]
    with empty.there():
        with empty.turn_taken() as waiting:
            runners = [
                subprocess.Popen(
                    command, cwd=ROOT, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
                )
                for _ in range(2)
            ]
            until = time.monotonic() + 60
            while waiting() < len(runners):
                assert time.monotonic() < until, "nobody waits for the turn"
                assert [runner.poll() for runner in runners] == [None, None]
                time.sleep(0.1)
            assert empty.tables() == 0
        told = [runner.communicate(timeout=60)[0].decode() for runner in runners]
    assert [runner.returncode for runner in runners] == [0, 0], told
    assert sorted("No migrations to apply" in text for text in told) == [False, True]
