"""Fingerprints of rows: what a store and its people own, and everything there is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import Q

from regulars.people.accounts.models import Person
from regulars.people.merchants.models import Store
from tests.guarantees.world import Side

Prints = dict[tuple[str, Any], str]

# Rows about requests, not about the market.
TECHNICAL = {
    "sessions.Session", "kit.IdempotencyKey", "contenttypes.ContentType", "auth.Permission", "auth.Group",
    "search.Waiting", "bus.ClockedRun",
}  # fmt: skip
DEEP = 4


@cache
def ways(model: type[models.Model], goal: type[models.Model], deep: int = DEEP) -> tuple[str, ...]:
    """Look-ups that lead from a table to `goal` over forward keys, shortest first."""
    if deep == 0:
        return ()
    found: list[str] = []
    for one in model._meta.concrete_fields:
        if not isinstance(one, models.ForeignKey):
            continue
        to = one.related_model
        if to is goal:
            found.append(one.name)
        elif isinstance(to, type) and to is not model:
            found += [f"{one.name}__{rest}" for rest in ways(to, goal, deep - 1)]
    return tuple(sorted(found, key=lambda way: way.count("__")))


def tables() -> Iterator[type[models.Model]]:
    """Every table but the technical ones."""
    return (model for model in apps.get_models() if model._meta.label not in TECHNICAL)


def owned_by(side: Side) -> Iterator[models.QuerySet[Any]]:
    """Rows that belong to the store, to its buyer, or to an order of theirs."""
    for model in tables():
        names = {one.attname for one in model._meta.concrete_fields}
        wanted = Q(pk=None)
        for way in ways(model, Store)[:2]:
            wanted |= Q(**{way: side.store.pk})
        for way in ways(model, Person)[:1]:
            wanted |= Q(**{f"{way}__in": side.people})
        if model is Store:
            wanted |= Q(pk=side.store.pk)
        if model is Person:
            wanted |= Q(pk__in=side.people)
        if "store_id" in names and not ways(model, Store):
            wanted |= Q(store_id=side.store.pk)
        if "ref" in names:
            wanted |= Q(ref__in=[*side.groups, *side.ids.values()])
        yield model._base_manager.filter(wanted).distinct()


def of(side: Side) -> Prints:
    """Fingerprints of everything a side owns."""
    return _prints(_asked_of(side.store.pk, side))


def of_all() -> Prints:
    """Fingerprints of every row."""
    return _prints(_asked_of_all())


Question = tuple[str, str, tuple[Any, ...]]
_compiled: dict[int, list[Question]] = {}


def _asked_of(store: int, side: Side) -> list[Question]:
    """The questions about a side, put into SQL once: writing them costs more than answering."""
    if store not in _compiled:
        _compiled[store] = _asked(owned_by(side))
    return _compiled[store]


@cache
def _asked_of_all() -> list[Question]:
    return _asked(model._base_manager.all() for model in tables())


def _asked(sets: Iterable[models.QuerySet[Any]]) -> list[Question]:
    found = []
    for rows in sets:
        columns = ("pk", *(one.attname for one in rows.model._meta.concrete_fields))
        with suppress(EmptyResultSet):
            sql, params = rows.values_list(*columns).query.sql_with_params()
            found.append((rows.model._meta.label, sql, params))
    return found


def _prints(questions: list[Question]) -> Prints:
    found: Prints = {}
    with connection.cursor() as cursor:
        for label, sql, params in questions:
            cursor.execute(sql, params)
            for values in cursor.fetchall():
                found[(label, values[0])] = repr(values[1:])
    return found


def differences(before: Prints, after: Prints) -> dict[str, list[Any]]:
    """What is gone, new or other, by table."""
    found: dict[str, list[Any]] = {}
    if before == after:
        return found
    for one in before.keys() | after.keys():
        if before.get(one) != after.get(one):
            found.setdefault(one[0], []).append((one[1], before.get(one), after.get(one)))
    return found
