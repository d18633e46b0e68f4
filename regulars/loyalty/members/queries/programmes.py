"""What stores promise their members."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, QuerySet

from regulars.loyalty.members.models import Programme, ProgrammeVersion
from regulars.loyalty.members.rules import Rules
from regulars.people.merchants.models import Store


@dataclass(frozen=True, slots=True)
class Running:
    """A programme with the rules in force."""

    row: Programme
    rules: Rules

    @property
    def open(self) -> bool:
        """Whether people can join and earn."""
        return self.row.closed_at is None


def programme_of(store: Store | int) -> Running | None:
    """The store's programme, if it ever had one. One query."""
    key = store if isinstance(store, int) else store.pk
    return programmes_in([key]).get(key)


def programmes_in(store_ids: Iterable[int]) -> dict[int, Running]:
    """The programmes of these stores, by the store's key. One query."""
    rows = ProgrammeVersion.objects.across_stores("programmes are public").filter(
        programme__store__in=list(store_ids), version=F("programme__version")
    )
    found = rows.select_related("programme")
    return {row.programme.store_id: Running(row.programme, Rules.from_data(row.rules)) for row in found}


def versions_of(store: Store) -> QuerySet[ProgrammeVersion]:
    """What the programme has promised, the latest first."""
    return ProgrammeVersion.objects.of(store).order_by("-version")


def rules_of(store_id: int, version: int) -> Rules:
    """The rules of one version."""
    row = ProgrammeVersion.objects.of(store_id).get(version=version)
    return Rules.from_data(row.rules)
