"""A Stripe of our own on 127.0.0.1: remembers what it was sent, answers what it is told."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

SECRET = "whsec_of_the_test_town"


@dataclass
class StripeTown:
    """What arrived, and what to answer next (status, body)."""

    url: str = ""
    seen: list[tuple[str, dict[str, str], dict[str, str]]] = field(default_factory=list)
    answers: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    by_key: dict[str, tuple[int, dict[str, Any]]] = field(default_factory=dict)

    def answer(self, path: str, headers: dict[str, str], form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """The same key gets the same answer, as at the real one."""
        self.seen.append((path, headers, form))
        key = headers.get("idempotency-key", "")
        if key in self.by_key:
            return self.by_key[key]
        given = self.answers.pop(0) if self.answers else (200, self._usual(path, form))
        if given[0] < 500:
            self.by_key[key] = given
        return given

    def _usual(self, path: str, form: dict[str, str]) -> dict[str, Any]:
        if path == "/v1/refunds":
            return {"id": f"re_{len(self.seen)}", "object": "refund", "status": "succeeded"}
        url = "https://checkout.stripe.example/c/1"
        return {"id": f"cs_{len(self.seen)}", "object": "checkout.session", "url": url}


@contextmanager
def open_town() -> Iterator[StripeTown]:
    """Serve until the block ends."""
    town = StripeTown()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, answer = town.answer(self.path, headers, dict(parse_qsl(body)))
            sent = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, *args: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    town.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield town
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def webhook(
    kind: str, thing: dict[str, Any], age: int = 0, event_id: str = "evt_1"
) -> tuple[dict[str, str], bytes]:
    """A webhook as Stripe signs it, `age` seconds ago."""
    event = {"id": event_id, "object": "event", "type": kind, "data": {"object": thing}}
    body = json.dumps(event)
    at = int(time.time()) - age
    signature = hmac.new(SECRET.encode(), f"{at}.{body}".encode(), hashlib.sha256).hexdigest()
    return {"Stripe-Signature": f"t={at},v1={signature}"}, body.encode()
