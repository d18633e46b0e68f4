"""Due messages go out in batches, outside the quiet hours; whatever stops a round, the next goes on from there."""

from __future__ import annotations

import logging
from datetime import timedelta
from time import monotonic

from regulars.ground.bus.clocked import clocked
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.loyalty.customers.queries import relation_of
from regulars.loyalty.outreach import actions
from regulars.loyalty.outreach.hooks import NotDelivered, Outgoing, Unavailable
from regulars.loyalty.outreach.models import TO_GROUP, WAITING, Campaign, Contact
from regulars.loyalty.outreach.queries import channels, quiet, token_for, worded, zone
from regulars.loyalty.outreach.rules.hours import is_quiet
from regulars.loyalty.segments.actions import refresh
from regulars.loyalty.segments.queries import member_keys
from regulars.people.merchants.queries import open_stores_by_key

log = logging.getLogger("regulars.outreach")
PEOPLE = 50
# Short rounds: the worker has other work between them.
SECONDS = 5.0


@clocked(every=timedelta(seconds=10))
def send_due() -> int:
    """Send what is due; returns how many contacts were settled. A round ends after SECONDS, the next goes on."""
    if is_quiet(clock.now(), zone(), quiet()):
        return 0
    running = _running()
    for campaign in running:
        if campaign.enlisted_at is None:
            _enlist(campaign)
    settled = _round(running) if running else 0
    for campaign in running:
        if campaign.kind == TO_GROUP:
            actions.finish(by=SYSTEM, campaign=campaign)
    return settled


@clocked(every=timedelta(seconds=10))
def send_tests() -> int:
    """Hand over the tests that staff sent to themselves, at any hour; returns how many."""
    return sum(deliver(contact) for contact in actions.take_tests(by=SYSTEM))


@clocked(every=timedelta(minutes=10))
def give_up_interrupted() -> int:
    """Close contacts whose process died while a channel had them."""
    return actions.give_up_interrupted(by=SYSTEM)


def deliver(contact: Contact) -> bool:
    """Hand one claimed message to its channel and keep what came of it; False when the channel is out of order."""
    way = channels().get(contact.campaign.channel)
    if way is None:
        actions.put_back(by=SYSTEM, contact=contact)
        return False
    try:
        reference = way.send(outgoing(contact, way.address(contact.person)))
    except Unavailable as problem:
        log.warning("channel %s is out of order: %s", way.name, problem)
        actions.put_back(by=SYSTEM, contact=contact)
        return False
    except NotDelivered as problem:
        actions.record_failed(by=SYSTEM, contact=contact, why=str(problem))
    except Exception:
        log.exception("channel %s failed on %s", way.name, contact.public_id)
        actions.record_failed(by=SYSTEM, contact=contact, why="error")
    else:
        actions.record_sent(by=SYSTEM, contact=contact, reference=reference)
    return True


def outgoing(contact: Contact, address: str) -> Outgoing:
    """A claimed message as its channel needs it."""
    campaign, store = contact.campaign, contact.campaign.store
    relation = relation_of(store, contact.person_id)
    words = worded(campaign, contact.person, relation)
    return Outgoing(
        contact=contact.public_id,
        address=address,
        store=(store.name_zh if words.language != "en" else "") or store.name,
        store_slug=store.slug,
        subject=words.subject,
        text=words.text,
        language=words.language,
        unsubscribe=token_for(relation, campaign.channel) if relation else "",
        test=contact.test,
    )


def _running() -> list[Campaign]:
    """Messages that are due, of stores that are open."""
    rows = Campaign.objects.across_stores("the clock sends for every store")
    due = rows.filter(due_at__lte=clock.now(), finished_at=None, stopped_at=None, dropped_at=None)
    found = list(due.select_related("segment__store", "store").order_by("due_at", "pk"))
    trading = open_stores_by_key(row.store_id for row in found)
    return [row for row in found if row.store_id in trading]


def _enlist(campaign: Campaign) -> None:
    """Note who is in the group now; a group that was put away is not written to."""
    if campaign.segment.archived_at is not None:
        actions.stop(by=SYSTEM, store=campaign.store, campaign_id=campaign.public_id)
        return
    refresh(by=SYSTEM, segment=campaign.segment)
    actions.enlist(by=SYSTEM, campaign=campaign, people=list(member_keys(campaign.segment)))


def _round(running: list[Campaign]) -> int:
    stop_at, settled, broken = monotonic() + SECONDS, 0, set[str]()
    while monotonic() < stop_at:
        ready = [row.pk for row in running if row.channel not in broken]
        people = _next_people(ready)
        if not people or is_quiet(clock.now(), zone(), quiet()):
            break
        handed = actions.settle(by=SYSTEM, people=people, campaigns=ready)
        settled += len(people)
        for contact in handed:
            if contact.campaign.channel in broken:
                actions.put_back(by=SYSTEM, contact=contact)
            elif not deliver(contact):
                broken.add(contact.campaign.channel)
    return settled


def _next_people(campaigns: list[int]) -> list[int]:
    rows = Contact.objects.across_stores("all stores share a person's week")
    waiting = rows.filter(campaign_id__in=campaigns, state=WAITING, test=False)
    return list(waiting.order_by("person_id").values_list("person_id", flat=True).distinct()[:PEOPLE])
