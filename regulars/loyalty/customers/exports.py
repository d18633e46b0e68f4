"""What a store takes along of its customers: relations, what they allowed, and the staff's notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from regulars.ground.kit.exports import CHUNK, goes_along
from regulars.loyalty.customers.models import Consent, Note, Relation
from regulars.people.merchants.models import Store


@dataclass(frozen=True, slots=True)
class Known:
    """A relation with the address that may leave with it, and the words and the moment that allow it."""

    relation: Relation
    allowed: Consent | None

    @property
    def email(self) -> str:
        """The address, while somebody may write to it."""
        return (self.relation.person.email or "") if self.allowed else ""

    def __getattr__(self, name: str) -> Any:
        """Everything else is the relation's."""
        return getattr(self.relation, name)


@goes_along(
    "customers",
    "public_id person.public_id person.name email allowed.purpose allowed.wording allowed.place allowed.at origin "
    "origin_ref first_touch_at last_touch_at followed_at left_at "
    "first_order_at last_order_at orders_count paid_minor refunded_minor currency",
    Relation,
)
def _customers(store: Store) -> Iterator[Known]:
    rows = Relation.objects.of(store).select_related("person").prefetch_related("consents").order_by("pk")
    return (Known(row, _allowed(row)) for row in rows.iterator(CHUNK))


def _allowed(relation: Relation) -> Consent | None:
    """An address leaves the store only while the person's last word about mail, for some purpose, is yes."""
    said = sorted(relation.consents.all(), key=attrgetter("at", "pk"))
    last = {one.purpose: one for one in said if one.channel == "email"}
    granted = [one for one in last.values() if one.granted]
    return max(granted, key=attrgetter("at", "pk"), default=None)


@goes_along("consents", "relation.public_id purpose channel granted wording place at", Consent)
def _consents(store: Store) -> Iterator[Consent]:
    rows = Consent.objects.filter(relation__store=store).select_related("relation")
    return rows.order_by("pk").iterator(CHUNK)


@goes_along("notes", "public_id relation.public_id text at", Note)
def _notes(store: Store) -> Iterator[Note]:
    return Note.objects.of(store).select_related("relation").order_by("pk").iterator(CHUNK)
