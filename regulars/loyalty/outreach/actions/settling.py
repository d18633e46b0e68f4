"""Who gets a message and who does not: consent, address, hold-out, and the week's places shared by all stores."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from django.db.models import Count

from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.loyalty.customers.queries import allowing, relations_of
from regulars.loyalty.outreach.actions.moving import moved, only_system, take_place, tell
from regulars.loyalty.outreach.hooks import INBOX
from regulars.loyalty.outreach.models import SENDING, SENT, WAITING, Contact, ContactWeek
from regulars.loyalty.outreach.queries import cap, used_by, zone
from regulars.loyalty.outreach.queries.judging import standing
from regulars.loyalty.outreach.rules.contacts import (
    LATELY,
    Nearness,
    Standing,
    Wish,
    allot,
    engagement,
    judge,
)
from regulars.loyalty.outreach.rules.hours import week_of


@action("outreach.settle", audit=False)
def settle(*, by: Actor, people: Sequence[int], campaigns: Collection[int]) -> list[Contact]:
    """Decide for these people what becomes of every one of these due messages (both by key) that waits for them.

    Inbox messages are there with that; returned are those that a channel must still take. Several may settle the
    same people at once: each contact is claimed once and each place in a week given once. System only.
    """
    only_system(by)
    waiting = _waiting(people, campaigns)
    judged = _Facts(waiting, people)
    handed: list[Contact] = []
    for person in sorted(judged.by_person):
        handed += _settle_one(judged, judged.by_person[person])
    return handed


@action("outreach.take_tests", audit=False)
def take_tests(*, by: Actor) -> list[Contact]:
    """Claim the tests that wait for a channel. System only."""
    only_system(by)
    rows = Contact.objects.across_stores("tests of every store").filter(state=WAITING, test=True)
    waiting = rows.select_related("campaign__store", "person").order_by("pk")[:100]
    return [contact for contact in waiting if moved(contact, WAITING, SENDING)]


class _Facts:
    """What must be known to settle some people, read in a few queries."""

    def __init__(self, waiting: Sequence[Contact], people: Sequence[int]) -> None:
        self.now, self.zone, self.most = clock.now(), zone(), cap()
        self.week = week_of(self.now, self.zone)
        self.by_person: dict[int, list[Contact]] = defaultdict(list)
        for contact in waiting:
            self.by_person[contact.person_id].append(contact)
        _open_weeks(self.by_person, self.week, self.most)
        self.used = used_by(people, self.week)
        self._allowed: dict[int, set[int]] = {}
        self._points: dict[int, dict[int, int]] = {}
        for campaign in {contact.campaign_id: contact.campaign for contact in waiting}.values():
            self._allowed[campaign.pk] = allowing(
                campaign.store_id, people, campaign.purpose, campaign.channel
            )
            if campaign.store_id not in self._points:
                self._points[campaign.store_id] = _points(campaign.store_id, people, self.now)

    def standing(self, contact: Contact, left: int) -> Standing:
        """What decides about a contact."""
        return standing(
            contact.campaign, contact.person, contact.person_id in self._allowed[contact.campaign_id], left
        )

    def week_of(self, contact: Contact) -> date:
        """The week in which a contact was claimed: a place that is given back goes there, so it comes from there."""
        week = week_of(contact.at, self.zone)
        if week != self.week:
            _open_weeks([contact.person_id], week, self.most)
        return week

    def wish(self, contact: Contact) -> Wish:
        """The contact's claim to a place."""
        points = self._points[contact.campaign.store_id].get(contact.person_id, 0)
        return Wish(contact.campaign.public_id, points)


def _waiting(people: Sequence[int], campaigns: Collection[int]) -> list[Contact]:
    rows = Contact.objects.across_stores("all stores share a person's week")
    due = rows.filter(person_id__in=people, state=WAITING, test=False, campaign_id__in=campaigns)
    running = due.filter(campaign__stopped_at=None, campaign__enlisted_at__isnull=False)
    return list(running.select_related("campaign__store", "person").order_by("person_id", "campaign_id"))


def _open_weeks(people: Iterable[int], week: date, most: int) -> None:
    rows = [ContactWeek(person_id=key, week=week, cap=most) for key in sorted(people)]
    ContactWeek.objects.bulk_create(rows, ignore_conflicts=True)


def _points(store_id: int, people: Sequence[int], now: datetime) -> dict[int, int]:
    """Each person's engagement with a store."""
    rows = Contact.objects.of(store_id).filter(person_id__in=people, read_at__gte=now - LATELY, test=False)
    read = dict(rows.order_by().values_list("person_id").annotate(many=Count("pk")))
    return {
        key: engagement(
            Nearness(
                orders=row.orders_count,
                follows=row.followed_at is not None,
                last_seen_at=row.last_touch_at,
                read=read.get(key, 0),
            ),
            now,
        )
        for key, row in relations_of(store_id, people).items()
    }


def _settle_one(facts: _Facts, contacts: Sequence[Contact]) -> list[Contact]:
    """One person's messages: first who may write at all, then who gets the places that are left."""
    able, handed = [], []
    for contact in contacts:
        outcome = judge(facts.standing(contact, 1))
        if outcome in ("send", "held_out"):
            able.append((contact, outcome))
        else:
            moved(contact, WAITING, outcome)
    left = facts.most - facts.used.get(contacts[0].person_id, 0)
    out = [contact.campaign.public_id for contact, outcome in able if outcome == "held_out"]
    places = allot(contacts[0].person.public_id, [facts.wish(one) for one, _outcome in able], out, left)
    for contact, outcome in able:
        if not places[contact.campaign.public_id]:
            moved(contact, WAITING, "budget")
        elif outcome == "held_out":
            moved(contact, WAITING, "held_out")
        elif _sent(contact, facts):
            handed.append(contact)
    return handed


def _sent(contact: Contact, facts: _Facts) -> bool:
    """Claim the contact and a place for it; whether a channel must take it now."""
    inbox = contact.campaign.channel == INBOX
    state = SENT if inbox else SENDING
    if not moved(contact, WAITING, state):
        return False
    if not take_place(contact.person_id, facts.week_of(contact), facts.most):
        moved(contact, state, "budget")
        return False
    if inbox:
        tell(contact)
    return not inbox
