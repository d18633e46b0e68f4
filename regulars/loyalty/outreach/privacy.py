"""What stores wrote to a person, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

from regulars.ground.kit.exports import CHUNK
from regulars.ground.kit.privacy import About, forgets, knows_nobody, tells
from regulars.loyalty.outreach.models import Campaign, Contact, ContactWeek

knows_nobody("what a store writes to a group, the same for everybody in it", Campaign)


@tells(
    "messages",
    "campaign.store.name campaign.channel campaign.purpose campaign.subject campaign.text state at read_at",
    Contact,
)
def _messages(about: About) -> Iterator[Contact]:
    return _mine(about).select_related("campaign__store").order_by("pk").iterator(CHUNK)


@tells("weeks", "week used cap", ContactWeek)
def _weeks(about: About) -> Iterable[ContactWeek]:
    return about.only_whole(ContactWeek.objects.filter(person_id=about.person_id)).order_by("pk")


@forgets("the inbox is emptied: nobody can tell any more who got a message", Contact)
def _forget_messages(about: About) -> None:
    _mine(about).delete()


@forgets("the count of the week's messages goes with the account", ContactWeek)
def _forget_weeks(about: About) -> None:
    if about.whole:
        ContactWeek.objects.filter(person_id=about.person_id).delete()


def _mine(about: About) -> QuerySet[Contact]:
    rows = Contact.objects.across_stores("one person's own messages")
    return rows.filter(person_id=about.person_id, **about.at("campaign__store_id"))
