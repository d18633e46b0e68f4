"""Facts reach the lake: in batches with a key each, so that a repeat after a crash changes nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import orjson
from django.db import transaction

from regulars.ground import lake
from regulars.ground.bus.clocked import clocked
from regulars.ground.bus.models import Delivery, LakeBatch, Message
from regulars.ground.bus.naming import public_ids
from regulars.ground.kit import clock

BATCH = 2000
KEPT = timedelta(days=90)


def to_lake() -> int:
    """Write one batch of facts to the lake; returns how many facts were handled."""
    batch = LakeBatch.objects.filter(written_at=None).order_by("id").first() or _gather()
    if batch is None:
        return 0
    messages = list(Message.objects.filter(lake_batch=batch).order_by("id"))
    lake.append("facts", _rows(messages), batch_key=batch.key)
    LakeBatch.objects.filter(pk=batch.pk).update(written_at=clock.now())
    return len(messages)


def _gather() -> LakeBatch | None:
    keys = list(Message.objects.filter(lake_batch=None).order_by("id").values_list("pk", flat=True)[:BATCH])
    if not keys:
        return None
    with transaction.atomic():
        batch = LakeBatch.objects.create()
        Message.objects.filter(pk__in=keys, lake_batch=None).update(lake_batch=batch)
    return batch


def _rows(messages: list[Message]) -> list[dict[str, Any]]:
    stores = public_ids("store", (m.store_id for m in messages if m.store_id))
    people = public_ids("person", (m.person_id for m in messages if m.person_id))
    return [
        {
            "seq": message.pk,
            "name": message.name,
            "id": message.public_id,
            "at": message.at,
            "body": orjson.dumps(message.body).decode(),
            "store": stores.get(message.store_id or 0),
            "person": people.get(message.person_id or 0),
            "ref": message.ref or None,
        }
        for message in messages
    ]


@clocked(every=timedelta(minutes=5))
def compact_lake() -> object:
    """Turn closed segments into Parquet."""
    return lake.compact(clock.now())


@clocked(every=timedelta(hours=12))
def forget_old_messages() -> int:
    """Drop messages that were handed out and written long ago."""
    old = Message.objects.filter(at__lt=clock.now() - KEPT, lake_batch__written_at__isnull=False)
    unfinished = Delivery.objects.filter(done_at=None).values("message_id")
    return old.exclude(relayed_at=None).exclude(pk__in=unfinished).delete()[0]
