"""Many rows into one table: one prepared statement instead of thousands of built ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, models

BATCH = 1000


def insert(rows: Sequence[models.Model]) -> None:
    """Store new rows of one model inside the running transaction; those with a public id get their keys."""
    if not rows:
        return
    model = type(rows[0])
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    readers = [_reader(field) for field in fields]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({names}) VALUES ({marks})",
            [[read(row) for read in readers] for row in rows],
        )
    if any(field.name == "public_id" for field in fields):
        _give_keys(model, rows)


def _reader(field: models.Field[Any, Any]) -> Callable[[models.Model], Any]:
    name = field.attname
    if isinstance(field, models.DateTimeField):
        adapt = _moments()
        return lambda row: adapt(getattr(row, name))
    if isinstance(field, models.JSONField):
        return lambda row: field.get_db_prep_save(getattr(row, name), connection)
    return lambda row: getattr(row, name)


def _moments() -> Callable[[datetime | None], Any]:
    """How this database takes a moment; a moment seen before costs nothing."""
    adapt, seen = connection.ops.adapt_datetimefield_value, dict[datetime | None, Any]()

    def adapted(at: datetime | None) -> Any:
        if at not in seen:
            seen[at] = adapt(at)
        return seen[at]

    return adapted


def _give_keys(model: type[models.Model], rows: Sequence[Any]) -> None:
    keys: dict[str, int] = {}
    for part in _chunks([row.public_id for row in rows]):
        found = model._base_manager.filter(public_id__in=part)
        keys |= dict(found.values_list("public_id", "pk"))
    for row in rows:
        row.pk = keys[row.public_id]
        row._state.adding = False


def _chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]
