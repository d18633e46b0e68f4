"""The least a server can do: the same bytes for every packet. `python -m bench.http.bare PORT`."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from typing import Any

import uvloop

from bench.http.serving import ROOT, free_port, tree_cpu
from bench.rush import rush

BODY = b'{"answer":"waiting","at":1795000000000,"place":5120,"ref":"","now":1795000000000,"final":false}'
ANSWER = (
    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncache-control: no-store\r\ncontent-length: %d\r\n\r\n%b"
    % (len(BODY), BODY)
)


class Bare(asyncio.Protocol):
    """The same answer to everything."""

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._transport.write(ANSWER)


async def serve(port: int) -> None:
    """Answer until stopped."""
    await asyncio.get_running_loop().create_server(Bare, "127.0.0.1", port, backlog=4096)
    print("ready", flush=True)
    await asyncio.sleep(3_600)


def limit_socket(requests: list[bytes], parallel: int) -> float:
    """CPU seconds of one answer that is neither read nor decided, to the same client over as many sockets."""
    port = free_port()
    command = [sys.executable, "-m", "bench.http.bare", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        server.stdout.readline()
        before = tree_cpu(server.pid)
        uvloop.run(rush(port, requests, parallel))
        spent = tree_cpu(server.pid) - before
        server.terminate()
    return spent / len(requests)


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1])))
