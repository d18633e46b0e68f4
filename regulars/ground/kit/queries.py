"""Questions to the audit trail."""

from __future__ import annotations

from django.db.models import QuerySet

from regulars.ground.kit.models import AuditEntry as AuditEntry
from regulars.ground.kit.models import AuditSeal
from regulars.ground.kit.models import ImportRun as ImportRun


def audit_trail(
    store_id: int | None = None, action: str = "", person_id: int | None = None
) -> QuerySet[AuditEntry]:
    """Entries, newest first; of one store, of actions that begin so, of one person, or all."""
    entries = AuditEntry.objects.order_by("-id")
    if store_id is not None:
        entries = entries.filter(store_id=store_id)
    if person_id is not None:
        entries = entries.filter(person_id=person_id)
    return entries.filter(action__startswith=action) if action else entries


def sealed_upto() -> AuditSeal | None:
    """The latest seal: entries up to its `last_id` can no longer be changed unseen."""
    return AuditSeal.objects.order_by("-last_id").first()
