"""The audit trail shows when it was tampered with."""

from __future__ import annotations

import pytest

from regulars.ground.kit import audit
from regulars.ground.kit.models import AuditEntry

pytestmark = pytest.mark.django_db


def _write(count: int) -> None:
    AuditEntry.objects.bulk_create(AuditEntry(action=f"a.{n}", actor_kind="system") for n in range(count))


def test_sealed_entries_that_stay_as_they_were_are_whole() -> None:
    _write(3)
    assert audit.seal() == 3
    _write(2)
    assert audit.seal() == 2
    assert audit.seal() == 0
    assert audit.broken_seals() == []


@pytest.mark.parametrize("how", ["change", "delete"])
def test_a_changed_or_missing_entry_breaks_its_seal(how: str) -> None:
    _write(3)
    audit.seal()
    victim = AuditEntry.objects.order_by("pk")[1]
    if how == "change":
        AuditEntry.objects.filter(pk=victim.pk).update(action="a.forged")
    else:
        victim.delete()
    assert len(audit.broken_seals()) == 1
