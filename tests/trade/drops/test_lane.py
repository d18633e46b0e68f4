"""The lane over its real connection: exact with many at once, on each database; its door; its short way."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.ground.lake.place import secrets
from regulars.people.accounts.actions import forget_me
from regulars.trade.drops import actions, queries
from regulars.trade.drops.lane import door, express
from regulars.trade.drops.lane.board import read_board
from regulars.trade.drops.lane.crew import Crew
from regulars.trade.drops.lane.deciding import every_seat
from regulars.trade.drops.lane.hands import hands_for
from regulars.trade.drops.models import Drop, Seat
from regulars.trade.drops.rules.answers import Answer
from regulars.trade.drops.rules.passes import keys_of
from tests.town import Town, shopper
from tests.trade.drops.dropping import announced, crowd
from tests.trade.orders.test_races import at_once

SOON = timedelta(milliseconds=1)


def open_drop(town: Town, **changes: Any) -> Drop:
    """A drop that has just opened, by the real clock: the lane's thread does not see a frozen one."""
    row = announced(town, **changes)
    now = clock.now()
    Drop.objects.of(town.clay).filter(pk=row.pk).update(opens_at=now - SOON, ends_at=now + timedelta(hours=1))
    row.refresh_from_db()
    return row


def passes(row: Drop, people: list[Any]) -> list[bytes]:
    plan = queries.plan_of(row)
    with clock.shift(-timedelta(minutes=1)):
        return [queries.pass_for(row, plan, person.pk, "").encode() for person in people]


class Crews:
    """Lanes of several processes, each with a connection, thread and loop of its own."""

    def __init__(self, count: int) -> None:
        keys = keys_of(secrets())
        self.hands = [hands_for(connection.settings_dict) for _ in range(count)]
        self.crews = [Crew(hands, keys) for hands in self.hands]

    def ask(self, row: Drop, wishes: list[tuple[bytes, int]]) -> list[Answer]:
        """Everybody at once, spread over the lanes."""
        answers: list[Answer | None] = [None] * len(wishes)

        async def lane(number: int) -> None:
            loop, waiting = asyncio.get_running_loop(), []
            for place in range(number, len(wishes), len(self.crews)):
                done: asyncio.Future[Answer] = loop.create_future()
                self.crews[number].ask(
                    row.public_id, *wishes[place], lambda one, _now, done=done: done.set_result(one)
                )
                waiting.append((place, done))
                if place % 3 == 0:
                    await asyncio.sleep(0)
            for place, done in waiting:
                answers[place] = await done

        threads = [threading.Thread(target=lambda n=n: asyncio.run(lane(n))) for n in range(len(self.crews))]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        assert None not in answers
        return answers  # type: ignore[return-value]

    def close(self) -> None:
        for hands in self.hands:
            hands.close()


@pytest.fixture
def crews() -> Any:
    made: list[Crews] = []

    def make(count: int = 3) -> Crews:
        made.append(Crews(count))
        return made[-1]

    yield make
    for one in made:
        one.close()


def test_a_winner_of_another_lane_is_never_told_that_all_is_gone(real_town: Town, crews: Any) -> None:
    """The second lane knows the drop from before the first decided, and itself fills the queue for good."""
    row = open_drop(real_town, units=1, queue_most=1)
    alice, bob, lin, ravi = ((one, 1) for one in passes(row, crowd(4)))
    first, second = crews(1), crews(1)
    assert [one.code for one in second.ask(row, [(b"forged", 1)])] == ["forged"]
    second.crews[0]._boards[row.public_id] = second.hands[0].read(
        lambda run, now: read_board(run, now, row.public_id, clock.micros(), None)
    )
    assert [one.code for one in first.ask(row, [alice])] == ["won"]
    assert [one.code for one in second.ask(row, [bob])] == ["waiting"]
    assert [one.code for one in second.ask(row, [lin])] == ["sold-out"]
    assert [one.code for one in second.ask(row, [alice])] == ["won"]
    assert [one.code for one in second.ask(row, [ravi, bob, alice])] == ["sold-out", "waiting", "won"]


def test_who_is_gone_wins_nothing_by_an_old_pass(real_town: Town, crews: Any) -> None:
    row = open_drop(real_town, units=1, queue_most=5)
    gone, bob = crowd(2)
    shown = passes(row, [gone, bob])
    forget_me(by=Actor(kind="shopper", person_id=gone.pk))
    lanes = crews(1)
    assert [one.code for one in lanes.ask(row, [(shown[0], 1)])] == ["waiting"]
    assert [one.code for one in lanes.ask(row, [(shown[1], 1)])] == ["won"]
    row.refresh_from_db()
    assert row.taken == 1


def test_whoever_asks_first_after_the_opening_is_handed_what_is_free(real_town: Town, crews: Any) -> None:
    """Nobody has to wait for the clock's next round, whether the lane remembers the drop or reads it."""
    row, now = open_drop(real_town, units=2, queue_most=5), clock.now()
    Drop.objects.of(real_town.clay).filter(pk=row.pk).update(opens_at=now + timedelta(minutes=1))
    row.refresh_from_db()
    early = [(one, 1) for one in passes(row, crowd(3))]
    assert {one.code for one in crews(1).ask(row, early)} == {"placed"}
    Drop.objects.of(real_town.clay).filter(pk=row.pk).update(opens_at=now - SOON)
    Seat.objects.of(real_town.clay).update(turn_us=clock.micros() - 1_000_000)
    row.refresh_from_db()
    lane = crews(1)
    lane.crews[0]._boards[row.public_id] = lane.hands[0].read(
        lambda run, _now: read_board(run, _now, row.public_id, clock.micros(), None)
    )
    first = lane.ask(row, [early[0]])[0]
    told = [first, *crews(1).ask(row, early[1:])]
    assert first.code in {"won", "waiting"}
    assert Counter(one.code for one in told) == {"won": 2, "waiting": 1}
    row.refresh_from_db()
    assert (row.taken, row.waiting) == (2, 1)


def test_three_lanes_and_the_pages_sell_exactly_what_there_is(real_town: Town, crews: Any) -> None:
    row = open_drop(real_town, units=20, queue_most=15)
    people = crowd(160)
    shown = passes(row, people[:120])
    lanes = crews()
    readers = [shopper(person) for person in [*people[120:], *people[:8]]]
    pages = [lambda by=by: actions.take(by=by, drop=row).code for by in readers]
    told: list[str] = []
    side = threading.Thread(target=lambda: told.extend(at_once(pages, workers=8)))
    side.start()
    answers = lanes.ask(row, [(one, 1) for one in shown] * 2)
    side.join()
    row.refresh_from_db()
    states = Counter(Seat.objects.of(real_town.clay).values_list("state", flat=True))
    assert (row.taken, states["won"]) == (20, 20)
    assert row.waiting == states["placed"]
    first, again = answers[:120], answers[120:]
    assert [one.code == "won" for one in first] == [one.code == "won" for one in again]
    won = {one.ref for one in first if one.code == "won"}
    mine = Seat.objects.of(real_town.clay).filter(state="won", person__in=people[:120])
    assert won == set(mine.values_list("public_id", flat=True))
    assert {one.code for one in answers} | set(told) <= {"won", "waiting", "sold-out"}
    assert row.full_us is not None


def test_what_a_lane_wrote_it_knows_without_reading_it(real_town: Town, crews: Any) -> None:
    """Places are told by the board of whoever wrote them: as the disk has them, also those another lane wrote before."""
    row = open_drop(real_town, units=3, queue_most=200)
    shown = [(one, 1) for one in passes(row, crowd(90))]
    first, second = crews(1), crews(1)
    first.ask(row, shown[:70])
    second.ask(row, shown[70:75])
    told = first.ask(row, shown[75:])
    board = first.crews[0]._boards[row.public_id]
    disk = first.hands[0].read(lambda run, _now: every_seat(run, row.pk))
    assert {one for one in disk if one.holder in {seat.holder for seat in board.seats.values()}} == set(
        board.seats.values()
    )
    waiting = Seat.objects.of(real_town.clay).filter(state="placed").order_by("turn_us", "lot", "pk")
    places = {person: place for place, person in enumerate(waiting.values_list("person_id", flat=True), 1)}
    people = [int(one.split(b".")[1][1:]) for one, _piece in shown[75:]]
    assert [one.place for one in told] == [places[person] for person in people]
    assert Seat.objects.of(real_town.clay).filter(state="won").count() == 3


def test_the_limit_holds_by_person_and_piece(real_town: Town, crews: Any) -> None:
    row = open_drop(real_town, units=10, per_person=2)
    [shown] = passes(row, crowd(1))
    answers = crews(2).ask(row, [(shown, piece) for piece in (1, 2, 3, 2, 1, 9) * 5])
    assert Counter(one.code for one in answers) == {"won": 20, "limit": 10}
    row.refresh_from_db()
    assert row.taken == 2


def test_what_is_not_acceptable_is_said_without_a_transaction(real_town: Town, crews: Any) -> None:
    row = open_drop(real_town)
    person = crowd(1)[0]
    plan = queries.plan_of(row)
    with clock.shift(
        timedelta(seconds=20)
    ):  # however slowly this runs, nobody can have looked at the page yet
        fresh = queries.pass_for(row, plan, person.pk, "").encode()
    [good] = passes(row, [person])
    lanes = crews(1)
    with clock.shift(-timedelta(days=1)):
        expired = queries.pass_for(row, plan, person.pk, "").encode()
    answers = lanes.ask(row, [(good[:-1] + b"x", 1), (b"", 1), (expired, 1), (fresh, 1)])
    assert [one.code for one in answers] == ["forged", "forged", "expired", "slowly"]
    assert not Seat.objects.of(real_town.clay).exists()
    other = announced(real_town, units=1)
    assert [one.code for one in lanes.ask(other, [(good, 1)])] == ["forged"]
    Drop.objects.of(real_town.clay).filter(pk=row.pk).update(version=2)
    assert [one.code for one in crews(1).ask(row, [(good, 1)])] == ["changed"]


def test_a_stopped_drop_is_over_within_a_second(real_town: Town, crews: Any) -> None:
    row = open_drop(real_town)
    one, two = passes(row, crowd(2))
    lanes = crews(1)
    assert [answer.code for answer in lanes.ask(row, [(one, 1)])] == ["won"]
    actions.stop_drop(by=real_town.mei_at_work(), store=real_town.clay, drop=row.public_id)
    with clock.shift(timedelta(seconds=2)):
        [late] = lanes.ask(row, [(two, 1)])
    assert late.code in {"over", "changed"}
    assert Seat.objects.of(real_town.clay).count() == 1


# --- the door ---------------------------------------------------------------------------------------------------------


async def asked(path: str, body: bytes, method: str = "POST") -> tuple[int, dict[str, Any]]:
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await door.app({"type": "http", "path": path, "method": method, "headers": []}, receive, send)
    return sent[0]["status"], json.loads(sent[1]["body"])


class Line:
    """A connection's other end, as the server's protocol sees it."""

    def __init__(self) -> None:
        self.written = b""
        self.reading = True

    def pause_reading(self) -> None:
        self.reading = False

    def resume_reading(self) -> None:
        self.reading = True

    def write(self, data: bytes) -> None:
        self.written += data

    def is_closing(self) -> bool:
        return False

    def close(self) -> None:
        """Nothing to close."""

    def get_extra_info(self, _name: str, default: Any = None) -> Any:
        return default


def protocol(app: Any) -> tuple[Any, Line]:
    from uvicorn import Config
    from uvicorn.server import ServerState

    config = Config(app, log_level="critical", lifespan="off", http=express.Express)
    config.load()
    line = Line()
    made = express.Express(config=config, server_state=ServerState(), app_state={})
    made.connection_made(line)  # type: ignore[arg-type]
    return made, line


@pytest.fixture
def one_crew(monkeypatch: pytest.MonkeyPatch, crews: Any) -> Any:
    crew = crews(1).crews[0]
    monkeypatch.setattr(door, "crew", lambda: crew)
    monkeypatch.setattr(express, "crew", lambda: crew)
    return crew


def test_the_door_answers_in_json(real_town: Town, one_crew: Any) -> None:
    row = open_drop(real_town)
    [shown] = passes(row, crowd(1))
    path = f"{door.PATH}{row.public_id}"

    async def all_of_them() -> list[tuple[int, dict[str, Any]]]:
        return [
            await asked(path, shown),
            await asked(path, shown + b" 1"),
            await asked(path, b"forged"),
            await asked(path, shown, method="GET"),
            await asked(path, shown + b" one"),
            await asked(path, b"x" * 2_000),
        ]

    answers = asyncio.run(all_of_them())
    assert [status for status, _ in answers] == [200, 200, 403, 405, 400, 400]
    assert answers[0][1]["answer"] == answers[1][1]["answer"] == "won"
    assert answers[0][1]["ref"].startswith("tkt_")
    assert answers[0][1]["final"] is False


def test_the_short_way_and_the_ordinary_way_tell_the_same(real_town: Town, one_crew: Any) -> None:
    row = open_drop(real_town, units=10)
    shown = passes(row, crowd(6))
    seen: list[str] = []

    async def pages(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope["path"])
        await door.app(scope, receive, send)

    def request(body: bytes, *more: str) -> bytes:
        lines = [
            f"POST {door.PATH}{row.public_id} HTTP/1.1",
            "Host: a",
            f"Content-Length: {len(body)}",
            *more,
        ]
        return "\r\n".join([*lines, "", ""]).encode() + body

    async def talk(*parts: bytes, answers: int = 1) -> bytes:
        made, line = protocol(pages)
        for part in parts:
            made.data_received(part)
        for _ in range(400):
            await asyncio.sleep(0.01)
            if line.written.count(b'"final"') >= answers:
                break
        return line.written

    async def all_of_them() -> list[bytes]:
        whole, cut = request(shown[0]), request(shown[1])
        chunked = request(b"", "Transfer-Encoding: chunked").replace(b"Content-Length: 0\r\n", b"")
        chunk = b"%x\r\n%b\r\n0\r\n\r\n" % (len(shown[2]), shown[2])
        return [
            await talk(whole),
            await talk(cut[:40], cut[40:]),
            await talk(chunked + chunk),
            await talk(request(shown[3], "Connection: keep-alive"), request(shown[4]), answers=2),
            await talk(request(shown[5], "Connection: close")),
        ]

    told = asyncio.run(all_of_them())
    assert [one.count(b'"answer":"won"') for one in told] == [1, 1, 1, 2, 1]
    assert len(seen) == 3  # cut in two, chunked, closing: not plain enough for the short way
    assert all(one.startswith(b"HTTP/1.1 200") for one in told)


def test_two_lengths_are_never_taken_the_short_way() -> None:
    size = express._size
    assert size([(b"Content-Length", b"5"), (b"Connection", b"Keep-Alive")]) == 5
    assert size([(b"Content-Length", b"5"), (b"content-length", b"5")]) is None
    assert size([(b"Content-Length", b"5"), (b"Transfer-Encoding", b"identity")]) is None
    assert size([]) is None


@pytest.mark.parametrize("blanks", [7_900, 250_000])
def test_a_head_of_blanks_does_not_keep_the_matcher_busy(blanks: int) -> None:
    """Each byte is read in one way: the quadratic way took seconds for 8 KB, and minutes for one packet."""
    start = b"POST /rt/drop/drp_%b HTTP/1.1\r\n" % (b"0" * 20)
    used = time.process_time()
    for _ in range(5):
        assert express.HEAD.match(start + b"a:" + b" " * blanks) is None
        assert express.FRAMING.findall(b"connection:x" + b" " * blanks + b"y\r\n")
    assert time.process_time() - used < 1


def test_what_comes_behind_a_pending_request_waits_in_its_order(
    real_town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_for: list[tuple[bytes, Any]] = []
    heard: list[tuple[str, bytes]] = []

    class Slow:
        def ask(self, _drop: str, shown: bytes, _ordinal: int, reply: Any) -> None:
            asked_for.append((shown, reply))

    monkeypatch.setattr(express, "crew", Slow)

    async def pages(scope: Any, receive: Any, send: Any) -> None:
        heard.append((scope["path"], (await receive())["body"]))
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def talk() -> None:
        made, line = protocol(pages)
        head = b"POST %s HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n"
        made.data_received(head % (b"/rt/drop/drp_" + b"0" * 20, 4) + b"mine")
        body = b"GET /other HTTP/1.1\r\n\r\n"
        made.data_received(head % (b"/page", len(body)))
        assert not line.reading  # nobody fills the memory while a decision is under way
        asked_for[0][1](Answer("waiting"), 0)
        made.data_received(body)  # it arrived before the loop came to what was kept
        for _ in range(20):
            await asyncio.sleep(0)
        assert line.reading
        assert heard == [("/page", body)]

    asyncio.run(talk())


def test_what_many_are_told_alike_says_each_its_own_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers of one millisecond are the same bytes; those of the next are not, nor those of another kind."""
    ms = 1_800_000_000_000
    answers = [("sold-out", ms), ("sold-out", ms), ("sold-out", ms + 1), ("forged", ms), ("again", ms)]
    left = iter(answers)

    class Alike:
        def ask(self, _drop: str, _shown: bytes, _ordinal: int, reply: Any) -> None:
            code, now = next(left)
            reply(Answer(code), now * 1000)

    monkeypatch.setattr(express, "crew", Alike)

    async def talk() -> list[tuple[str, dict[str, Any]]]:
        made, line = protocol(None)
        told = []
        for _ in answers:
            line.written = b""
            made.data_received(
                b"POST /rt/drop/drp_%b HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nmine" % (b"0" * 20)
            )
            head, _, body = line.written.decode().partition("\r\n\r\n")
            assert f"content-length: {len(body)}" in head
            assert ("retry-after" in head) == (" 503 " in head)
            told.append((head.split(" ")[1], json.loads(body)))
        return told

    told = asyncio.run(talk())
    assert [status for status, _body in told] == ["200", "200", "200", "403", "503"]
    assert [(body["answer"], body["now"]) for _status, body in told] == answers
    assert [body["final"] for _status, body in told] == [True, True, True, False, False]


def test_the_database_itself_refuses_a_second_seat_for_one_piece(real_town: Town, crews: Any) -> None:
    """Whoever else writes seats, by whatever name: one of each piece for each person, and any number of nobody's."""
    row = open_drop(real_town, units=10, per_person=2)
    [shown] = passes(row, crowd(1))
    crews(1).ask(row, [(shown, 1), (shown, 2)])
    one = Seat.objects.of(real_town.clay).get(ordinal=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.create(
            drop=row, person_id=one.person_id, holder="p0", ordinal=1, state="placed", arrived_us=0, turn_us=0
        )
    for number in (1, 2):
        Seat.objects.create(drop=row, holder=f"x{number}", ordinal=1, state="lost", arrived_us=0, turn_us=0)
    assert Seat.objects.of(real_town.clay).filter(ordinal=1).count() == 3
