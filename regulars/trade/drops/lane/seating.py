"""Places are written: as many in one statement as a database takes well, and known afterwards without being read."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

from regulars.ground.kit.ids import new_neighbours
from regulars.trade.drops.rules.answers import PLACED, SeatRow
from regulars.trade.drops.rules.plan import Plan

Run = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]
Key = tuple[str, int]
# A place before it is written: ref, drop, person, holder, piece, arrived, turn, lot.
Row = tuple[str, int, int, str, int, int, int, int]

TOLD = "id, holder, ordinal, public_id, state, turn_us, lot, pay_until_us, group_ref"
SEATS = f"SELECT {TOLD} FROM drops_seat WHERE drop_id = %s"
INTO = (
    "INSERT INTO drops_seat (public_id, drop_id, person_id, holder, ordinal, state, arrived_us, turn_us, lot, won_us,"
    " pay_until_us, group_ref, told)"
)
ONCE = "ON CONFLICT (person_id, drop_id, ordinal) DO NOTHING"
VALUES = "(%s, %s, %s, %s, %s, 'placed', %s, %s, %s, 0, 0, '', 0)"
WIDTHS = (64, 16, 4, 1)  # few statements, each prepared once; more rows in one gain nothing
_new = tuple.__new__  # of a seat known without being read: half the time of its own constructor
WRITTEN = "SELECT changes(), last_insert_rowid()"
# Lists as text and the answer as one: a driver spends more on each value than the database on a row.
AT_ONCE = (
    f"WITH new AS ({INTO} SELECT ref, %s, person, 'p' || person, piece, 'placed', arrived, turn, lot, 0, 0, '', FALSE "
    "FROM unnest(%s::text[], %s::bigint[], %s::smallint[], %s::bigint[], %s::bigint[], %s::bigint[]) "
    f"AS given (ref, person, piece, arrived, turn, lot) {ONCE} RETURNING id, person_id, ordinal) "
    "SELECT COALESCE(string_agg(id || ' ' || person_id || ' ' || ordinal, ','), '') FROM new"
)


class Ask(NamedTuple):
    """Somebody wants a piece; times in µs."""

    holder: str
    ordinal: int
    eligible: int
    arrived: int

    @property
    def key(self) -> Key:
        """Whose which piece."""
        return self.holder, self.ordinal


def seat(run: Run, plan: Plan, new: Sequence[Ask], postgresql: bool) -> tuple[int, dict[Key, SeatRow]]:
    """Write a place for each who has none: how many were written, and those known without being read."""
    if not new:
        return 0, {}
    rows = _rows(plan, new)
    return _at_once(run, plan, rows) if postgresql else _in_widths(run, rows)


def _rows(plan: Plan, new: Sequence[Ask]) -> list[Row]:
    rows, drop = [], plan.key
    refs = new_neighbours("tkt", len(new))
    for (holder, ordinal, eligible, arrived), ref in zip(new, refs, strict=True):
        turn, lot = (arrived, 0) if arrived >= eligible else plan.turn(holder, ordinal, eligible, arrived)
        rows.append((ref, drop, int(holder[1:]), holder, ordinal, arrived, turn, lot))
    return rows


def _in_widths(run: Run, rows: Sequence[Row]) -> tuple[int, dict[Key, SeatRow]]:
    """For SQLite, whose transaction is alone: keys of one statement follow one another."""
    count, seats, at = 0, dict[Key, SeatRow](), 0
    while at < len(rows):
        width = next(one for one in WIDTHS if one <= len(rows) - at)
        part = rows[at : at + width]
        run(_statement(width), [*chain.from_iterable(part)])
        [(written, last)] = run(WRITTEN, ())
        if written == width:
            _known(seats, part, range(last - width + 1, last + 1))
        count += written
        at += width
    return count, seats


@cache
def _statement(width: int) -> str:
    return f"{INTO} VALUES {', '.join([VALUES] * width)} {ONCE}"


def _at_once(run: Run, plan: Plan, rows: Sequence[Row]) -> tuple[int, dict[Key, SeatRow]]:
    refs, _drops, people, _holders, pieces, arrived, turns, lots = zip(*rows, strict=True)
    lists = [_list(one) for one in (refs, people, pieces, arrived, turns, lots)]
    [(text,)] = run(AT_ONCE, [plan.key, *lists])
    keys = {}
    for one in filter(None, text.split(",")):
        key, person, piece = map(int, one.split(" "))
        keys[person, piece] = key
    mine = [row for row in rows if (row[2], row[4]) in keys]
    seats = dict[Key, SeatRow]()
    _known(seats, mine, [keys[row[2], row[4]] for row in mine])
    return len(keys), seats


def _list(values: Iterable[object]) -> str:
    return "{" + ",".join(map(str, values)) + "}"


def _known(seats: dict[Key, SeatRow], rows: Sequence[Row], keys: Iterable[int]) -> None:
    for (ref, _drop, _person, holder, ordinal, _arrived, turn, lot), key in zip(rows, keys, strict=True):
        seats[holder, ordinal] = _new(SeatRow, (key, holder, ordinal, ref, PLACED, turn, lot, 0, ""))


def seats_of(run: Run, drop: int, holders: Collection[str], postgresql: bool) -> list[SeatRow]:
    """Every seat of these holders in a drop."""
    people = [int(one[1:]) for one in holders if one.startswith("p")]
    if postgresql:
        rows = run(f"{SEATS} AND person_id = ANY(%s)", [drop, people])
    else:
        rows = run(f"{SEATS} AND person_id IN (SELECT value FROM json_each(%s))", [drop, json.dumps(people)])
    return [SeatRow(*row) for row in rows]
