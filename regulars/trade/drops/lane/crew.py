"""Gathers what arrives while the last commit is under way, and decides it together in the next one."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, NamedTuple

from regulars.ground.kit import clock
from regulars.trade.drops.lane.board import Board, read_board
from regulars.trade.drops.lane.deciding import Seated, places_of, seat_all
from regulars.trade.drops.lane.hands import Hands
from regulars.trade.drops.lane.pace import Pace, Patience, others
from regulars.trade.drops.lane.seating import Ask, Key, Run
from regulars.trade.drops.rules.answers import Answer
from regulars.trade.drops.rules.passes import HUMAN_US, Forged, Pass, read
from regulars.trade.drops.rules.plan import MOST_UNITS, Plan

log = logging.getLogger("regulars.drops")
Reply = Callable[[Answer, int], None]
Work = tuple[Board | None, "Found | None"]
AGAIN, FORGED, EXPIRED, CHANGED, SLOWLY, UNKNOWN = (
    Answer("again"), Answer("forged"), Answer("expired"), Answer("changed"), Answer("slowly"), Answer("unknown"),
)  # fmt: skip
MOST_WAITING = 20_000
MOST_BOARDS = 200
MOST_TOGETHER = 2_000
BREATH, LONG_BREATH = 0.002, 0.010  # seconds
MANY = 32
_new = tuple.__new__  # of what stands in line: half the time of its own constructor


class Wish(NamedTuple):
    """Somebody at the door. `plan`: the plan by which the door let them through; None: it was not there to ask."""

    key: Key
    ask: Ask
    shown: Pass
    plan: Plan | None
    reply: Reply


class Found(NamedTuple):
    """What a decision found: who is refused, and places by seat where the board's own would not be right."""

    refused: dict[Key, Answer]
    places: dict[int, int] | None


class Crew:
    """The lane of one process. Everything but `_work` runs in the event loop."""

    def __init__(self, hands: Hands, keys: Sequence[bytes]) -> None:
        self._hands, self._keys = hands, keys
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="drops")
        self._boards: dict[str, Board | None] = {}
        self._waiting = defaultdict[str, list[Wish]](list)
        self._asleep = True
        self._count = 0
        self._used = 0.0
        self._width = 0
        self._late = 0
        self._patience = Patience()
        self._pace = Pace(others, self._hear, lambda: self._used)

    def ask(self, drop: str, shown: bytes, ordinal: int, reply: Reply) -> None:
        """Answer at once from memory where that is exact, else after the next commit. `reply` is called once.

        While this process makes pages for others, a crowd takes turns with them.
        """
        arrived = clock.micros()
        given, left = self._known(drop, shown, ordinal), 0
        if self._pace.free():
            self._answer_or_line_up(drop, given, ordinal, reply, arrived, arrived)
            return
        if given is not None and others.expected():
            left = self._patience.left((drop, given.holder, ordinal), arrived)
        board = self._boards.get(drop)
        second = given is None or left > 0 or (board is not None and ordinal > board.plan.per_person)
        if self._pace.waiting(second) >= MOST_WAITING:
            reply(AGAIN, arrived)
        else:
            self._pace.come(drop, given, ordinal, reply, arrived, left, second=second)

    def _known(self, drop: str, shown: bytes, ordinal: int) -> Pass | None:
        """The pass, if it is one for this drop."""
        try:
            given = read(shown, self._keys)
        except (Forged, ValueError):
            return None
        return given if given.drop == drop and 1 <= ordinal <= MOST_UNITS else None

    def _hear(
        self, drop: str, given: Pass | None, ordinal: int, reply: Reply, arrived: int, left: int
    ) -> None:
        local = clock.micros()
        if given is not None and left and (left := arrived + left - local) > 0:
            self._later(left, drop, given, ordinal, reply, arrived)
        else:
            self._answer_or_line_up(drop, given, ordinal, reply, arrived, local)

    def _later(self, left: int, *wish: Any) -> None:
        """Whoever asks again without a pause gets the same answers, once a second."""
        if self._late >= MOST_WAITING:
            wish[3](AGAIN, wish[4])
            return
        self._late += 1
        asyncio.get_running_loop().call_later(left / 1_000_000, self._late_one, *wish)

    def _late_one(self, drop: str, given: Pass, ordinal: int, reply: Reply, arrived: int) -> None:
        self._late -= 1
        self._answer_or_line_up(drop, given, ordinal, reply, arrived, clock.micros())

    def _answer_or_line_up(
        self, drop: str, given: Pass | None, ordinal: int, reply: Reply, arrived: int, local: int
    ) -> None:
        if given is None:
            reply(FORGED, local)
            return
        key = given.holder, ordinal
        board, plan = self._boards.get(drop), None
        if board is not None:
            now, stale = local + board.offset, board.stale(local)
            answer = self._from_memory(board, given, key, now, stale=stale)
            if answer is not None:
                reply(answer, now)
                return
            arrived += board.offset
            plan = None if stale else board.plan
        ask = _new(Ask, (*key, given.eligible, arrived))
        self._line_up(drop, _new(Wish, (key, ask, given, plan, reply)))

    def _from_memory(self, board: Board, given: Pass, key: Key, now: int, *, stale: bool) -> Answer | None:
        # The thread may learn of seats at any moment: asked before they are looked through.
        final = board.final
        seat = board.seats.get(key)
        if seat is None:
            if final:
                return board.of_newcomer(*key, given.eligible, now, final=True)
            return None if stale else self._at_the_door(board, given, key[1], now, final=False)
        return None if stale or board.due(seat, now) else board.of_seat(seat, now)

    def _at_the_door(
        self, board: Board, given: Pass, ordinal: int, now: int, *, final: bool
    ) -> Answer | None:
        if now >= given.expires:
            return EXPIRED
        if given.version != board.plan.version:
            return CHANGED
        if now < given.issued + HUMAN_US:
            return SLOWLY
        return board.of_newcomer(given.holder, ordinal, given.eligible, now, final=final)

    def _line_up(self, drop: str, wish: Wish) -> None:
        if self._count >= MOST_WAITING:
            wish.reply(AGAIN, wish.ask.arrived)
            return
        self._count += 1
        self._waiting[drop].append(wish)
        if self._asleep:
            self._wake()

    def _wake(self) -> None:
        if self._waiting:
            self._asleep = False
            # Whatever else a breath brings comes along, in a rush a longer one: fewer and wider commits.
            breath = LONG_BREATH if self._width >= MANY else BREATH
            asyncio.get_running_loop().call_later(breath, self._begin)

    def _begin(self) -> None:
        drop = next(iter(self._waiting))
        wishes = self._waiting.pop(drop)
        if len(wishes) > MOST_TOGETHER:
            self._waiting[drop] = wishes[MOST_TOGETHER:]
            del wishes[MOST_TOGETHER:]
        self._width = len(wishes)
        self._count -= self._width
        work = self._thread.submit(self._work, drop, wishes)
        loop = asyncio.get_running_loop()
        work.add_done_callback(lambda done: loop.call_soon_threadsafe(self._done, drop, wishes, done))

    def _work(self, drop: str, wishes: list[Wish]) -> Work:
        begun = time.thread_time()
        try:
            return self._found(drop, wishes)
        finally:
            self._used += time.thread_time() - begun

    def _found(self, drop: str, wishes: list[Wish]) -> Work:
        """In the thread: the board where it is old, then one transaction for those who need one."""
        board = self._boards.get(drop)
        local = clock.micros()
        if board is None or board.stale(local) or board.unsure(local + board.offset):
            board = self._hands.read(partial(_board, drop=drop, known=board))
        if board is None:
            return None, None
        asks = self._asks(board, wishes)
        if not asks:
            return board, None
        write = partial(_decide, board=board, asks=asks, postgresql=self._hands.postgresql)
        seated, places = self._hands.write(write)
        board.learn(seated)
        return board, Found(seated.refused, places)

    def _asks(self, board: Board, wishes: list[Wish]) -> list[Ask]:
        """What takes a transaction. Who came through the door by the plan of now is not stopped there again."""
        seats, plan, final = board.seats, board.plan, board.final
        now = clock.micros() + board.offset
        return [
            wish.ask
            for wish in wishes
            if (
                ((wish.plan is plan and not final) or self._at_the_door_of(board, wish) is None)
                if (seat := seats.get(wish.key)) is None
                else board.due(seat, now)
            )
        ]

    def _at_the_door_of(self, board: Board, wish: Wish) -> Answer | None:
        ask = wish.ask
        return self._at_the_door(board, wish.shown, ask.ordinal, ask.arrived, final=board.final)

    def _done(self, drop: str, wishes: list[Wish], work: Future[Work]) -> None:
        now = clock.micros()
        try:
            board, found = work.result()
        except Exception:
            log.exception("a drop could not be decided")
            self._thread.submit(self._hands.close)
            self._boards.pop(drop, None)
            for wish in wishes:
                wish.reply(AGAIN, now)
        else:
            begun = time.thread_time()
            self._tell(drop, wishes, board, found, now)
            self._used += time.thread_time() - begun
        self._asleep = True
        self._wake()

    def _tell(
        self, drop: str, wishes: list[Wish], board: Board | None, found: Found | None, local: int
    ) -> None:
        if board is None:
            for wish in wishes:
                wish.reply(UNKNOWN, local)
            return
        if len(self._boards) >= MOST_BOARDS:
            self._boards.clear()
        self._boards[drop] = board
        now = local + board.offset
        refused, places = found or Found({}, None)
        for wish in wishes:
            wish.reply(self._answer(board, wish, refused, places, now), now)

    def _answer(
        self, board: Board, wish: Wish, refused: dict[Key, Answer], places: dict[int, int] | None, now: int
    ) -> Answer:
        if (seat := board.seats.get(wish.key)) is not None:
            return board.of_seat(seat, now, places)
        return refused.get(wish.key) or self._at_the_door_of(board, wish) or AGAIN


def _board(run: Run, now: int, *, drop: str, known: Board | None) -> Board | None:
    return read_board(run, now, drop, clock.micros(), known)


def _decide(
    run: Run, now: int, *, board: Board, asks: list[Ask], postgresql: bool
) -> tuple[Seated, dict[int, int] | None]:
    """The decision; and the places as they are on the disk, unless the board counts as many as the drop does."""
    done = seat_all(run, board.plan.key, asks, now, postgresql=postgresql)
    if done.waited == board.waits:
        return done, None
    return done, places_of(run, board.plan.key, done.seats.values(), now)
