"""What a store takes along of itself: its own page, who works there, and what was done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from regulars.ground.kit.exports import CHUNK, goes_along
from regulars.ground.kit.models import AuditEntry
from regulars.people.merchants.models import Invitation, Staff, Store, Suspension


@dataclass(frozen=True, slots=True)
class Act:
    """An entry of the store's trail, the staff by name."""

    at: datetime
    action: str
    by: str
    staff: str
    objects_named: list[str]
    note: dict[str, Any]


@goes_along(
    "store",
    "public_id slug name name_zh story story_zh currency city logo banner freight_minor free_freight_from_minor "
    "returns_days external_ref opened_at closed_at",
    Store,
)
def _store(store: Store) -> list[Store]:
    return [store]


@goes_along("staff", "public_id person.name person.email role rights since ended_at", Staff)
def _staff(store: Store) -> Iterator[Staff]:
    return Staff.objects.filter(store=store).select_related("person").order_by("pk").iterator(CHUNK)


@goes_along("invitations", "public_id email role invited_at expires_at closed_at", Invitation)
def _invitations(store: Store) -> Iterator[Invitation]:
    return Invitation.objects.of(store).order_by("pk").iterator(CHUNK)


@goes_along("suspensions", "reason since lifted_at", Suspension)
def _suspensions(store: Store) -> Iterator[Suspension]:
    return Suspension.objects.filter(store=store).order_by("pk").iterator(CHUNK)


@goes_along("acts", "at action by staff objects_named note", AuditEntry)
def _acts(store: Store) -> Iterator[Act]:
    names = dict(Staff.objects.filter(store=store).values_list("person_id", "person__name"))
    for row in AuditEntry.objects.filter(store_id=store.pk).order_by("pk").iterator(CHUNK):
        who = names.get(row.person_id or 0, "") if row.actor_kind == "staff" else ""
        yield Act(row.at, row.action, row.actor_kind, who, row.objects_named, row.note)
