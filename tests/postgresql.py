"""A throw-away PostgreSQL cluster, started from the machine's own binaries."""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path


def binaries() -> Path | None:
    """Where initdb and postgres live, newest version first; None when not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    if found:
        return found[0].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


def start_cluster() -> str:
    """Start a cluster on a free port of 127.0.0.1 and return its DATABASE_URL; it dies with this process."""
    place = binaries()
    if place is None:
        raise SystemExit(
            "PostgreSQL's server binaries are not installed (Debian: apt-get install postgresql)."
        )
    folder = Path(
        tempfile.mkdtemp(prefix="regulars-pg-", dir="/dev/shm" if os.path.isdir("/dev/shm") else None)
    )
    data = folder / "data"
    user = _owner(folder)
    _run(
        [place / "initdb", "-D", data, "-U", "regulars", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"],
        user,
    )
    port = free_port()
    options = (
        f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c max_connections=120"
    )
    _run([place / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"], user)
    atexit.register(_stop, place, data, folder, user)
    return f"postgresql://regulars@127.0.0.1:{port}/postgres"


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _owner(folder: Path) -> str | None:
    if os.getuid() != 0:
        return None
    account = pwd.getpwnam("postgres" if _exists("postgres") else "nobody")
    os.chown(folder, account.pw_uid, account.pw_gid)
    return account.pw_name


def _exists(name: str) -> bool:
    return any(entry.pw_name == name for entry in pwd.getpwall())


def _run(command: list[object], user: str | None) -> None:
    subprocess.run([str(part) for part in command], check=True, user=user, cwd="/", stdout=subprocess.DEVNULL)


def _stop(place: Path, data: Path, folder: Path, user: str | None) -> None:
    subprocess.run(
        [place / "pg_ctl", "-D", data, "-m", "immediate", "stop"],
        user=user,
        cwd="/",
        stdout=subprocess.DEVNULL,
        check=False,
    )
    shutil.rmtree(folder, ignore_errors=True)
