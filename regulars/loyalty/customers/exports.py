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
    """A relation with the address that may leave with it."""

    relation: Relation
    email: str

    def __getattr__(self, name: str) -> Any:
        """Everything else is the relation's."""
        return getattr(self.relation, name)


@goes_along(
    "customers",
    "public_id person.public_id person.name email origin origin_ref first_touch_at last_touch_at followed_at left_at "
    "first_order_at last_order_at orders_count paid_minor refunded_minor currency",
    Relation,
)
def _customers(store: Store) -> Iterator[Known]:
    rows = Relation.objects.of(store).select_related("person").prefetch_related("consents").order_by("pk")
    return (Known(row, _email(row)) for row in rows.iterator(CHUNK))


def _email(relation: Relation) -> str:
    """An address leaves the store only while the person's last word about mail, for some purpose, is yes."""
    said = sorted(relation.consents.all(), key=attrgetter("at", "pk"))
    last = {one.purpose: one.granted for one in said if one.channel == "email"}
    return (relation.person.email or "") if any(last.values()) else ""


@goes_along("consents", "relation.public_id purpose channel granted wording place at", Consent)
def _consents(store: Store) -> Iterator[Consent]:
    rows = Consent.objects.filter(relation__store=store).select_related("relation")
    return rows.order_by("pk").iterator(CHUNK)


@goes_along("notes", "public_id relation.public_id text at", Note)
def _notes(store: Store) -> Iterator[Note]:
    return Note.objects.of(store).select_related("relation").order_by("pk").iterator(CHUNK)
