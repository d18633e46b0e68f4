"""A person opens a message."""

from __future__ import annotations

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.loyalty.outreach.events import MessageRead
from regulars.loyalty.outreach.models import Contact
from regulars.loyalty.outreach.queries import message_of


@action("outreach.open_message", audit=False)
def open_message(*, by: Actor, contact_id: str) -> Contact:
    """The person read a message of their own inbox. Safe to repeat. Raises NotFound, LogInFirst."""
    person = by.require_person()
    row, _words = message_of(person, contact_id)
    unread = Contact.objects.of(row.campaign.store_id).filter(pk=row.pk, read_at=None)
    if unread.update(read_at=clock.now()) and not row.test:
        announce(
            MessageRead(
                campaign=row.campaign.public_id,
                contact=row.public_id,
                store_id=row.campaign.store_id,
                person_id=person,
            )
        )
    return row
