"""A rush takes turns with the pages of others: what is asked waits its turn, nobody is overtaken, nobody is lost."""

from __future__ import annotations

import asyncio
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from regulars.ground.kit import clock
from regulars.trade.drops.lane import crew as crews_of
from regulars.trade.drops.lane import pace
from regulars.trade.drops.lane.pace import SLICE, Others, Pace, Patience
from regulars.trade.drops.rules.passes import LASTS_US, Pass, issue, keys_of
from tests.town import Town
from tests.trade.drops.dropping import crowd
from tests.trade.drops.test_lane import Crews, open_drop, passes

COST = 0.01  # CPU seconds a slice is said to take


class Loop:
    """An event loop whose time passes only when nothing is left to do."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self._alarms: list[tuple[float, Any]] = []

    def time(self) -> float:
        return self.now

    def call_at(self, when: float, what: Any) -> None:
        self._alarms.append((when, what))

    def run(self) -> None:
        while self._alarms:
            when, what = self._alarms.pop(0)
            self.now = max(self.now, when)
            what()


@pytest.fixture
def loop(monkeypatch: pytest.MonkeyPatch) -> Loop:
    made = Loop()
    monkeypatch.setattr(asyncio, "get_running_loop", lambda: made)
    return made


def asked(loop: Loop, others: Others, count: int) -> list[tuple[float, int]]:
    """When each of so many was heard who came at once."""
    heard: list[tuple[float, int]] = []
    kept = Pace(others, lambda number: heard.append((loop.now, number)), lambda: len(heard) * COST / SLICE)
    for number in range(count):
        kept.come(number)
    loop.run()
    return heard


def test_without_visitors_everybody_is_heard_at_once(loop: Loop) -> None:
    assert asked(loop, Others(), 300) == [(1_000.0, number) for number in range(300)]


def test_beside_visitors_a_slice_is_heard_and_then_others_have_their_time(loop: Loop) -> None:
    others = Others()
    others.come()
    heard = asked(loop, others, 3 * SLICE)
    assert [number for _when, number in heard] == list(range(3 * SLICE))
    times = sorted({when for when, _number in heard})
    assert Counter(when for when, _number in heard) == dict.fromkeys(times, SLICE)
    assert all(later - sooner >= COST * 9 for sooner, later in pairwise(times))


def test_the_second_line_holds_nobody_up_and_is_not_forgotten(loop: Loop) -> None:
    others, heard = Others(), list[tuple[float, str]]()
    others.come()
    kept = Pace(others, lambda who: heard.append((loop.now, who)), lambda: len(heard) * COST / SLICE)
    for _ in range(100 * SLICE):
        kept.come("again", second=True)
    for _ in range(2 * SLICE):
        kept.come("first")
    assert (kept.waiting(), kept.waiting(second=True)) == (2 * SLICE, 100 * SLICE)
    loop.run()
    slices = sorted({when for when, _who in heard})
    told = [Counter(who for when, who in heard if when == one) for one in slices[:3]]
    assert told[0] == told[1] == Counter(first=SLICE - pace.REST, again=pace.REST)
    assert told[2]["first"] == 2 * pace.REST
    assert Counter(who for _when, who in heard) == Counter(first=2 * SLICE, again=100 * SLICE)


def test_processes_of_one_market_know_of_one_anothers_visitors(tmp_path: Path) -> None:
    one, two, stranger = Others(), Others(), Others()
    one.share(tmp_path / "visited")
    two.share(tmp_path / "visited")
    stranger.share(tmp_path / "nowhere" / "visited")
    assert not two.expected()
    one.come()
    assert (one.expected(), two.expected(), stranger.expected()) == (True, True, False)
    one.gone()
    assert two.expected()
    stranger.come()
    assert stranger.expected()


def test_a_moment_of_another_clock_means_nothing(tmp_path: Path) -> None:
    (tmp_path / "visited").write_bytes(pace.MOMENT.pack(1e12))
    others = Others()
    others.share(tmp_path / "visited")
    assert not others.expected()


def test_patience_is_for_who_asks_again_within_a_second() -> None:
    known, now = Patience(), 1_800_000_000_000_000
    assert [known.left(who, now) for who in ("alice", "bob")] == [0, 0]
    assert known.left("alice", now + 300_000) == 700_000
    assert known.left("alice", now + 999_999) == 1
    assert known.left("alice", now + 1_000_000) == 0
    assert known.left("alice", now + 1_900_000) == 100_000
    assert known.left("alice", now + 9_000_000) == 0
    assert known.left("alice", now) == 0  # the clock was set back


def test_who_asks_without_a_pause_gets_the_same_answer_once_a_second(
    real_town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside visitors: ten first asks are decided at once, what they ask again is answered later, and alike."""
    others = Others()
    others.come()
    monkeypatch.setattr(crews_of, "others", others)
    monkeypatch.setattr(pace, "AGAIN_US", 150_000)
    row = open_drop(real_town, units=4, queue_most=3)
    shown = [(one, 1) for one in passes(row, crowd(10))]
    lanes = Crews(1)
    late: list[Any] = []
    real = crews_of.Crew._later

    def later(self: Any, *wish: Any) -> None:
        late.append(wish)
        real(self, *wish)

    monkeypatch.setattr(crews_of.Crew, "_later", later)
    answers = lanes.ask(row, shown * 2)
    lanes.close()
    assert len(late) == 10
    assert [one.code for one in answers[:10]] == [one.code for one in answers[10:]]
    assert Counter(one.code for one in answers)["won"] == 8


def test_forged_and_repeated_asks_hold_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside visitors: a crowd of one that asks a thousand times stands behind somebody who comes after it."""
    others = Others()
    others.come()
    monkeypatch.setattr(crews_of, "others", others)
    drop, now = "drp_" + "0" * 20, clock.micros()
    keys = keys_of([b"secret"])
    mine, hers = (issue(Pass(drop, who, 1, 0, now, now + LASTS_US), keys[0]).encode() for who in ("p1", "p2"))
    answered: list[str] = []

    async def rush() -> None:
        crew = crews_of.Crew(Silent(), keys)  # type: ignore[arg-type]
        for _ in range(10 * SLICE):
            crew.ask(drop, b"forged", 1, lambda _answer, _now: answered.append("forged"))
            crew.ask(drop, mine, 1, lambda _answer, _now: answered.append("mine"))
        crew.ask(drop, hers, 1, lambda _answer, _now: answered.append("hers"))
        while "hers" not in answered:
            await asyncio.sleep(0.001)

    asyncio.run(asyncio.wait_for(rush(), 20))
    # She is heard in the first slice. While she is answered, in a thread a busy machine wakes late, some more follow.
    assert answered.count("forged") < 5 * SLICE
    assert answered.count("mine") == 1


class Silent:
    """A database without drops."""

    postgresql = False

    def read(self, _work: Any) -> None:
        """There is no board."""

    def close(self) -> None:
        """Nothing is open."""
