"""A real server under load, killed without warning again and again: nothing it acknowledged is missing."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from regulars.ground.lake.compaction import compact

from .samples import beacon, ids

KILLS = 5
CLIENTS = 6
ROOT = Path(__file__).parents[3]
_SERVE = """
import socket, sys, uvicorn
config = uvicorn.Config("regulars.ground.lake.ingest:app", log_level="error", lifespan="off")
uvicorn.Server(config).run([socket.socket(fileno=int(sys.argv[1]))])
"""


@contextmanager
def _server(home: Path, listener: socket.socket) -> Iterator[subprocess.Popen[bytes]]:
    fd = listener.fileno()
    command = [sys.executable, "-c", _SERVE, str(fd)]
    environment = {**os.environ, "REGULARS_HOME": str(home), "SECRET_KEY": "s"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    server = subprocess.Popen(command, pass_fds=[fd], env=environment, cwd=ROOT)
    try:
        yield server
    finally:
        server.send_signal(signal.SIGKILL)
        server.wait()


class Client(threading.Thread):
    """Sends events, one to five at a time, and remembers which were acknowledged."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self.port, self.acknowledged, self.stopped = port, list[str](), threading.Event()

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        while not self.stopped.is_set():
            events = [beacon() for _ in range(1 + len(self.acknowledged) % 5)]
            try:
                connection.request("POST", "/rt/beacon", msgspec.json.encode(events))
                answer = connection.getresponse()
                answer.read()
                if answer.status == 202:
                    self.acknowledged += [event["id"] for event in events]
            except (OSError, http.client.HTTPException):
                connection.close()


def _load_until_killed(home: Path, listener: socket.socket, pause: float) -> list[str]:
    clients = [Client(listener.getsockname()[1]) for _ in range(CLIENTS)]
    with _server(home, listener) as server:
        for client in clients:
            client.start()
        while not all(client.acknowledged for client in clients):
            assert server.poll() is None, "the server did not start"
            time.sleep(0.01)
        time.sleep(pause)
    for client in clients:
        client.stopped.set()
    listener.close()
    for client in clients:
        client.join()
    return [event for client in clients for event in client.acknowledged]


def test_nothing_acknowledged_is_lost_by_kill_9(tmp_path: Path) -> None:
    acknowledged: set[str] = set()
    for kill in range(KILLS):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            acknowledged |= set(_load_until_killed(tmp_path, listener, 0.05 * kill))
        if kill == 2:
            compact(tmp_path / "lake", datetime.now(UTC))
    found = ids(tmp_path / "lake")
    assert len(acknowledged) > KILLS * CLIENTS
    assert acknowledged <= set(found)
    assert len(found) == len(set(found))
    compact(tmp_path / "lake", datetime.now(UTC))
    assert ids(tmp_path / "lake") == found
