"""The same request twice has one effect: the key is claimed inside the action's own transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from regulars.ground.kit import clock
from regulars.ground.kit.models import IdempotencyKey
from regulars.ground.kit.refusals import Refusal
from regulars.ground.kit.statements import insert, statement, update

KEPT = timedelta(hours=24)
MAX_KEY = 80


class KeyMissing(Refusal):
    """A changing request came without a key."""

    status = 400
    code = "idempotency-key-missing"
    sentence = _(
        "This request needs an Idempotency-Key so that sending it twice is safe. Reload the page, or add the header."
    )


class KeyReused(Refusal):
    """The key was used before for something else."""

    status = 422
    code = "idempotency-key-reused"
    sentence = _(
        "This form was already sent with other content. Reload the page, check it, and send it again."
    )


@dataclass(slots=True)
class Intent:
    """One request's wish to happen once."""

    scope: str
    key: str
    body_hash: str
    step: int = 0
    replayed: bool = False
    known: bool = False


_intent: ContextVar[Intent | None] = ContextVar("intent", default=None)


def current() -> Intent | None:
    """The intent of the request being served, if it has one."""
    return _intent.get()


@contextmanager
def intending(intent: Intent | None) -> Iterator[None]:
    """Serve a request under `intent`, or under one that `begin` names later."""
    token = _intent.set(intent)
    try:
        yield
    finally:
        _intent.reset(token)


def begin(intent: Intent) -> None:
    """Name the intent of the request being served."""
    _intent.set(intent)


def recognise(intent: Intent) -> None:
    """Refuse a key that was used before for something else, whatever the page would make of it. Raises KeyReused."""
    found = _find(intent, 0)
    intent.known = found is not None
    if found is not None and found.body_hash != intent.body_hash:
        raise KeyReused()


def sent_before() -> bool:
    """Whether the form being served was carried out before under its key: judge it by that, not by what is so now."""
    intent = _intent.get()
    return intent is not None and intent.known


def digest(parts: bytes) -> str:
    """The hash by which two bodies are compared."""
    return hashlib.sha256(parts).hexdigest()


def claim(intent: Intent, action: str) -> tuple[IdempotencyKey, bool]:
    """Claim the intent's next step; the second value says that it was already done.

    Call inside the action's transaction. Raises KeyReused when the body or action differs.
    """
    step, intent.step = intent.step, intent.step + 1
    before = _steps(intent, step)
    found = _fresh(before)
    if found is None:
        try:
            with transaction.atomic():
                return _insert(intent, step, action, before), False
        except IntegrityError:
            found = _find(intent, step)
    if found is None or found.body_hash != intent.body_hash or found.action != action:
        raise KeyReused()
    intent.replayed = True
    return found, True


def _find(intent: Intent, step: int) -> IdempotencyKey | None:
    return _fresh(_steps(intent, step))


def _fresh(rows: list[IdempotencyKey]) -> IdempotencyKey | None:
    return next((row for row in rows if row.at > clock.now() - KEPT), None)


def _steps(intent: Intent, step: int) -> list[IdempotencyKey]:
    return [row for row in _used(intent.scope, intent.key) if row.step == step]


@statement
def _used(scope: str, key: str) -> models.QuerySet[IdempotencyKey, IdempotencyKey]:
    return IdempotencyKey.objects.filter(scope=scope, key=key)


def _insert(intent: Intent, step: int, action: str, over: list[IdempotencyKey]) -> IdempotencyKey:
    """`over` are rows of the same step whose time is over."""
    for old in over:
        old.delete()
    return insert(
        IdempotencyKey(
            scope=intent.scope, key=intent.key, step=step, body_hash=intent.body_hash, action=action
        )
    )


def remember(row: IdempotencyKey, result: Any) -> None:
    """Keep an action's result beside its key."""
    row.result = encode(result)
    if row.result is not None:
        update(row, "result")


def encode(result: Any) -> Any:
    """A result as JSON: rows by label and key, lists of them, plain values as they are."""
    if isinstance(result, models.Model):
        return {"__row__": result._meta.label, "pk": result.pk}
    if isinstance(result, list | tuple):
        return [encode(one) for one in result]
    return result


def decode(stored: Any) -> Any:
    """The inverse of `encode`; a row that is gone reads as None."""
    if isinstance(stored, dict) and "__row__" in stored:
        manager = apps.get_model(stored["__row__"])._base_manager
        return manager.filter(pk=stored["pk"]).first()
    if isinstance(stored, list):
        return [decode(one) for one in stored]
    return stored


def forget_old() -> int:
    """Delete keys past their time; returns how many."""
    return IdempotencyKey.objects.filter(at__lte=clock.now() - KEPT).delete()[0]
