"""What a person sees: the inbox, every store that may write, and how much of the week's budget is used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from regulars.ground.kit.refusals import NotFound
from regulars.loyalty.customers.models import Relation
from regulars.loyalty.customers.queries import last_words, relation_of, stores_met
from regulars.loyalty.outreach.hooks import INBOX
from regulars.loyalty.outreach.models import SENT, Contact
from regulars.loyalty.outreach.queries.ground import cap, channel_names, this_week, used_by, zone
from regulars.loyalty.outreach.queries.wording import Worded, worded
from regulars.loyalty.outreach.rules.hours import week_ends
from regulars.people.merchants.models import Store

# What the one switch of a channel speaks about: messages a store sends of its own accord.
SWITCHED = ("offers", "news")


def inbox_of(person_id: int) -> QuerySet[Contact]:
    """Everything in a person's inbox, the latest first."""
    rows = Contact.objects.across_stores("a person's own inbox")
    mine = rows.filter(person_id=person_id, state=SENT, campaign__channel=INBOX)
    return mine.select_related("campaign__store", "person").order_by("-id")


def unread_of(person_id: int | None) -> int:
    """How many messages a person has not opened; nobody has none."""
    return inbox_of(person_id).filter(read_at=None).count() if person_id else 0


def message_of(person_id: int, public_id: str) -> tuple[Contact, Worded]:
    """One message in a person's own inbox, in their words. Raises NotFound."""
    found = inbox_of(person_id).filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    campaign = found.campaign
    return found, worded(campaign, found.person, relation_of(campaign.store_id, person_id))


@dataclass(frozen=True, slots=True)
class Writer:
    """A store a person has to do with: how they met, and over which channels it may write."""

    store: Store
    relation: Relation
    allowed: dict[str, bool]
    since: dict[str, datetime]

    @property
    def any(self) -> bool:
        """Whether it may write at all."""
        return any(self.allowed.values())


def writers_of(person_id: int) -> list[Writer]:
    """Every store a person has met, those that may write first."""
    said, names = last_words(person_id), channel_names()
    found = []
    for relation in stores_met(person_id):
        words = {name: [said.get((relation.store_id, one, name)) for one in SWITCHED] for name in names}
        yes = {name: [word for word in some if word and word.granted] for name, some in words.items()}
        since = {name: max(word.at for word in some) for name, some in yes.items() if some}
        found.append(
            Writer(relation.store, relation, {name: bool(some) for name, some in yes.items()}, since)
        )
    return sorted(found, key=lambda one: not one.any)


@dataclass(frozen=True, slots=True)
class Budget:
    """Messages of all stores together in the running week: had, at most, and when the next week begins."""

    used: int
    most: int
    until: datetime


def budget_of(person_id: int) -> Budget:
    """A person's budget of contacts."""
    week = this_week()
    return Budget(used_by([person_id], week).get(person_id, 0), cap(), week_ends(week, zone()))
