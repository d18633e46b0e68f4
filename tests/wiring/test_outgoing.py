"""A reader who takes nothing holds up nobody, whether an answer is finished or made while it is read."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest

from regulars.wiring import outgoing
from regulars.wiring.bodies import Body
from regulars.wiring.bridge import Bridge

SCOPE = {
    "type": "http",
    "method": "POST",
    "path": "/basket/茶/",
    "query_string": b"a=1",
    "headers": [(b"content-length", b"9"), (b"x-one", b"1")],
    "http_version": "1.1",
}


class Finished(list[bytes]):
    """An answer as Django gives it when it is complete."""

    streaming = False
    closed = False

    def close(self) -> None:
        """Told when the answer is done with."""
        self.closed = True


async def there() -> dict[str, Any]:
    """A reader who stays."""
    await asyncio.Event().wait()
    return {}


async def hung_up() -> dict[str, Any]:
    """A reader who hangs up as soon as the answer begins."""
    return {"type": "http.disconnect"}


def asked(answer: Any, send: Any, body: bytes = b"", receive: Any = there) -> dict[str, Any]:
    """Send a request through the bridge; what the application was given."""
    seen: dict[str, Any] = {}

    def app(environ: dict[str, Any], start: Any) -> Any:
        seen.update(environ, body=environ["wsgi.input"].read())
        start("201 Created", [("X-Two", "2")])
        return answer() if callable(answer) else answer

    asyncio.run(Bridge(app, 1)(SCOPE, Body(BytesIO(body), len(body)), send, receive))
    return seen


def taking(sent: list[dict[str, Any]]) -> Any:
    """A reader who takes all."""

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    return send


async def stuck(message: dict[str, Any]) -> None:
    """A reader who takes nothing."""
    await asyncio.Event().wait()


def parts() -> Iterator[bytes]:
    """An answer that is made while it is read."""
    yield from [b"x" * 100_000] * 40
    yield b"!"


@pytest.mark.parametrize("size", [0, 5, 64 * 1024, 64 * 1024 + 1, 300_000])
def test_a_finished_page_arrives_whole(size: int) -> None:
    sent: list[dict[str, Any]] = []
    page = Finished([b"a" * (size // 2), b"b" * (size - size // 2)])
    seen = asked(page, taking(sent), b"what=tea!")
    assert (sent[0]["status"], sent[0]["headers"]) == (201, [(b"x-two", b"2")])
    assert b"".join(one["body"] for one in sent[1:]) == b"".join(page)
    assert [one.get("more_body", False) for one in sent[1:]][-1] is False
    assert page.closed
    assert (seen["body"], seen["CONTENT_LENGTH"], seen["HTTP_X_ONE"]) == (b"what=tea!", "9", "1")
    assert seen["PATH_INFO"].encode("latin1").decode() == "/basket/茶/"


def test_what_is_made_while_it_is_read_arrives_in_order() -> None:
    sent: list[dict[str, Any]] = []
    asked(parts, taking(sent))
    assert sent[0]["status"] == 201
    assert b"".join(one.get("body", b"") for one in sent) == b"x" * 4_000_000 + b"!"
    assert [one.get("more_body", False) for one in sent[1:]][-1] is False


@pytest.mark.parametrize("size", [10, 300_000])
def test_a_reader_of_a_page_who_stops_is_left(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "SILENCE", 0.01)
    page = Finished([b"a" * size])
    asked(page, stuck)
    assert page.closed


class Endless:
    """An answer that would be made for ever."""

    closed = False

    def __iter__(self) -> Iterator[bytes]:
        while True:
            yield b"x" * 1000

    def close(self) -> None:
        """Told when nobody wants it any more."""
        self.closed = True


def test_for_a_reader_who_stops_nothing_more_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "SILENCE", 0.01)
    answer = Endless()
    asked(answer, stuck)
    assert answer.closed


def test_for_a_reader_who_hangs_up_nothing_more_is_made() -> None:
    sent: list[dict[str, Any]] = []
    answer = Endless()
    asked(answer, taking(sent), receive=hung_up)
    assert answer.closed
    assert sent[0]["status"] == 201


def test_a_body_that_comes_late_is_no_hanging_up() -> None:
    messages = iter([{"type": "http.request", "body": b""}])

    async def receive() -> dict[str, Any]:
        found = next(messages, None)
        return found if found is not None else await there()

    sent: list[dict[str, Any]] = []
    asked(parts, taking(sent), receive=receive)
    assert sum(len(one.get("body", b"")) for one in sent) == 4_000_001


@pytest.mark.parametrize("late", [False, True])
def test_what_goes_wrong_while_answering_is_raised(late: bool) -> None:
    def broken() -> Iterator[bytes]:
        if late:
            yield b"first"
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        asked(broken, taking([]))
