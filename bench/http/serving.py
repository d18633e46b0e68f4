"""A market of its own, served by a process of its own, whose CPU can be read."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

PROTOCOL = "regulars.wiring.connections:Connection"
ROOT = Path(__file__).resolve().parents[2]
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class Served:
    """A running server: where it listens and who it is."""

    port: int
    pid: int
    env: dict[str, str]

    def cpu_seconds(self) -> float:
        """User and system time of the server's whole process tree so far."""
        return tree_cpu(self.pid)


def tree_cpu(pid: int) -> float:
    """User and system seconds so far of a process and all it started."""
    return sum(_cpu(one) for one in _tree(pid))


def _cpu(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except FileNotFoundError:
        return 0.0
    return sum(int(fields[index]) for index in (11, 12, 13, 14)) / TICK


def _tree(pid: int) -> list[int]:
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            waiting += [int(child) for child in task.read_text().split()]
    return found


def free_port() -> int:
    """A port of 127.0.0.1 nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def market(fill: str, database_url: str = "") -> Iterator[Served]:
    """Serve a fresh market; `fill` is the module whose `main()` fills it. Gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="regulars-bench-") as home:
        env = os.environ | {"REGULARS_HOME": home, "REGULARS_DEMO": "1", "LOG_LEVEL": "ERROR"}
        env |= {"DATABASE_URL": database_url} if database_url else {}
        run = [sys.executable, "-m"]
        subprocess.run([*run, "regulars.faces.terminal", "init", "--quiet"], env=env, cwd=ROOT, check=True)
        subprocess.run([*run, fill], env=env, cwd=ROOT, check=True)
        port = free_port()
        command = [*run, "uvicorn", "regulars.wiring.asgi:application", "--port", str(port), "--loop", "uvloop",
                   "--http", PROTOCOL, "--no-access-log", "--log-level", "error", "--backlog", "4096"]  # fmt: skip
        with _running(command, port, env) as served:
            yield served


@contextmanager
def as_installed(served: Served) -> Iterator[Served]:
    """The same market once more, by `regulars serve` with its two web processes."""
    port = free_port()
    command = [sys.executable, "-m", "regulars.faces.terminal", "serve", "--port", str(port), "--no-worker"]
    with _running(command, port, served.env) as found:
        yield found


@contextmanager
def _running(command: list[str], port: int, env: dict[str, str]) -> Iterator[Served]:
    server = subprocess.Popen(command, env=env, cwd=ROOT, stdout=sys.stderr)
    try:
        await_server(port)
        yield Served(port, server.pid, env)
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()


def await_server(port: int) -> None:
    """Until a server answers on the port."""
    for _ in range(900):
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except (OSError, urllib.error.URLError):
            time.sleep(0.1)
    raise SystemExit("the server did not start")
