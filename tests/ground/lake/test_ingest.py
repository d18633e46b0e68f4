"""The beacon's address: answers, limits, consent, who is believed."""

import asyncio
import errno
from pathlib import Path
from typing import Any

import pytest

from regulars.ground.lake import ingest as address
from regulars.ground.lake.disk import Disk
from regulars.ground.lake.identity import sign, signed_cookie
from regulars.ground.lake.journal import Journal, Limits, journal

from .samples import beacon, ids, post, post_async, table_rows

SECRET = b"the secret of these tests"
ALICE = f"rv={sign('vis_phone', 'per_alice', SECRET)}"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) AppleWebKit/605.1 Version/19.0 Safari/604.1"


def test_what_was_answered_with_202_can_be_read_at_once(where: Path) -> None:
    events = [beacon(), beacon(name="click", ref="prd_teapot", props={"place": "home", "rank": 3})]
    answer = post(journal(where, "beacons"), events)
    assert (answer.status, answer.json) == (202, {"accepted": 2, "rejected": []})
    assert ids(where) == sorted(event["id"] for event in events)


def test_the_server_says_who_it_was(where: Path) -> None:
    answer = post(
        journal(where, "beacons"),
        [beacon(session="ses_1", page="/s/purple-clay-house", source="search", props={"q": "紫砂"})],
        identify=signed_cookie([SECRET]),
        cookie=ALICE,
        user_agent=PHONE,
    )
    assert answer.status == 202
    [row] = table_rows(where)
    told = {
        name: row[name]
        for name in ("person", "visitor", "session", "agent", "page", "source", "props", "version")
    }
    assert told == {
        "person": "per_alice",
        "visitor": "vis_phone",
        "session": "ses_1",
        "agent": "safari",
        "page": "/s/purple-clay-house",
        "source": "search",
        "props": '{"q":"紫砂"}',
        "version": 1,
    }


def test_a_browser_cannot_be_somebody_else(where: Path) -> None:
    honest, forged = beacon(), beacon(person="per_bob")
    answer = post(journal(where, "beacons"), [forged, honest], identify=signed_cookie([SECRET]), cookie=ALICE)
    assert answer.json["accepted"] == 1
    assert answer.json["rejected"][0]["index"] == 0
    assert [row["person"] for row in table_rows(where)] == ["per_alice"]


@pytest.mark.parametrize("wish", [{"sec_gpc": "1", "cookie": ALICE}, {"cookie": f"{ALICE}; privacy=off"}])
def test_whoever_refuses_is_counted_but_not_followed(where: Path, wish: dict[str, Any]) -> None:
    event = beacon(
        session="ses_1", page="/search?q=secret", props={"q": "secret"}, ref="prd_teapot", source="home"
    )
    answer = post(
        journal(where, "beacons"), [event], identify=signed_cookie([SECRET]), user_agent=PHONE, **wish
    )
    assert answer.status == 202
    [row] = table_rows(where)
    assert [row[name] for name in ("person", "visitor", "session", "agent", "props")] == [
        None,
        None,
        None,
        None,
        "{}",
    ]
    assert [row[name] for name in ("name", "store", "page", "ref", "source")] == [
        "view",
        event["store"],
        "/search",
        "prd_teapot",
        "home",
    ]
    written = b"".join(path.read_bytes() for path in where.rglob("*.seg"))
    assert b"secret" not in written
    assert b"per_alice" not in written


def test_nothing_of_the_sender_but_his_family_is_written(where: Path) -> None:
    post(journal(where, "beacons"), [beacon()], user_agent=PHONE, x_forwarded_for="203.0.113.7")
    written = b"".join(path.read_bytes() for path in where.rglob("*.seg"))
    assert b"203.0.113.7" not in written
    assert b"iPhone" not in written


def test_the_same_event_sent_twice_counts_once(where: Path) -> None:
    event = beacon()
    for _ in range(3):
        assert post(journal(where, "beacons"), [event, event]).status == 202
    assert ids(where) == [event["id"]]


def test_if_nothing_can_be_kept_the_answer_says_so_and_nothing_is_written(where: Path) -> None:
    answer = post(journal(where, "beacons"), [{"name": "nonsense"}])
    assert answer.status == 422
    assert answer.json["accepted"] == 0
    assert not list(where.rglob("*.seg"))


def test_an_empty_array_is_fine(where: Path) -> None:
    answer = post(journal(where, "beacons"), [])
    assert (answer.status, answer.json) == (202, {"accepted": 0, "rejected": []})


@pytest.mark.parametrize(
    ("body", "how", "status"),
    [
        (b"{}", {}, 400),
        (b"no json", {}, 400),
        (b"[]", {"sec_fetch_site": "cross-site"}, 403),
        (b"[]", {"sec_fetch_site": "same-origin"}, 202),
        (b"[]", {"method": "GET"}, 405),
        (b"[]", {"content_type": "text/plain;charset=UTF-8"}, 202),
        (b"[]", {"content_type": "application/json"}, 202),
        (b"[]", {"content_type": "multipart/form-data"}, 415),
        (b"[]", {"content_length": "65537"}, 413),
        (b"[]", {"content_length": "-1"}, 413),
        (b"[" + b" " * 65_536 + b"]", {}, 413),
        (b"[" + b" " * 65_536 + b"]", {"chunks": 7}, 413),
        (b"[" + b" " * 65_534 + b"]", {"chunks": 7}, 202),
        (b"[" + b",".join([b"{}"] * 101) + b"]", {}, 413),
    ],
)
def test_requests_that_make_no_sense_are_refused_with_the_right_answer(
    where: Path, body: bytes, how: dict[str, Any], status: int
) -> None:
    answer = post(journal(where, "beacons"), body, **how)
    assert answer.status == status
    assert answer.headers[b"content-length"] == b"%d" % len(answer.body)
    assert answer.headers[b"content-type"] == b"application/json"
    assert ("error" in answer.json) == (status != 202)


def test_events_may_come_in_pieces(where: Path) -> None:
    events = [beacon() for _ in range(20)]
    assert post(journal(where, "beacons"), events, chunks=9).json["accepted"] == 20
    assert len(ids(where)) == 20


def test_a_body_that_never_ends_is_given_up(where: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(address, "BODY_SECONDS", 0.01)
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    async def stalled() -> None:
        first = [{"type": "http.request", "body": b"[", "more_body": True}]

        async def receive() -> dict[str, Any]:
            return first.pop() if first else await asyncio.Future()

        app = address.Ingest(journal(where, "beacons"), lambda scope: (None, None))
        await app({"type": "http", "method": "POST", "headers": []}, receive, send)

    asyncio.run(stalled())
    assert sent[0]["status"] == 408


def test_a_journal_that_cannot_keep_up_answers_503_with_retry_after(where: Path) -> None:
    writer = Journal(where, "beacons", limits=Limits(waiting_bytes=10))
    answer = post(writer, [beacon()])
    assert answer.status == 503
    assert answer.headers[b"retry-after"] == b"1"


def test_a_full_disk_answers_503_and_recovers(where: Path) -> None:
    class FullOnce(Disk):
        full = True

        def write(self, fd: int, data: bytes) -> None:
            if self.full:
                self.full = False
                raise OSError(errno.ENOSPC, "No space left on device")
            super().write(fd, data)

    writer = Journal(where, "beacons", disk=FullOnce())
    event = beacon()
    assert post(writer, [event]).status == 503
    assert post(writer, [event]).status == 202
    writer.close()
    assert ids(where) == [event["id"]]


def test_concurrent_requests_are_all_kept(where: Path) -> None:
    events = [[beacon() for _ in range(5)] for _ in range(40)]

    async def all_at_once() -> list[int]:
        app = address.Ingest(journal(where, "beacons"), lambda scope: (None, None))
        answers = await asyncio.gather(*(post_async(app, batch) for batch in events))
        return [answer.status for answer in answers]

    assert asyncio.run(all_at_once()) == [202] * 40
    assert len(ids(where)) == 200


def test_the_application_starts_and_stops_politely(where: Path) -> None:
    sent: list[str] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message["type"])

    async def live() -> None:
        messages = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]

        async def receive() -> dict[str, Any]:
            return messages.pop(0)

        app = address.Ingest(journal(where, "beacons"), lambda scope: (None, None))
        await app({"type": "lifespan"}, receive, send)

    asyncio.run(live())
    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
