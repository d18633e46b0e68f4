"""One contact's steps, and the places in a person's week: each decided by one statement, whoever asks at once."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q, Value
from django.db.models.functions import Least

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound
from regulars.loyalty.outreach.events import MessageSent
from regulars.loyalty.outreach.models import SENDING, Contact, ContactWeek
from regulars.loyalty.outreach.queries import zone
from regulars.loyalty.outreach.rules.hours import week_of


def only_system(by: Actor) -> None:
    """Raise NotFound for everybody but the system."""
    if by.kind != "system":
        raise NotFound()


def take_place(person_id: int, week: date, most: int) -> bool:
    """One more message in a person's week, if there is room: one statement decides, whoever asks at the same time."""
    rows = ContactWeek.objects.filter(person_id=person_id, week=week, used__lt=Least(F("cap"), Value(most)))
    return bool(rows.update(used=F("used") + 1))


def place_back(contact: Contact) -> None:
    """The place a contact took in its week is free again."""
    week = week_of(contact.at, zone())
    ContactWeek.objects.filter(Q(used__gt=0), person_id=contact.person_id, week=week).update(
        used=F("used") - 1
    )


def moved(contact: Contact, before: str, after: str, note: str = "") -> bool:
    """Bring a contact into its next state, once."""
    rows = Contact.objects.of(contact.campaign.store_id).filter(pk=contact.pk, state=before)
    at = contact.at if before == SENDING else clock.now()
    if not rows.update(state=after, at=at, note=note[:200]):
        return False
    contact.state, contact.at, contact.note = after, at, note[:200]
    return True


def tell(contact: Contact) -> None:
    """Announce that a message went out."""
    announce(
        MessageSent(
            campaign=contact.campaign.public_id,
            contact=contact.public_id,
            channel=contact.campaign.channel,
            store_id=contact.campaign.store_id,
            person_id=contact.person_id,
        )
    )
