"""A customer's membership as the store's timeline tells it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from regulars.ground.kit.streams import Found, Older
from regulars.loyalty.members.models import Member, Movement
from regulars.people.merchants.models import Store


def points_moved(store: Store, person_pk: int, older: Older) -> list[Found]:
    """Points that came or went. One query."""
    rows = Movement.objects.of(store).filter(member__person_id=person_pk)
    return older.of(rows, "at")


def joinings(store: Store, person_pk: int, older: Older) -> list[Found]:
    """When the customer joined the programme and left it; `row` is "joined" or "left". One query."""
    spans = Member.objects.of(store).filter(person_id=person_pk).values_list("joined_at", "left_at")
    return older.among(found for joined, left in spans[:1] for found in _both(joined, left))


def _both(joined: datetime, left: datetime | None) -> Iterator[Found]:
    yield Found(joined, 1, "joined")
    if left is not None:
        yield Found(left, 2, "left")
