"""`announce`: a fact goes into the outbox in the same transaction as what made it true."""

from __future__ import annotations

from django.db import connection

from regulars.ground.bus.facts import Fact, known
from regulars.ground.bus.models import Message
from regulars.ground.kit import clock
from regulars.ground.kit.actions import Frame, frame
from regulars.ground.kit.statements import FEW, insert_all


class NotInTransaction(RuntimeError):
    """A fact was announced where nothing can make it true."""


def announce(*facts: Fact) -> None:
    """Store `facts` with the running transaction. Raises NotInTransaction outside one."""
    if not connection.in_atomic_block:
        raise NotInTransaction("announce a fact inside the action that makes it true")
    messages = [_message(fact) for fact in facts]
    running = frame()
    if running is None:
        Message.objects.bulk_create(messages, batch_size=500)
    elif "messages" in running.waiting:
        running.waiting["messages"].extend(messages)
    else:
        running.waiting["messages"] = messages
        running.flushes.append(_flush)


def waiting_facts() -> list[Message]:
    """What the running action announced so far and has not stored yet."""
    running = frame()
    return running.waiting.get("messages", []) if running else []


def _flush(running: Frame) -> None:
    messages = running.waiting["messages"]
    if len(messages) > FEW:
        Message.objects.bulk_create(messages, batch_size=500)
    else:
        insert_all(messages)


def _message(fact: Fact) -> Message:
    if fact.name not in known:
        raise LookupError(f"{type(fact).__name__} is not public: decorate it with @public")
    return Message(
        name=fact.name,
        body=fact.body(),
        store_id=fact.store_id,
        person_id=fact.person_id,
        ref=fact.ref,
        at=clock.now(),
    )
