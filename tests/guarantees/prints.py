"""Fingerprints of rows: what a store and its people own, and everything there is."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
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
    return _prints(owned_by(side))


def of_all() -> Prints:
    """Fingerprints of every row."""
    return _prints(model._base_manager.all() for model in tables())


def _prints(sets: Any) -> Prints:
    found: Prints = {}
    for rows in sets:
        label = rows.model._meta.label
        for values in rows.values_list("pk", *(one.attname for one in rows.model._meta.concrete_fields)):
            found[(label, values[0])] = repr(values[1:])
    return found


def differences(before: Prints, after: Prints) -> dict[str, list[Any]]:
    """What is gone, new or other, by table."""
    found: dict[str, list[Any]] = {}
    for one in before.keys() | after.keys():
        if before.get(one) != after.get(one):
            found.setdefault(one[0], []).append((one[1], before.get(one), after.get(one)))
    return found
