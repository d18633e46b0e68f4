"""A raw ASGI answer: bytes made beforehand, on the same server as ours. `python -m bench.http.raw PORT FILE`."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import uvicorn

from bench.http.serving import ROOT, Served, await_server, free_port

PLAIN = b"text/html; charset=utf-8"


@contextmanager
def raw(body: bytes) -> Iterator[Served]:
    """A server that answers everything with these bytes."""
    port = free_port()
    with NamedTemporaryFile() as file:
        file.write(body)
        file.flush()
        with subprocess.Popen(
            [sys.executable, "-m", "bench.http.raw", str(port), file.name], cwd=ROOT
        ) as server:
            try:
                await_server(port)
                yield Served(port, server.pid, {})
            finally:
                server.terminate()


def main(port: int, body: bytes) -> None:
    """Answer until stopped."""
    lines = [(b"content-type", PLAIN), (b"content-length", str(len(body)).encode())]

    async def answer(scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": lines})
        await send({"type": "http.response.body", "body": body})

    uvicorn.run(
        answer,
        port=port,
        loop="uvloop",
        http="httptools",
        lifespan="off",
        log_level="error",
        access_log=False,
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]).read_bytes())
