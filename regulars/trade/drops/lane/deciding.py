"""The decision itself: everything that arrived together in one transaction, by plain SQL on whatever connection.

The lane calls this with a raw connection, the pages with Django's. Whoever calls holds the transaction; on SQLite it is
IMMEDIATE, on PostgreSQL the drop's row is locked first, so decisions of one drop follow one another everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from regulars.ground.kit.ids import new_ids
from regulars.trade.drops.rules.answers import PLACED, Answer, Ends, Seat, of_newcomer, of_seat
from regulars.trade.drops.rules.plan import MINUTE, Plan, phases_from

Run = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]
Key = tuple[str, int]

PLAN = (
    "SELECT id, version, opens_at, ends_at, room_minutes, units, per_person, queue_most, pay_minutes, phases, seed, "
    "taken, waiting, paid, full_us, stopped_at, closed_at, published_at FROM drops_drop WHERE {} = %s"
)
LAPSE = "UPDATE drops_seat SET state = 'lapsed' WHERE drop_id = %s AND state = 'won' AND pay_until_us <= %s RETURNING id"
SEAT = (
    "INSERT INTO drops_seat (public_id, drop_id, person_id, holder, ordinal, state, arrived_us, turn_us, lot, won_us,"
    " pay_until_us, group_ref, told) VALUES {} ON CONFLICT (drop_id, holder, ordinal) DO NOTHING RETURNING id"
)
VALUES = "(%s, %s, %s, %s, %s, 'placed', %s, %s, %s, 0, 0, '', {})"
WIDTHS = (64, 16, 4, 1)  # few statements, each prepared once; more rows in one gain nothing
SERVE = (
    "UPDATE drops_seat SET state = 'won', won_us = %s, pay_until_us = %s WHERE id IN (SELECT id FROM drops_seat "
    "WHERE drop_id = %s AND state = 'placed' AND turn_us <= %s AND person_id IS NOT NULL "
    "ORDER BY turn_us, lot, id LIMIT %s) RETURNING id"
)
COUNT = (
    "UPDATE drops_drop SET taken = taken + %s, waiting = waiting + %s, full_us = %s "
    "WHERE id = %s AND taken + %s BETWEEN 0 AND units"
)
SEATS = (
    "SELECT id, holder, ordinal, public_id, state, turn_us, lot, pay_until_us, group_ref FROM drops_seat "
    "WHERE drop_id = %s"
)
# The plus keeps databases off the drop's index: the newest seats are at the end of the table.
NEWEST = SEATS.replace("drop_id", "+drop_id") + " AND id > %s"


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


class Standing(NamedTuple):
    """A drop's row: its plan and how far it is."""

    plan: Plan
    ends: Ends
    taken: int
    waiting: int
    published: bool
    full_us: int | None


class Miscounted(RuntimeError):
    """The row's own counter refused: nothing of this decision may be kept."""


class NoDrop(LookupError):
    """There is no published drop of this key."""


def standing(run: Run, drop: str | int, *, lock: str = "") -> Standing | None:
    """The drop's row by its public id or key; None when there is none."""
    column = "id" if isinstance(drop, int) else "public_id"
    rows = run(PLAN.format(column) + lock, [drop])
    return _standing(rows[0]) if rows else None


def decide(run: Run, drop: int, asks: Iterable[Ask], now: int, *, postgresql: bool) -> Decided:
    """Seat everybody who may have one, hand out what is free in turn, and tell each. One transaction of the caller's.

    Idempotent: who has a seat already keeps it. `now` in µs by the clock that opens the drop.
    """
    found = standing(run, drop, lock=" FOR UPDATE" if postgresql else "")
    if found is None or not found.published:
        raise NoDrop(drop)
    wanted = {ask.key: ask for ask in asks}
    told = {
        key: answer
        for key, ask in wanted.items()
        if (answer := of_newcomer(*key, ask.eligible, found.plan, found.ends, now)) is not None
    }
    new = [ask for key, ask in wanted.items() if key not in told]
    ends = _settle(run, found, new, now, postgresql)
    seats = _seats(run, drop, {holder for holder, _ in wanted}, postgresql)
    places = _places(
        run, drop, [seat for seat in seats.values() if seat.state == PLACED and seat.turn <= now]
    )
    for key, seat in seats.items():
        if key in wanted:
            told[key] = of_seat(seat, found.plan, ends, now, places.get(seat.key, 0))
    return Decided(found.plan, ends, told, seats)


class Decided(NamedTuple):
    """How far the drop is after a decision, what each is told, and the seats of all who asked."""

    plan: Plan
    ends: Ends
    told: dict[Key, Answer]
    seats: dict[Key, Seat]


def settle(run: Run, drop: int, now: int, *, postgresql: bool) -> None:
    """Let unpaid tickets go and hand out what is free to those who wait. The caller's transaction."""
    found = standing(run, drop, lock=" FOR UPDATE" if postgresql else "")
    if found is not None and found.published and not found.ends.stopped:
        _settle(run, found, [], now, postgresql)


def _settle(run: Run, found: Standing, new: Sequence[Ask], now: int, postgresql: bool) -> Ends:
    plan, running = found.plan, not found.ends.stopped
    gone = len(run(LAPSE, [plan.key, now])) if running else 0
    seated = _seat(run, plan, new, postgresql)
    taken, waiting = found.taken - gone, found.waiting + seated
    free = plan.released(now) - taken if running and now < plan.ends else 0
    won = len(run(SERVE, [now, now + plan.pay_us, plan.key, now, free])) if free > 0 and waiting else 0
    waiting, taken = waiting - won, taken + won
    full = found.full_us
    if full is None and taken == plan.units == plan.released(now) and waiting >= plan.queue_most:
        full = now
    if gone or seated or won or full != found.full_us:
        _count(run, plan, won - gone, seated - won, full)
    return found.ends._replace(full=full is not None)


def _count(run: Run, plan: Plan, taken: int, waiting: int, full: int | None) -> None:
    if run(COUNT + " RETURNING id", [taken, waiting, full, plan.key, taken]) == []:
        raise Miscounted(f"drop {plan.key}")


def _seat(run: Run, plan: Plan, new: Sequence[Ask], postgresql: bool) -> int:
    row = VALUES.format("FALSE" if postgresql else "0")
    rows = [_row(plan, ask, ref) for ask, ref in zip(new, new_ids("tkt", len(new)), strict=True)]
    seated = at = 0
    while at < len(rows):
        width = next(one for one in WIDTHS if one <= len(rows) - at)
        values = [value for one in rows[at : at + width] for value in one]
        seated += len(run(SEAT.format(", ".join([row] * width)), values))
        at += width
    return seated


def _row(plan: Plan, ask: Ask, ref: str) -> tuple[Any, ...]:
    turn, lot = plan.turn(ask.holder, ask.ordinal, ask.eligible, ask.arrived)
    return ref, plan.key, int(ask.holder[1:]), ask.holder, ask.ordinal, ask.arrived, turn, lot


def _seats(run: Run, drop: int, holders: set[str], postgresql: bool) -> dict[Key, Seat]:
    if not holders:
        return {}
    if postgresql:
        rows = run(f"{SEATS} AND holder = ANY(%s)", [drop, list(holders)])
    else:
        rows = run(f"{SEATS} AND holder IN (SELECT value FROM json_each(%s))", [drop, json.dumps([*holders])])
    return {(row[1], row[2]): Seat(*row) for row in rows}


def _places(run: Run, drop: int, seats: Sequence[Seat]) -> dict[int, int]:
    """The places in the queue of seats whose turn has come. The queue is read from the first of them on only."""
    if not seats:
        return {}
    first = min(seat.turn for seat in seats)
    waiting = "FROM drops_seat WHERE drop_id = %s AND state = 'placed' AND turn_us"
    [(before,)] = run(f"SELECT COUNT(*) {waiting} < %s", [drop, first])
    rows = run(f"SELECT id {waiting} >= %s ORDER BY turn_us, lot, id", [drop, first])
    return {key: place for place, (key,) in enumerate(rows, before + 1)}


def every_seat(run: Run, drop: int) -> list[Seat]:
    """Everybody's seats in a drop."""
    return [Seat(*row) for row in run(SEATS, [drop])]


def seats_since(run: Run, drop: int, last: int) -> list[Seat]:
    """What can have changed in a drop that goes on since its seats up to key `last` were read: a place only by
    becoming something else."""
    changed = run(f"{SEATS} AND state IN ('won', 'ordered', 'paid', 'lapsed', 'lost')", [drop])
    return [Seat(*row) for row in (*changed, *run(NEWEST, [drop, last]))]


def _standing(row: tuple[Any, ...]) -> Standing:
    (
        key,
        version,
        opens,
        ends,
        room,
        units,
        per_person,
        most,
        pay,
        phases,
        seed,
        taken,
        waiting,
        paid,
        full,
        *rest,
    ) = row
    stopped, closed, published = rest
    start = micros(opens)
    plan = Plan(
        key=key,
        version=version,
        opens=start,
        ends=micros(ends),
        room=start - room * MINUTE,
        units=units,
        per_person=per_person,
        queue_most=most,
        pay_us=pay * MINUTE,
        phases=phases_from(phases if isinstance(phases, list) else json.loads(phases), start, units),
        seed=bytes.fromhex(seed),
    )
    over = Ends(stopped is not None or closed is not None, full is not None, paid >= units)
    return Standing(plan, over, taken, waiting, published is not None, full)


def micros(value: Any) -> int:
    """µs since 1970 of a moment as a database gives it: a datetime, or SQLite's text in UTC."""
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    gone = moment - EPOCH
    return (gone.days * 86_400 + gone.seconds) * 1_000_000 + gone.microseconds


def moment(us: int) -> datetime:
    """The moment of µs since 1970, aware, in UTC."""
    return datetime.fromtimestamp(us // 1_000_000, UTC).replace(microsecond=us % 1_000_000)


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
