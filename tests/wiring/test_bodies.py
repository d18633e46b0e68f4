"""Bodies are complete before a page sees them; slow, huge and broken ones never reach a page."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from regulars.wiring import bodies


def scope(length: int | None = None) -> dict[str, Any]:
    said = (
        (b"content-length", str(length).encode())
        if length is not None
        else (b"transfer-encoding", b"chunked")
    )
    headers = [said]
    return {"type": "http", "headers": headers}


def sender(*parts: bytes | None) -> bodies.Receive:
    """Sends `parts`; None hangs up. After the last part nothing comes any more."""
    waiting = list(parts)

    async def receive() -> dict[str, Any]:
        if not waiting:
            await asyncio.sleep(3600)
        part = waiting.pop(0)
        if part is None:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": part, "more_body": bool(waiting)}

    return receive


@pytest.mark.parametrize("size", [0, 1, 49_999, 50_000, 50_001, 3 * bodies.IN_MEMORY])
def test_the_page_gets_exactly_what_was_sent(size: int) -> None:
    sent = bytes(index % 251 for index in range(size))
    parts = [sent[start : start + 50_000] for start in range(0, size, 50_000)] or [b""]

    body = asyncio.run(bodies.received(scope(size), sender(*parts)))
    with body.file as file:
        assert file.read() == sent
    assert body.size == size


def test_a_sender_who_hangs_up_sent_nothing() -> None:
    with pytest.raises(bodies.Dropped):
        asyncio.run(bodies.received(scope(100), sender(b"quantity=1", None)))


def test_a_silent_sender_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "SILENCE", 0.05)

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(3600)
        return {}

    with pytest.raises(bodies.TooSlow):
        asyncio.run(bodies.received(scope(100), receive))


@pytest.mark.parametrize("announced", [bodies.LARGEST + 1, None])
def test_what_is_too_large_is_refused_announced_or_not(
    announced: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if announced is None:
        monkeypatch.setattr(bodies, "LARGEST", 100)
    with pytest.raises(bodies.TooLarge):
        asyncio.run(bodies.received(scope(announced), sender(b"x" * 90, b"x" * 90, b"")))
