"""The relay hands stored messages to listeners: each once, with retry, the hopeless kept visible."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import IntegrityError, transaction

from regulars.ground.bus.facts import read
from regulars.ground.bus.listening import Listener, listeners
from regulars.ground.bus.models import Delivery, Message
from regulars.ground.kit import clock

log = logging.getLogger("regulars.bus")
MAX_ATTEMPTS = 8


def backoff(attempts: int) -> timedelta:
    """Pause before the next try: 2 s, 4 s, 8 s … at most 10 minutes."""
    return timedelta(seconds=min(2**attempts, 600))


def relay(limit: int = 200) -> int:
    """Hand out fresh messages, then those due for another try. Returns how many were handled."""
    fresh = list(Message.objects.filter(relayed_at=None).order_by("id")[:limit])
    for message in fresh:
        for name, listener in listeners[message.name].items():
            _first(message, name, listener)
    Message.objects.filter(pk__in=[message.pk for message in fresh]).update(relayed_at=clock.now())
    return len(fresh) + retry(limit)


def retry(limit: int = 200) -> int:
    """Try failed deliveries whose pause is over."""
    due = Delivery.objects.filter(done_at=None, dead_at=None, next_at__lte=clock.now())
    rows = list(due.select_related("message").order_by("next_at")[:limit])
    for row in rows:
        _again(row)
    return len(rows)


def redeliver(delivery: Delivery) -> None:
    """Bring a dead delivery back for one more round of tries."""
    Delivery.objects.filter(pk=delivery.pk, done_at=None).update(
        attempts=0, dead_at=None, next_at=clock.now()
    )


def drain(rounds: int = 100) -> int:
    """Relay until nothing is left (tests, demo, imports). Returns how many were handled."""
    total = 0
    for _ in range(rounds):
        handled = relay()
        if not handled:
            break
        total += handled
    return total


def _first(message: Message, name: str, listener: Listener) -> None:
    try:
        with transaction.atomic():
            Delivery.objects.create(message=message, listener=name, done_at=clock.now())
            listener(read(message.name, message.body))
    except IntegrityError:
        if not Delivery.objects.filter(message=message, listener=name).exists():
            _failed(message, name, "a constraint refused the change")
    except Exception as error:
        log.exception("%s failed on %s", name, message.public_id)
        _failed(message, name, repr(error))


def _failed(message: Message, name: str, error: str) -> None:
    Delivery.objects.get_or_create(
        message=message,
        listener=name,
        defaults={"next_at": clock.now() + backoff(1), "error": error[:2000]},
    )


def _again(row: Delivery) -> None:
    listener = listeners[row.message.name].get(row.listener)
    try:
        with transaction.atomic():
            taken = Delivery.objects.filter(pk=row.pk, done_at=None).update(done_at=clock.now(), error="")
            if taken and listener is not None:
                listener(read(row.message.name, row.message.body))
    except Exception as error:
        log.exception("%s failed again on %s", row.listener, row.message.public_id)
        _postpone(row, repr(error))


def _postpone(row: Delivery, error: str) -> None:
    attempts = row.attempts + 1
    now = clock.now()
    dead = now if attempts >= MAX_ATTEMPTS else None
    Delivery.objects.filter(pk=row.pk).update(
        attempts=attempts, error=error[:2000], dead_at=dead, next_at=now + backoff(attempts)
    )
