"""Messages on their way: who is meant and what became of it. All of it may stop at any step and go on."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.loyalty.outreach.actions.moving import moved, only_system, place_back, tell
from regulars.loyalty.outreach.events import CampaignFinished
from regulars.loyalty.outreach.models import FAILED, SENDING, SENT, WAITING, Campaign, Contact
from regulars.loyalty.outreach.queries import counts_of

BATCH = 1000
LOST_AFTER = timedelta(hours=1)


@action("outreach.enlist", audit=False)
def enlist(*, by: Actor, campaign: Campaign, people: Collection[int]) -> None:
    """Note everybody (by key) a due message is meant for, once. System only; safe to repeat.

    A message that was stopped or held back meanwhile is left alone.
    """
    only_system(by)
    rows = Campaign.objects.of(campaign.store_id).filter(pk=campaign.pk, due_at__isnull=False)
    if not rows.filter(enlisted_at=None, stopped_at=None).update(enlisted_at=clock.now()):
        return
    keys = sorted(people)
    for start in range(0, len(keys), BATCH):
        made = [Contact(campaign=campaign, person_id=key) for key in keys[start : start + BATCH]]
        Contact.objects.bulk_create(made)


@action("outreach.record_sent", audit=False)
def record_sent(*, by: Actor, contact: Contact, reference: str = "") -> None:
    """A channel took the message. System only."""
    only_system(by)
    if moved(contact, SENDING, SENT, reference) and not contact.test:
        tell(contact)


@action("outreach.record_failed", audit=False)
def record_failed(*, by: Actor, contact: Contact, why: str) -> None:
    """A channel could not reach the person: the place in their week is free again. System only."""
    only_system(by)
    if moved(contact, SENDING, FAILED, why) and not contact.test:
        place_back(contact)


@action("outreach.put_back", audit=False)
def put_back(*, by: Actor, contact: Contact) -> None:
    """A channel is out of order and took nothing: the message waits for the next round. System only."""
    only_system(by)
    if moved(contact, SENDING, FAILED if contact.test else WAITING, "") and not contact.test:
        place_back(contact)


@action("outreach.finish", audit=False)
def finish(*, by: Actor, campaign: Campaign) -> bool:
    """Close a message for which nobody waits any more; whether it was closed now. System only."""
    only_system(by)
    counts = counts_of(campaign)
    open_ones = Campaign.objects.of(campaign.store_id).filter(
        pk=campaign.pk, finished_at=None, stopped_at=None, enlisted_at__isnull=False
    )
    if counts.open or not open_ones.update(finished_at=clock.now()):
        return False
    announce(
        CampaignFinished(
            campaign=campaign.public_id,
            sent=counts.sent,
            held_out=counts.by_state.get("held_out", 0),
            store_id=campaign.store_id,
        )
    )
    return True


@action("outreach.give_up_interrupted", audit=False)
def give_up_interrupted(*, by: Actor) -> int:
    """Messages handed to a channel by a process that died: nobody knows, so they are not sent again. System only."""
    only_system(by)
    rows = Contact.objects.across_stores("whatever process died, whichever store")
    lost = rows.filter(state=SENDING, at__lt=clock.now() - LOST_AFTER)
    return lost.update(state=FAILED, note="interrupted", at=clock.now())
