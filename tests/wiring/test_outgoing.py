"""A reader who takes nothing holds up nobody."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from regulars.wiring import outgoing


async def _answer(out: Any) -> None:
    await out({"type": "http.response.start", "status": 200, "headers": []})
    for _number in range(40):
        await out({"type": "http.response.body", "body": b"x" * 100_000, "more_body": True})
    await out({"type": "http.response.body", "body": b"!"})


def test_the_reader_gets_everything_in_order() -> None:
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(outgoing.through(send, _answer))
    assert sent[0]["status"] == 200
    assert b"".join(one.get("body", b"") for one in sent) == b"x" * 4_000_000 + b"!"
    assert [one.get("more_body", False) for one in sent[1:]][-1] is False


def test_a_reader_who_stops_is_left_while_the_answer_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "SILENCE", 0.01)
    made = asyncio.Event()

    async def send(message: dict[str, Any]) -> None:
        await asyncio.Event().wait()

    async def answer(out: Any) -> None:
        await _answer(out)
        made.set()

    async def run() -> None:
        await outgoing.through(send, answer)
        assert made.is_set()

    asyncio.run(run())


def test_what_goes_wrong_while_answering_is_raised() -> None:
    async def send(message: dict[str, Any]) -> None:
        """Takes all."""

    async def answer(out: Any) -> None:
        await out({"type": "http.response.start", "status": 200, "headers": []})
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        asyncio.run(outgoing.through(send, answer))
