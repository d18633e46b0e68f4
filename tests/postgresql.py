"""A throw-away PostgreSQL cluster, started from the machine's own binaries."""

from __future__ import annotations

import atexit
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

WORKERS = 16


def binaries() -> Path | None:
    """Where initdb and postgres live, newest version first; None when not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    if found:
        return found[0].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


class Cluster:
    """A cluster on a free port of 127.0.0.1: a child of this process, gone on leaving."""

    def __init__(self) -> None:
        place = binaries()
        if place is None:
            raise SystemExit(
                "PostgreSQL's server binaries are not installed (Debian: apt-get install postgresql)."
            )
        self._place = place
        fast = "/dev/shm" if os.path.isdir("/dev/shm") else None
        self._folder = Path(tempfile.mkdtemp(prefix="regulars-pg-", dir=fast))
        self._user = _owner(self._folder)
        self._port = free_port()
        self._data = self._folder / "data"
        self.url = f"postgresql://regulars@127.0.0.1:{self._port}/postgres"
        known = ["-U", "regulars", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
        command = [str(place / "initdb"), "-D", str(self._data), *known]
        subprocess.run(command, check=True, user=self._user, cwd="/", stdout=subprocess.DEVNULL)

    def start(self) -> None:
        """Start it and wait until it answers; after a crash it first makes itself whole."""
        options = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": str(self._folder),
            "max_connections": 400,
        }
        given = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with (self._folder / "log").open("ab") as log:
            self._server = subprocess.Popen(
                [str(self._place / "postgres"), "-D", str(self._data), "-p", str(self._port), *given],
                user=self._user, cwd="/", stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        asked = [str(self._place / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self._port)]
        for _ in range(600):
            if self._server.poll() is not None:
                raise RuntimeError((self._folder / "log").read_text()[-2000:])
            if subprocess.run(asked, check=False).returncode == 0:
                return
            time.sleep(0.05)
        raise RuntimeError("PostgreSQL does not answer")

    @property
    def pid(self) -> int:
        """The server's first process."""
        return self._server.pid

    def kill(self) -> None:
        """SIGKILL for the server and everything it started."""
        head = self._server.pid
        os.kill(head, signal.SIGSTOP)  # so that it starts nothing that is not on the list
        children = Path(f"/proc/{head}/task/{head}/children").read_text().split()
        for pid in (head, *map(int, children)):
            os.kill(pid, signal.SIGKILL)
        self._server.wait()

    def stop(self) -> None:
        """Stop it and take its folder away."""
        self._server.send_signal(signal.SIGQUIT)
        self._server.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Cluster:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def start_cluster() -> str:
    """Start a cluster and return its DATABASE_URL; it dies with this process."""
    cluster = Cluster()
    cluster.start()
    atexit.register(cluster.stop)
    return cluster.url


def free_port() -> int:
    """A port nobody listens on, and that no connection is given by chance before somebody does.

    The ports which the system hands out to connections are left alone: between looking and listening lies a server's
    start, and beside it other tests open thousands. Each process of tests looks among its own.
    """
    first, last = 20_000, _handed_out_from() - 1
    turn = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % WORKERS
    mine = range(first + turn, last, WORKERS)
    for port in secrets.SystemRandom().sample(mine, min(len(mine), 200)):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("no port is free")


def _handed_out_from() -> int:
    """The first port which the system gives to connections; 32768 where it does not say, or leaves no room below."""
    told = Path("/proc/sys/net/ipv4/ip_local_port_range")
    low = int(told.read_text().split()[0]) if told.exists() else 32_768
    return low if low > 21_000 else 32_768


def _owner(folder: Path) -> str | None:
    if os.getuid() != 0:
        return None
    account = pwd.getpwnam("postgres" if _exists("postgres") else "nobody")
    os.chown(folder, account.pw_uid, account.pw_gid)
    return account.pw_name


def _exists(name: str) -> bool:
    return any(entry.pw_name == name for entry in pwd.getpwall())
