"""Every change goes through an action: atomic, by somebody, on record, once per idempotency key."""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TypeVar

from django.db import models, transaction

from regulars.ground.kit import idempotency
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.models import AuditEntry
from regulars.ground.kit.statements import insert

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(slots=True)
class Frame:
    """The outermost running action: what must still be written before it commits."""

    waiting: dict[str, list[Any]] = field(default_factory=dict)
    flushes: list[Callable[[Frame], None]] = field(default_factory=list)


_running: ContextVar[Frame | None] = ContextVar("running_action", default=None)
_notes: ContextVar[dict[str, Any] | None] = ContextVar("audit_notes", default=None)
request_id: ContextVar[str] = ContextVar("request_id", default="")
registry: dict[str, Callable[..., Any]] = {}


def action(name: str, *, audit: bool = True) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declare a change. The function takes keywords only, one of them `by: Actor`.

    The whole of it is one transaction. An action called by an action joins its transaction.
    `audit=False` is for changes that leave their own complete record (a basket line, a visit).
    """

    def declare(function: Callable[P, R]) -> Callable[P, R]:
        if name in registry:
            raise ValueError(f"two actions are called {name}")

        @functools.wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            if args:
                raise TypeError(f"{name} takes keywords only")
            if _running.get() is not None:
                return _perform(name, function, kwargs, audit)
            return _outermost(name, function, kwargs, audit)

        registry[name] = run
        return run

    return declare


def _outermost(name: str, function: Callable[..., R], kwargs: dict[str, Any], audit: bool) -> R:
    frame = Frame()
    token = _running.set(frame)
    try:
        with transaction.atomic():
            intent = idempotency.current()
            if intent is None:
                result = _perform(name, function, kwargs, audit)
            else:
                row, done = idempotency.claim(intent, name)
                if done:
                    return idempotency.decode(row.result)  # type: ignore[no-any-return]
                result = _perform(name, function, kwargs, audit)
                idempotency.remember(row, result)
            for flush in frame.flushes:
                flush(frame)
            return result
    finally:
        _running.reset(token)


def _perform(name: str, function: Callable[..., R], kwargs: dict[str, Any], audit: bool) -> R:
    notes: dict[str, Any] = {}
    token = _notes.set(notes)
    try:
        result = function(**kwargs)
    finally:
        _notes.reset(token)
    if audit:
        _record(name, kwargs, result, notes)
    return result


def _record(name: str, kwargs: dict[str, Any], result: Any, notes: dict[str, Any]) -> None:
    by: Actor = kwargs["by"]
    named = [_name(value) for value in (*kwargs.values(), result) if isinstance(value, models.Model)]
    insert(
        AuditEntry(
            action=name,
            actor_kind=by.kind,
            person_id=by.person_id,
            store_id=by.store_id or _store_of(kwargs.values(), result),
            objects_named=sorted(set(named)),
            note=notes,
            request_id=request_id.get(),
        )
    )


def _name(row: models.Model) -> str:
    return f"{row._meta.label_lower}:{getattr(row, 'public_id', row.pk)}"


def _store_of(values: Any, result: Any) -> int | None:
    for value in (*values, result):
        found = getattr(value, "store_id", None) if isinstance(value, models.Model) else None
        if isinstance(found, int):
            return found
    return None


def note(**facts: Any) -> None:
    """Add plain facts (old price, new price, reason) to the running action's audit entry."""
    notes = _notes.get()
    if notes is not None:
        notes |= facts


def frame() -> Frame | None:
    """The outermost running action, or None."""
    return _running.get()
