"""Beacons a second and core: our application beside a bare append server and the disk's own limit.

`python -m bench.ingest [--json] [--rounds 5]`. Both servers run under uvicorn, one process each, and are
given the same bytes in turns (ours, bare, ours, bare, ...). The bare server appends the body as it came, with
the same group commit and the same durability, but neither decodes nor checks it: nobody can beat it on this
server. CPU is that of the whole server process as the scheduler counts it. At the end the lake must hold the
events that were acknowledged, each once, and no others; otherwise the run has failed.
"""

import argparse
import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

import msgspec

from regulars.ground.lake import segments
from regulars.ground.lake.folder import FolderEngine
from regulars.ground.lake.framing import frame
from regulars.ground.lake.identity import sign
from regulars.ground.lake.journal import Journal, journal

WORK = {1: 3000, 20: 600, 100: 200}
CONNECTIONS = 64
APPS = {"ours": "regulars.ground.lake.ingest:app", "bare": "bench.ingest:bare"}
TOLERANCE = 0.10
# `uvicorn --fd` takes the socket for a Unix one and leaves Nagle's delay of 40 ms on.
_COOKIE = sign("vis_bench", "per_alice", b"bench")
_SERVE = """
import socket, sys, uvicorn
config = uvicorn.Config(sys.argv[2], log_level="error", access_log=False, lifespan="off")
uvicorn.Server(config).run([socket.socket(fileno=int(sys.argv[1]))])
"""

Figures = dict[str, Any]
_numbers = count()


@cache
def _bare_journal() -> Journal:
    return journal(Path(os.environ["REGULARS_HOME"]) / "lake", "beacons")


async def bare(scope: Any, receive: Any, send: Any) -> None:
    """Append a body as it came and answer when it is durable."""
    if scope["type"] != "http":
        return
    body = (await receive())["body"]
    await _bare_journal().commit(frame(body))
    headers = [(b"content-type", b"application/json"), (b"content-length", b"2")]
    await send({"type": "http.response.start", "status": 202, "headers": headers})
    await send({"type": "http.response.body", "body": b"{}"})


class Server:
    """One uvicorn process over a lake of its own."""

    def __init__(self, app: str, home: Path) -> None:
        self.home, self.lake = home, home / "lake"
        listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
        self.port = listener.getsockname()[1]
        self._process = self._start(app, listener.fileno())
        listener.close()

    def _start(self, app: str, fd: int) -> subprocess.Popen[bytes]:
        environment = {
            **os.environ,
            "REGULARS_HOME": str(self.home),
            "SECRET_KEY": "bench",
            "BEACONS_PER_MINUTE": "0",
        }
        command = [sys.executable, "-c", _SERVE, str(fd), app]
        return subprocess.Popen(command, pass_fds=[fd], env=environment)

    def cpu(self) -> float:
        """Return the seconds this process spent on a core, over all its threads."""
        tasks = Path(f"/proc/{self._process.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9

    def stop(self) -> None:
        """End the process politely, so that its segment is closed."""
        self._process.terminate()
        self._process.wait(20)


@contextmanager
def _server(app: str, home: Path) -> Iterator[Server]:
    server = Server(app, home)
    try:
        yield server
    finally:
        server.stop()


def _event(number: int, at: int) -> dict[str, Any]:
    return {
        "name": "click" if number % 3 else "view",
        "id": f"01BENCH{number:019}",
        "at": at,
        "store": f"sto_{number % 500:020}",
        "session": f"ses_{number % 5000:012}",
        "page": f"/s/purple-clay-house/{number % 900}",
        "ref": f"prd_{number % 20_000:020}",
        "source": "home",
        "props": {"rank": number % 40, "block": "row-2"},
    }


def _requests(size: int, amount: int) -> list[bytes]:
    at = time.time_ns() // 1_000_000
    head = "POST /rt/beacon HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\n"
    head += f"user-agent: Mozilla/5.0 Chrome/156.0 Safari/537.36\r\ncookie: rv={_COOKIE}\r\n"
    made = []
    for _ in range(amount):
        body = msgspec.json.encode([_event(next(_numbers), at) for _ in range(size)])
        made.append(f"{head}content-length: {len(body)}\r\n\r\n".encode() + body)
    return made


class _Client(asyncio.Protocol):
    """Sends requests one after the other on one connection and counts the answers that say 202."""

    def __init__(self, requests: list[bytes], done: asyncio.Future[None]) -> None:
        self._requests, self._done, self.kept = requests, done, 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport, self._buffer = transport, b""
        self._next()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, found, body = self._buffer.partition(b"\r\n\r\n")
        if not found or len(body) < int(head.lower().partition(b"content-length: ")[2].split(b"\r")[0]):
            return
        self.kept += self._buffer.startswith(b"HTTP/1.1 202")
        self._buffer = b""
        self._next()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._done.done():
            self._done.set_result(None)

    def _next(self) -> None:
        if self._requests:
            self._transport.write(self._requests.pop())
        else:
            self._transport.close()


async def _drive(port: int, requests: list[bytes]) -> int:
    """Send the requests over `CONNECTIONS` connections and return how many were acknowledged."""
    loop = asyncio.get_running_loop()
    clients = []
    for _ in range(CONNECTIONS):
        done: asyncio.Future[None] = loop.create_future()
        _, client = await loop.create_connection(lambda done=done: _Client(requests, done), "127.0.0.1", port)  # type: ignore[misc]
        clients.append((client, done))
    await asyncio.gather(*(done for _, done in clients))
    return sum(client.kept for client, _ in clients)


def _measure(server: Server, requests: list[bytes], size: int) -> Figures:
    amount, cpu, wall = len(requests), server.cpu(), time.perf_counter()
    kept = asyncio.run(_drive(server.port, list(requests)))
    wall, cpu = time.perf_counter() - wall, server.cpu() - cpu
    if kept != amount:
        raise SystemExit(f"{amount - kept} of {amount} requests were not acknowledged")
    return {"cpu_us_per_event": cpu * 1e6 / (kept * size), "wall_events_per_s": kept * size / wall}


def _calibrate() -> float:
    """Return the CPU seconds of a fixed piece of work, undisturbed at least once in five times."""
    return min(_fixed_work() for _ in range(5))


def _fixed_work() -> float:
    start = time.process_time()
    sum(number * number for number in range(200_000))
    return time.process_time() - start


def _syncs_per_second(folder: Path) -> float:
    fd = os.open(folder / "limit", os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    start, times = time.perf_counter(), 0
    while time.perf_counter() - start < 0.3:
        os.write(fd, b"x" * 4096)
        os.fdatasync(fd)
        times += 1
    os.close(fd)
    return times / (time.perf_counter() - start)


def _round(servers: dict[str, Server], size: int, home: Path) -> Figures:
    before = _calibrate()
    syncs = _syncs_per_second(home)
    requests = _requests(size, WORK[size])
    told = {name: _measure(server, requests, size) for name, server in servers.items()}
    return {**told, "syncs_per_s": syncs, "drift": abs(_calibrate() / before - 1)}


def _spread(values: list[float]) -> Figures:
    return {"median": round(median(values), 2), "min": round(min(values), 2), "max": round(max(values), 2)}


def _summary(size: int, rounds: list[Figures]) -> Figures:
    """Count the rounds in which the machine was steady; if it never was, all of them, and say so."""
    calm = [one for one in rounds if one["drift"] <= TOLERANCE]
    steady = calm or rounds
    ours, plain = ([one[name]["cpu_us_per_event"] for one in steady] for name in APPS)
    return {
        "batch": size,
        "rounds": f"{len(calm)} of {len(rounds)} steady",
        "ours_cpu_us_per_event": _spread(ours),
        "bare_cpu_us_per_event": _spread(plain),
        "ours_over_bare": _spread([a / b for a, b in zip(ours, plain, strict=True)]),
        "ours_events_per_s_and_core": round(1e6 / median(ours)),
        "ours_wall_events_per_s": _spread([one["ours"]["wall_events_per_s"] for one in steady]),
        "fdatasync_per_s": _spread([one["syncs_per_s"] for one in steady]),
    }


def _verify(ours: Server, bare_server: Server, events: int) -> Figures:
    """Count what is really there: our events by id in the lake, the bare server's by decoding its records."""
    engine = FolderEngine(ours.lake)
    engine.table("facts").count().execute()
    start = time.perf_counter()
    rows = int(engine.table("beacons").count().execute())
    seconds = time.perf_counter() - start
    distinct = int(engine.table("beacons").id.nunique().execute())
    paths = segments.listed(bare_server.lake, "beacons")
    appended = sum(len(msgspec.json.decode(body)) for path in paths for body in segments.read(path).payloads)
    if not rows == distinct == appended == events:
        raise SystemExit(f"sent {events}; our lake has {rows} ({distinct} ids), the bare one {appended}")
    return {"events": events, "found": rows, "seconds_to_count_all_uncompacted": round(seconds, 2)}


def run(rounds: int) -> Figures:
    """Measure all batch sizes in interleaved rounds and verify the counts."""
    with tempfile.TemporaryDirectory(prefix="bench-ingest-") as folder, ExitStack() as stack:
        homes = {name: Path(folder) / name for name in APPS}
        servers = {name: stack.enter_context(_server(app, homes[name])) for name, app in APPS.items()}
        for server in servers.values():
            asyncio.run(_drive(server.port, []))
        measured: dict[int, list[Figures]] = {size: [] for size in WORK}
        for _ in range(rounds):
            for size in WORK:
                measured[size].append(_round(servers, size, Path(folder)))
        results = [_summary(size, told) for size, told in measured.items()]
        events = rounds * sum(size * amount for size, amount in WORK.items())
        return {"results": results, "verified": _verify(servers["ours"], servers["bare"], events)}


def _say(told: Figures) -> None:
    for one in told["results"]:
        ratio, rate = one["ours_over_bare"], one["ours_events_per_s_and_core"]
        print(f"batch {one['batch']}  ({one['rounds']} rounds)")
        print(f"  ours  {one['ours_cpu_us_per_event']} us CPU an event = {rate:,}/s a core")
        print(f"  bare  {one['bare_cpu_us_per_event']} us CPU an event; ours / bare = {ratio}")
        print(f"  wall  {one['ours_wall_events_per_s']} events/s beside {one['fdatasync_per_s']} fdatasync/s")
    print(f"verified: {told['verified']}")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print figures as JSON")
    parser.add_argument("--rounds", type=int, default=5, help="interleaved rounds (default 5)")
    options = parser.parse_args()
    told = run(options.rounds)
    if options.json:
        print(json.dumps(told, indent=2))
    else:
        _say(told)


if __name__ == "__main__":
    main()
