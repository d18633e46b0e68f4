"""The messages of one store to one of its customers."""

from __future__ import annotations

from regulars.ground.kit.streams import Found, Older
from regulars.loyalty.outreach.models import SENDING, WAITING, Contact
from regulars.people.merchants.models import Store


def written(store: Store, person_pk: int, older: Older) -> list[Found]:
    """What became of each message to the customer, with the message; tests count for nothing. One query."""
    rows = Contact.objects.of(store).filter(person_id=person_pk, test=False, campaign__dropped_at=None)
    return older.of(rows.exclude(state__in=(WAITING, SENDING)).select_related("campaign"), "at")


def messages_read(store: Store, person_pk: int, older: Older) -> list[Found]:
    """When the customer opened a message of the store in the inbox. One query."""
    rows = Contact.objects.of(store).filter(person_id=person_pk, test=False, campaign__dropped_at=None)
    return older.of(rows.select_related("campaign"), "read_at")
