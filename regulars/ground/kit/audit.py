"""The audit trail is sealed: each seal is a hash over its entries and the seal before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import orjson
from django.db import IntegrityError, transaction

from regulars.ground.kit.models import AuditEntry, AuditSeal

RUN = 5000


def seal() -> int:
    """Seal the entries since the last seal; returns how many. Two sealers at once make one seal."""
    last = AuditSeal.objects.order_by("-last_id").first()
    entries = list(AuditEntry.objects.filter(pk__gt=last.last_id if last else 0).order_by("pk")[:RUN])
    if not entries:
        return 0
    try:
        with transaction.atomic():
            AuditSeal.objects.create(
                first_id=entries[0].pk,
                last_id=entries[-1].pk,
                entries=len(entries),
                digest=_digest(last.digest if last else "", entries),
            )
    except IntegrityError:
        return 0
    return len(entries)


def broken_seals() -> list[int]:
    """Keys of the seals whose entries are no longer what was sealed."""
    before, broken = "", []
    for one in AuditSeal.objects.order_by("first_id"):
        entries = AuditEntry.objects.filter(pk__gte=one.first_id, pk__lte=one.last_id).order_by("pk")
        if _digest(before, entries) != one.digest:
            broken.append(one.pk)
        before = one.digest
    return broken


def _digest(before: str, entries: Iterable[AuditEntry]) -> str:
    running = hashlib.sha256(before.encode())
    for entry in entries:
        running.update(
            orjson.dumps(
                [
                    entry.pk,
                    entry.at,
                    entry.action,
                    entry.actor_kind,
                    entry.person_id,
                    entry.store_id,
                    entry.objects_named,
                    entry.note,
                ],
                option=orjson.OPT_SORT_KEYS,
            )
        )
    return running.hexdigest()
