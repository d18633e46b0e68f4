"""Dying at every write: a flow is killed before and after each of its writing statements, then run again.

Django is loaded once; each try that dies is a forked child with its own database connection, so that
`os._exit` takes nothing else with it, and what is checked afterwards never saw the child's memory. Run in
a process of its own, because forking a test runner that holds database connections is not safe:

    DATABASE_URL=… python -m tests.trade.settlement.crashing payout
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import traceback
from collections.abc import Callable
from typing import Any

from django.db import connection, connections

WRITE = re.compile(r"\s*(INSERT|UPDATE|DELETE)", re.IGNORECASE)
KILLED = 9
Step = Callable[[str], object]


class Failpoint:
    """Counts writing statements and dies at one of them."""

    def __init__(self, die_at: int = 0, *, after: bool = False):
        self.count, self.die_at, self.after = 0, die_at, after

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not WRITE.match(sql):
            return execute(sql, params, many, context)
        self.count += 1
        if self.count == self.die_at and not self.after:
            os._exit(KILLED)
        result = execute(sql, params, many, context)
        if self.count == self.die_at:
            os._exit(KILLED)
        return result


def in_child(step: Callable[[], None]) -> int:
    """Run `step` in a forked child; returns its exit code: 0 when it came through, 255 for an exception."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        step()
        code = 0
    except BaseException:
        traceback.print_exc()
        code = 255
    os._exit(code)


def crash_everywhere(prepare: Step, flow: Step, settle: Step) -> int:
    """Kill `flow(tag)` before and after each of its writes until it survives, each time on new ground.

    `prepare(tag)` makes the ground; `settle(tag)` runs the flow again and raises AssertionError when the
    end is not what it should be. Returns the number of points; exits loudly when one fails.
    """
    points = 0
    while _crash(prepare, flow, settle, 1 + points // 2, after=points % 2 == 1):
        points += 1
    return points


def _crash(prepare: Step, flow: Step, settle: Step, number: int, *, after: bool) -> bool:
    tag = f"{number}{'a' if after else 'b'}"
    prepare(tag)
    connections.close_all()
    ended = in_child(lambda: _dying(flow, tag, number, after))
    where = f"dying {'after' if after else 'before'} write {number}"
    if ended not in {0, KILLED}:
        raise SystemExit(f"{where} ended with {ended}")
    try:
        settle(tag)
    except Exception as problem:
        raise SystemExit(f"wrong after {where}: {problem!r}") from problem
    return ended == KILLED


def _dying(flow: Step, tag: str, number: int, after: bool) -> None:
    with connection.execute_wrapper(Failpoint(number, after=after)):
        flow(tag)


def database_url() -> str:
    """The running test's database, for another process."""
    entry = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{entry['NAME']}"
    return f"postgresql://{entry['USER']}:{entry['PASSWORD']}@{entry['HOST']}:{entry['PORT']}/{entry['NAME']}"


def run_apart(module: str, flow: str) -> str:
    """Run a module of flows in a process of its own on the test's database; returns what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", module, flow],
        env=os.environ | {"DATABASE_URL": database_url()},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
