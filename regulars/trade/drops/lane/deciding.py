"""The decision itself: everything that arrived together in one transaction, by plain SQL on whatever connection.

The lane calls this with a raw connection, the pages with Django's. Whoever calls holds the transaction; on SQLite it is
IMMEDIATE, on PostgreSQL the drop's row is locked first, so decisions of one drop follow one another everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from regulars.trade.drops.lane.seating import SEATS, TOLD, Ask, Key, Run, seat, seats_of
from regulars.trade.drops.rules.answers import PLACED, Answer, Ends, SeatRow, of_newcomer, of_seat
from regulars.trade.drops.rules.plan import MINUTE, Plan, phases_from

PLAN = (
    "SELECT id, version, opens_at, ends_at, room_minutes, units, per_person, queue_most, pay_minutes, phases, seed, "
    "taken, waiting, paid, full_us, stopped_at, closed_at, published_at FROM drops_drop WHERE {} = %s"
)
LAPSE = (
    "UPDATE drops_seat SET state = 'lapsed' WHERE drop_id = %s AND state = 'won' AND pay_until_us <= %s "
    f"RETURNING {TOLD}"
)
# A pass outlives its person for some hours: who is gone since wins nothing, and keeps nothing from others.
SERVE = (
    "UPDATE drops_seat SET state = 'won', won_us = %s, pay_until_us = %s WHERE id IN (SELECT id FROM drops_seat "
    "WHERE drop_id = %s AND state = 'placed' AND turn_us <= %s AND EXISTS "
    "(SELECT 1 FROM accounts_person WHERE accounts_person.id = person_id AND closed_at IS NULL) "
    f"ORDER BY turn_us, lot, id LIMIT %s) RETURNING {TOLD}"
)
COUNT = (
    "UPDATE drops_drop SET taken = taken + %s, waiting = waiting + %s, full_us = %s "
    "WHERE id = %s AND taken + %s BETWEEN 0 AND units"
)
# The plus keeps databases off the drop's index: the newest seats are at the end of the table.
NEWEST = SEATS.replace("drop_id", "+drop_id") + " AND id > %s"


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


class Seated(NamedTuple):
    """How far the drop is after a decision: every seat that was asked for or changed, and who is refused one.

    `waited`, `waits`: places there were before and are now.
    """

    plan: Plan
    ends: Ends
    refused: dict[Key, Answer]
    seats: dict[Key, SeatRow]
    waited: int
    waits: int


def seat_all(run: Run, drop: int, asks: Iterable[Ask], now: int, *, postgresql: bool) -> Seated:
    """Seat everybody who may have one, and hand out what is free in turn. One transaction of the caller's.

    Idempotent: who has a seat already keeps it. `now` in µs by the clock that opens the drop.
    """
    found = standing(run, drop, lock=" FOR UPDATE" if postgresql else "")
    if found is None or not found.published:
        raise NoDrop(drop)
    plan, so_far = found.plan, found.ends
    refused, new = dict[Key, Answer](), dict[Key, Ask]()
    for ask in asks:
        holder, ordinal, eligible, _arrived = ask
        answer = of_newcomer(holder, ordinal, eligible, plan, so_far, now)
        if answer is None:
            new.setdefault((holder, ordinal), ask)
        else:
            refused[holder, ordinal] = answer
    ends, seats, waits = _settle(run, found, list(new.values()), now, postgresql)
    if refused or not new.keys() <= seats.keys():
        others = {holder for holder, _ordinal in (refused.keys() | new.keys()) - seats.keys()}
        for one in seats_of(run, drop, others, postgresql):
            seats[one.holder, one.ordinal] = one
    return Seated(plan, ends, refused, seats, found.waiting, waits)


def decide(run: Run, drop: int, asks: Sequence[Ask], now: int, *, postgresql: bool) -> dict[Key, Answer]:
    """`seat_all`, and what each who asked is told."""
    done = seat_all(run, drop, asks, now, postgresql=postgresql)
    mine = [one for ask in asks if (one := done.seats.get((ask.holder, ask.ordinal))) is not None]
    places = places_of(run, drop, mine, now)
    told = {
        (one.holder, one.ordinal): of_seat(one, done.plan, done.ends, now, places.get(one.key, 0))
        for one in mine
    }
    return done.refused | told


def settle(run: Run, drop: int, now: int, *, postgresql: bool) -> None:
    """Let unpaid tickets go and hand out what is free to those who wait. The caller's transaction."""
    found = standing(run, drop, lock=" FOR UPDATE" if postgresql else "")
    if found is not None and found.published and not found.ends.stopped:
        _settle(run, found, [], now, postgresql)


def _settle(
    run: Run, found: Standing, new: Sequence[Ask], now: int, postgresql: bool
) -> tuple[Ends, dict[Key, SeatRow], int]:
    plan, running = found.plan, not found.ends.stopped
    gone = run(LAPSE, [plan.key, now]) if running else []
    count, seats = seat(run, plan, new, postgresql)
    taken, waiting = found.taken - len(gone), found.waiting + count
    free = plan.released(now) - taken if running and now < plan.ends else 0
    won = run(SERVE, [now, now + plan.pay_us, plan.key, now, free]) if free > 0 and waiting else []
    waiting, taken = waiting - len(won), taken + len(won)
    full = found.full_us
    if full is None and taken == plan.units == plan.released(now) and waiting >= plan.queue_most:
        full = now
    if gone or count or won or full != found.full_us:
        _count(run, plan, taken - found.taken, waiting - found.waiting, full)
    for row in (*gone, *won):
        seats[row[1], row[2]] = SeatRow(*row)
    return found.ends._replace(full=full is not None), seats, waiting


def _count(run: Run, plan: Plan, taken: int, waiting: int, full: int | None) -> None:
    if run(COUNT + " RETURNING id", [taken, waiting, full, plan.key, taken]) == []:
        raise Miscounted(f"drop {plan.key}")


def places_of(run: Run, drop: int, seats: Iterable[SeatRow], now: int) -> dict[int, int]:
    """The places in the queue of seats whose turn has come. The queue is read from the first of them on only."""
    turns = [seat.turn for seat in seats if seat.state == PLACED and seat.turn <= now]
    if not turns:
        return {}
    waiting = "FROM drops_seat WHERE drop_id = %s AND state = 'placed' AND turn_us"
    [(before,)] = run(f"SELECT COUNT(*) {waiting} < %s", [drop, min(turns)])
    rows = run(f"SELECT id {waiting} >= %s ORDER BY turn_us, lot, id", [drop, min(turns)])
    return {key: place for place, (key,) in enumerate(rows, before + 1)}


def every_seat(run: Run, drop: int) -> list[SeatRow]:
    """Everybody's seats in a drop."""
    return [SeatRow(*row) for row in run(SEATS, [drop])]


def seats_since(run: Run, drop: int, last: int) -> list[SeatRow]:
    """What can have changed in a drop that goes on since its seats up to key `last` were read: a place only by
    becoming something else."""
    changed = run(f"{SEATS} AND state IN ('won', 'ordered', 'paid', 'lapsed', 'lost')", [drop])
    return [SeatRow(*row) for row in (*changed, *run(NEWEST, [drop, last]))]


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
