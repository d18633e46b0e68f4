"""Gathers what arrives while the last commit is under way, and decides it together in the next one."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import NamedTuple

from regulars.ground.kit import clock
from regulars.trade.drops.lane.board import Board, read_board
from regulars.trade.drops.lane.deciding import Ask, Decided, Key, Run, decide, micros
from regulars.trade.drops.lane.hands import Hands
from regulars.trade.drops.rules.answers import Answer
from regulars.trade.drops.rules.passes import HUMAN_US, Forged, Pass, read
from regulars.trade.drops.rules.plan import MOST_UNITS

log = logging.getLogger("regulars.drops")
Reply = Callable[[Answer, int], None]
Work = tuple[Board | None, Decided | None]
AGAIN, FORGED, EXPIRED, CHANGED, SLOWLY, UNKNOWN = (
    Answer("again"), Answer("forged"), Answer("expired"), Answer("changed"), Answer("slowly"), Answer("unknown"),
)  # fmt: skip
MOST_WAITING = 20_000
MOST_BOARDS = 200
MOST_TOGETHER = 2_000
BREATH = 0.002  # seconds


class Wish(NamedTuple):
    """Somebody at the door."""

    shown: Pass
    ordinal: int
    arrived: int
    reply: Reply


class Crew:
    """The lane of one process. Everything but `_work` runs in the event loop."""

    def __init__(self, hands: Hands, keys: Sequence[bytes]) -> None:
        self._hands, self._keys = hands, keys
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="drops")
        self._boards: dict[str, Board | None] = {}
        self._waiting: dict[str, list[Wish]] = {}
        self._asleep = True
        self._count = 0

    def ask(self, drop: str, shown: bytes, ordinal: int, reply: Reply) -> None:
        """Answer at once from memory where that is exact, else after the next commit. `reply` is called once."""
        local = micros(clock.now())
        try:
            given = read(shown, self._keys)
        except (Forged, ValueError):
            reply(FORGED, local)
            return
        board = self._boards.get(drop)
        now = local + board.offset if board else local
        if given.drop != drop or not 1 <= ordinal <= MOST_UNITS:
            reply(FORGED, now)
        elif (
            board is not None and (answer := self._from_memory(board, given, ordinal, now, local)) is not None
        ):
            reply(answer, now)
        else:
            self._line_up(drop, Wish(given, ordinal, now, reply))

    def _from_memory(self, board: Board, given: Pass, ordinal: int, now: int, local: int) -> Answer | None:
        # The thread may learn of seats at any moment: asked before they are looked through.
        final = board.final
        seat = board.seats.get((given.holder, ordinal))
        if seat is None:
            if final:
                return board.of_newcomer(given.holder, ordinal, given.eligible, now, final=True)
            if board.stale(local):
                return None
            return self._at_the_door(board, given, ordinal, now, final=False)
        return None if board.stale(local) else board.of_seat(seat, now)

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
            wish.reply(AGAIN, wish.arrived)
            return
        self._count += 1
        self._waiting.setdefault(drop, []).append(wish)
        self._wake()

    def _wake(self) -> None:
        if self._asleep and self._waiting:
            self._asleep = False
            # Whatever else a short breath brings comes along: fewer and wider commits.
            asyncio.get_running_loop().call_later(BREATH, self._begin)

    def _begin(self) -> None:
        drop = next(iter(self._waiting))
        wishes = self._waiting.pop(drop)
        if len(wishes) > MOST_TOGETHER:
            self._waiting[drop] = wishes[MOST_TOGETHER:]
            del wishes[MOST_TOGETHER:]
        self._count -= len(wishes)
        work = self._thread.submit(self._work, drop, wishes)
        loop = asyncio.get_running_loop()
        work.add_done_callback(lambda done: loop.call_soon_threadsafe(self._done, drop, wishes, done))

    def _work(self, drop: str, wishes: list[Wish]) -> Work:
        """In the thread: the board where it is old, then one transaction for those who need one."""
        board = self._boards.get(drop)
        local = micros(clock.now())
        if board is None or board.stale(local) or board.unsure(local + board.offset):
            board = self._hands.read(partial(_board, drop=drop, known=board))
        if board is None:
            return None, None
        asks = [ask for wish in wishes if (ask := self._needs(board, wish)) is not None]
        if not asks:
            return board, None
        write = partial(_decide, drop=board.plan.key, asks=asks, postgresql=self._hands.postgresql)
        decided = self._hands.write(write)
        board.learn(decided)
        return board, decided

    def _needs(self, board: Board, wish: Wish) -> Ask | None:
        given, now = wish.shown, wish.arrived
        if (given.holder, wish.ordinal) in board.seats or self._at_the_door(
            board, given, wish.ordinal, now, final=board.final
        ) is not None:
            return None
        return Ask(given.holder, wish.ordinal, given.eligible, now)

    def _done(self, drop: str, wishes: list[Wish], work: Future[Work]) -> None:
        now = micros(clock.now())
        try:
            board, decided = work.result()
        except Exception:
            log.exception("a drop could not be decided")
            self._thread.submit(self._hands.close)
            self._boards.pop(drop, None)
            for wish in wishes:
                wish.reply(AGAIN, now)
        else:
            self._tell(drop, wishes, board, decided, now)
        self._asleep = True
        self._wake()

    def _tell(
        self, drop: str, wishes: list[Wish], board: Board | None, decided: Decided | None, local: int
    ) -> None:
        if board is None:
            for wish in wishes:
                wish.reply(UNKNOWN, local)
            return
        if len(self._boards) >= MOST_BOARDS:
            self._boards.clear()
        self._boards[drop] = board
        now = local + board.offset
        told: dict[Key, Answer] = decided.told if decided is not None else {}
        for wish in wishes:
            wish.reply(self._answer(board, wish, told, now), now)

    def _answer(self, board: Board, wish: Wish, told: dict[Key, Answer], now: int) -> Answer:
        key = (wish.shown.holder, wish.ordinal)
        if (known := told.get(key)) is not None:
            return known
        if (seat := board.seats.get(key)) is not None:
            return board.of_seat(seat, now)
        told_at_once = self._at_the_door(board, wish.shown, wish.ordinal, wish.arrived, final=board.final)
        return told_at_once or AGAIN


def _board(run: Run, now: int, *, drop: str, known: Board | None) -> Board | None:
    return read_board(run, now, drop, micros(clock.now()), known)


def _decide(run: Run, now: int, *, drop: int, asks: list[Ask], postgresql: bool) -> Decided:
    return decide(run, drop, asks, now, postgresql=postgresql)
