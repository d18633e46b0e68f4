"""What would become of a message for everybody in its group, before anything is sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from regulars.loyalty.customers.queries import allowing
from regulars.loyalty.outreach.models import Campaign
from regulars.loyalty.outreach.queries.ground import cap, reaches, sent_by, this_week
from regulars.loyalty.outreach.rules.contacts import Outcome, Standing, held_out, judge
from regulars.loyalty.segments.queries import member_keys
from regulars.people.accounts.models import Person

BATCH = 1000


@dataclass(frozen=True, slots=True)
class Judged:
    """A person and what would become of the message for them now."""

    person: Person
    outcome: Outcome


@dataclass(slots=True)
class Preview:
    """How many people each outcome would have, and some of them."""

    counts: Counter[Outcome] = field(default_factory=Counter)
    people: list[Judged] = field(default_factory=list)

    @property
    def everybody(self) -> int:
        """How many people the group has."""
        return sum(self.counts.values())


def foreseen(campaign: Campaign, *, words: str = "", shown: int = 6) -> Preview:
    """What would become of the message for each in its group if it were sent now.

    Shown are the first few of each outcome; with `words` those whose name holds them. Only the store's own messages
    are counted: who may look as often as they like must not see from it whether other stores write to somebody.
    """
    found, wanted = Preview(), words.casefold()
    kept: Counter[Outcome] = Counter()
    for people in _batches(campaign):
        for one in outcomes(campaign, people):
            found.counts[one.outcome] += 1
            if kept[one.outcome] < shown and wanted in one.person.name.casefold():
                kept[one.outcome] += 1
                found.people.append(one)
    return found


def outcomes(campaign: Campaign, people: Sequence[Person]) -> list[Judged]:
    """What would become of the message for each of these people, by themselves."""
    keys = [person.pk for person in people]
    allowed = allowing(campaign.store_id, keys, campaign.purpose, campaign.channel)
    used, most = sent_by(campaign.store_id, keys, this_week()), cap()
    return [
        Judged(one, judge(standing(campaign, one, one.pk in allowed, most - used.get(one.pk, 0))))
        for one in people
    ]


def standing(campaign: Campaign, person: Person, consents: bool, left: int) -> Standing:
    """What decides about one person and the campaign."""
    return Standing(
        consents=consents,
        reachable=reaches(campaign.channel, person),
        left=left,
        held_out=held_out(campaign.public_id, person.public_id, campaign.holdout_percent),
        closed=person.closed_at is not None,
    )


def _batches(campaign: Campaign) -> Iterator[list[Person]]:
    keys = list(member_keys(campaign.segment).order_by("person_id"))
    for start in range(0, len(keys), BATCH):
        yield list(Person.objects.filter(pk__in=keys[start : start + BATCH]).order_by("pk"))
