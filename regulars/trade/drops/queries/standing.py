"""From when somebody may take, the pass that says so, and what they are told; all read, nothing changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from regulars.ground.kit import clock
from regulars.ground.lake.place import secrets
from regulars.loyalty.customers.queries import follows
from regulars.loyalty.members.queries.cards import reached
from regulars.loyalty.segments.queries import segments_with
from regulars.people.merchants.models import Store
from regulars.trade.drops.lane.deciding import Standing, standing
from regulars.trade.drops.models import Drop, Seat
from regulars.trade.drops.rules.passes import LASTS_US, Pass, issue, keys_of
from regulars.trade.drops.rules.plan import Phase, Plan


def holder_of(person_id: int | None, visitor: str) -> str:
    """How a person, or somebody who is not logged in, is known in a drop."""
    return f"p{person_id}" if person_id is not None else f"v{visitor}"


def run(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The decision's SQL on Django's own connection, in whatever transaction is open."""
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values))
        return list(cursor.fetchall())


def on_postgresql() -> bool:
    """Whether rows are locked one by one."""
    return connection.vendor == "postgresql"


def plan_of(row: Drop) -> Plan:
    """The plan as the lane reads it."""
    return standing_of(row).plan


def standing_of(row: Drop) -> Standing:
    """The plan and how far the drop is, as the lane reads it."""
    found = standing(run, int(row.pk))
    assert found is not None
    return found


def eligible_from(row: Drop, plan: Plan, person_id: int | None) -> int:
    """From when (µs) this person may take: the first phase that is theirs; 0 when none is.

    Somebody who is not logged in counts as everybody; they are told to log in, whatever this says.
    """
    groups = segments_with(row.store_id, person_id) if person_id is not None and _groups(plan) else set()
    mine = [one.begins for one in plan.phases if _is_in(one, row.store, person_id, groups)]
    return min(mine, default=0)


def pass_for(row: Drop, plan: Plan, person_id: int | None, visitor: str) -> str:
    """The page's word to the lane. It lasts twelve hours, and ends when the plan is changed."""
    now = clock.micros()
    given = Pass(
        drop=row.public_id,
        holder=holder_of(person_id, visitor),
        version=plan.version,
        eligible=eligible_from(row, plan, person_id),
        issued=now,
        expires=now + LASTS_US,
    )
    return issue(given, keys_of(secrets())[0])


def seats_of(row: Drop, person_id: int | None) -> list[Seat]:
    """Everything somebody has in a drop, by piece. Who is not logged in has nothing."""
    if person_id is None:
        return []
    return list(Seat.objects.of(row.store_id).filter(drop=row, person_id=person_id).order_by("ordinal"))


def _is_in(phase: Phase, store: Store, person_id: int | None, groups: set[str]) -> bool:
    if phase.who == "everybody":
        return True
    if person_id is None:
        return False
    if phase.who == "followers":
        return follows(person_id, store)
    if phase.who == "tier":
        return reached(store, phase.rank, person_id)
    return phase.group in groups


def _groups(plan: Plan) -> bool:
    return any(one.who == "group" for one in plan.phases)
