"""Who may take when, in which turn, and what everybody is told: pure rules, held against a plain count."""

from __future__ import annotations

import sqlite3
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.trade.drops.lane.deciding import decide
from regulars.trade.drops.lane.seating import Ask
from regulars.trade.drops.rules.answers import FINAL, Answer
from regulars.trade.drops.rules.passes import Forged, Pass, issue, keys_of, read
from regulars.trade.drops.rules.plan import MINUTE, faults, lot_of, phases_from

OPENS = 1_800_000_000_000_000
TABLES = """
CREATE TABLE drops_drop (id INTEGER PRIMARY KEY, public_id, version, opens_at, ends_at, room_minutes, units, per_person,
 queue_most, pay_minutes, phases, seed, taken, waiting, paid, full_us, stopped_at, closed_at, published_at,
 CHECK (taken BETWEEN 0 AND units), CHECK (waiting >= 0));
CREATE TABLE drops_seat (id INTEGER PRIMARY KEY, public_id, drop_id, person_id, holder, ordinal, state,
 arrived_us, turn_us, lot, won_us, pay_until_us, group_ref, told, UNIQUE (person_id, drop_id, ordinal));
CREATE VIEW accounts_person AS SELECT DISTINCT person_id AS id, NULL AS closed_at FROM drops_seat;
"""


class Stall:
    """A drop in a database of its own, decided by the very SQL of the lane."""

    def __init__(self, units: int, phases: str = "[]", queue: int = 3, per_person: int = 1) -> None:
        self.known = sqlite3.connect(":memory:")
        self.known.executescript(TABLES)
        row: tuple[Any, ...] = (
            1, "drp_1", 1, "2027-01-15 08:00:00", "2027-01-15 09:00:00", 15, units, per_person, queue, 10, phases,
            "ab" * 32, 0, 0, 0, None, None, None, "2027-01-01",
        )  # fmt: skip
        self.known.execute(f"INSERT INTO drops_drop VALUES ({', '.join('?' * len(row))})", row)

    def run(self, sql: str, values: Any) -> list[tuple[Any, ...]]:
        return self.known.execute(sql.replace("%s", "?"), values).fetchall()

    def ask(self, now: int, *asks: Ask) -> dict[str, Answer]:
        told = decide(self.run, 1, asks, now, postgresql=False)
        return {holder: answer for (holder, _ordinal), answer in told.items()}

    def seats(self, state: str) -> list[str]:
        rows = self.run("SELECT holder FROM drops_seat WHERE state = %s ORDER BY turn_us, lot, id", [state])
        return [row[0] for row in rows]

    def counted(self) -> tuple[int, int]:
        [(taken, waiting)] = self.run("SELECT taken, waiting FROM drops_drop WHERE id = %s", [1])
        return taken, waiting


def at(holder: str, now: int, eligible: int = OPENS, ordinal: int = 1) -> Ask:
    return Ask(holder, ordinal, eligible, now)


moves = st.lists(
    st.tuples(st.integers(0, 9), st.integers(-20, 40), st.integers(1, 3)), min_size=1, max_size=40
).map(lambda rows: sorted(rows, key=lambda row: row[1]))


@settings(max_examples=50)
@given(moves, st.integers(1, 4), st.integers(0, 3), st.booleans())
def test_never_more_than_there_are_and_nobody_twice(moves: Any, units: int, queue: int, phased: bool) -> None:
    phases = '[{"who": "followers", "after": 0, "units": 1}, {"who": "everybody", "after": 5, "units": 0}]'
    stall = Stall(units, phases if phased else "[]", queue)
    final: dict[str, Answer] = {}
    for person, minute, ordinal in moves:
        now, holder = OPENS + minute * MINUTE, f"p{person}"
        eligible = OPENS + (5 * MINUTE if phased and person % 2 else 0)
        answer = stall.ask(now, at(holder, now, eligible, ordinal))[holder]
        assert answer.code == "limit" if ordinal > 1 and minute >= -20 else True
        if ordinal == 1:
            if holder in final:
                assert answer == final[holder]  # a final answer stays
            elif answer.final:
                final[holder] = answer
        if answer.code == "won":
            assert now >= eligible
        [(out,)] = stall.run("SELECT COUNT(*) FROM drops_seat WHERE state = %s", ["won"])
        taken, waiting = stall.counted()
        assert (taken, waiting) == (out, len(stall.seats("placed")))
        begun = sum(
            one.units for one in phases_from([] if not phased else PHASES, OPENS, units) if one.begins <= now
        )
        assert taken <= begun


PHASES: list[dict[str, Any]] = [
    {"who": "followers", "after": 0, "units": 1},
    {"who": "everybody", "after": 5, "units": 0},
]


def test_in_the_waiting_room_only_the_lot_counts_afterwards_only_the_clock() -> None:
    stall = Stall(3, queue=20)
    early = [f"p{number}" for number in range(8)]
    for minute, holder in enumerate(early):
        now = OPENS - 10 * MINUTE + minute * MINUTE
        assert stall.ask(now, at(holder, now))[holder].code == "placed"
        assert stall.ask(now + 1, at(holder, now + 1))[holder].code == "placed"  # once more changes nothing
    late = OPENS + 5_000_000
    assert stall.ask(late, at("p99", late))["p99"].place == 6
    by_lot = sorted(early, key=lambda holder: lot_of(bytes.fromhex("ab" * 32), holder, 1))
    assert stall.seats("won") == by_lot[:3]
    assert stall.seats("placed") == [*by_lot[3:], "p99"]


def test_lots_are_fair() -> None:
    first = Counter(
        min(range(5), key=lambda person: lot_of(seed.to_bytes(32, "big"), f"p{person}", 1))
        for seed in range(2000)
    )
    assert all(330 < count < 470 for count in first.values())


def test_who_does_not_pay_in_time_gives_the_piece_to_the_next() -> None:
    stall = Stall(1)
    assert stall.ask(OPENS, at("p1", OPENS))["p1"].code == "won"
    assert stall.ask(OPENS + 1, at("p2", OPENS + 1))["p2"] == Answer("waiting", OPENS + 60 * MINUTE, 1)
    later = OPENS + 10 * MINUTE
    told = stall.ask(later, at("p1", later), at("p2", later))
    assert (told["p1"].code, told["p2"].code) == ("lapsed", "won")


def test_the_queue_once_full_stays_full() -> None:
    stall = Stall(1, queue=1)
    told = stall.ask(OPENS, *(at(f"p{number}", OPENS) for number in range(4)))
    assert Counter(answer.code for answer in told.values()) == {"won": 1, "waiting": 3}
    assert stall.ask(OPENS + 1, at("p9", OPENS + 1))["p9"].code == "sold-out"
    later = OPENS + 30 * MINUTE
    assert stall.ask(later, at("p9", later))["p9"].code == "sold-out"
    assert "sold-out" in FINAL


def test_visitors_hold_no_place_however_many_they_are() -> None:
    stall = Stall(1, queue=1)
    for now in (OPENS - MINUTE, OPENS):
        told = stall.ask(now, *(at(f"vvis_{number}", now, eligible=0) for number in range(50)))
        assert {answer.code for answer in told.values()} == {"log-in"}
    assert stall.counted() == (0, 0)
    told = stall.ask(OPENS + 1, at("p1", OPENS + 1), at("p2", OPENS + 1))
    assert (told["p1"].code, told["p2"].code) == ("won", "waiting")


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ([], ""),
        (PHASES, ""),
        ([{"who": "followers", "after": 1, "units": 1}], "order"),
        ([*PHASES, {"who": "everybody", "after": 5}], "order"),
        ([{"who": "followers", "after": 0, "units": 99}, {"who": "everybody", "after": 5}], "share"),
        ([{"who": "friends", "after": 0}], "who"),
        ([{"who": "followers", "after": 0, "units": 1}, {"who": "everybody", "after": 60}], "late"),
        ([{"who": "everybody", "after": number} for number in range(6)], "many"),
    ],
)
def test_phases_that_contradict_themselves_are_named(rows: list[dict[str, Any]], wrong: str) -> None:
    assert faults(rows, 10, 60) == wrong


def test_a_pass_cannot_be_made_or_changed() -> None:
    old, new = keys_of([b"old"])[0], keys_of([b"new"])[0]
    said = Pass("drp_1", "p1", 1, OPENS, OPENS, OPENS)
    text = issue(said, old)
    assert read(text.encode(), [new, old]) == said
    for forged in (text.replace("p1.", "p2."), text[:-1], issue(said, new).upper(), "", "a.b"):
        with pytest.raises(Forged):
            read(forged.encode(), [old])
    with pytest.raises(ValueError, match="letters"):
        issue(said._replace(holder="p1.2"), old)
