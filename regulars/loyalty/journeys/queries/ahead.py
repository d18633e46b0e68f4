"""A dry run: who would enter now, whom messages could reach and why not the others, and how they read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from regulars.loyalty.customers.models import Relation
from regulars.loyalty.journeys.models import Journey
from regulars.loyalty.journeys.rules.definition import Definition, Send, steps_of
from regulars.loyalty.outreach.queries import Campaign, Worded, outcomes, worded
from regulars.loyalty.outreach.rules.contacts import Outcome
from regulars.loyalty.segments.figures import groups
from regulars.loyalty.segments.models import Segment
from regulars.loyalty.segments.queries import member_keys
from regulars.loyalty.segments.rules.definition import parse
from regulars.people.accounts.models import Person
from regulars.people.merchants.models import Store

BATCH, SHOWN = 1000, 8
REACHED: tuple[Outcome, ...] = ("send", "held_out", "budget")


@dataclass(slots=True)
class Ahead:
    """What would happen at a start now.

    `in_group`: how many are in the entry's group; `there`: how many of them are in the goal already; `entering`: how
    many go on the journey at once. `ways`: for each channel and purpose of the journey's messages what would become
    of one for those in the group, without the ones who are there. `people`: a few of those.
    """

    in_group: int = 0
    there: int = 0
    entering: int = 0
    ways: dict[tuple[str, str], Counter[Outcome]] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)


def ahead(journey: Journey, definition: Definition) -> Ahead:
    """The dry run of a draft. Groups that a rule describes are asked of the lake, each once."""
    store = journey.store
    inside, goal = keys_in(store, definition.entry.group), keys_in(store, definition.goal)
    able = sorted(inside - goal)
    found = Ahead(len(inside), len(inside & goal), 0 if definition.entry.who == "new" else len(able))
    letters = samples(journey, definition)
    found.ways = {way: Counter() for way in letters}
    for start in range(0, len(able), BATCH):
        people = list(Person.objects.filter(pk__in=able[start : start + BATCH]).order_by("pk"))
        found.people += people[: SHOWN - len(found.people)]
        for way, letter in letters.items():
            found.ways[way].update(one.outcome for one in outcomes(letter, people))
    return found


def keys_in(store: Store, group: str) -> set[int]:
    """The keys of the people in a group now; nobody in one that does not exist."""
    row = Segment.objects.of(store).filter(public_id=group, archived_at=None).first()
    if row is None:
        return set()
    return set(member_keys(row) if row.definition is None else groups.keys(store, parse(row.definition)))


def samples(journey: Journey, definition: Definition) -> dict[tuple[str, str], Campaign]:
    """One message of each channel and purpose, as outreach judges it; nothing is written down."""
    letters = (step for step in steps_of(definition) if isinstance(step, Send))
    return {(step.channel, step.purpose): _letter(journey, step) for step in letters}


def reads(
    journey: Journey, definition: Definition, person: Person, relation: Relation | None
) -> dict[str, Worded]:
    """Every message of a journey in one person's words, by step."""
    letters = (step for step in steps_of(definition) if isinstance(step, Send))
    return {step.id: worded(_letter(journey, step), person, relation) for step in letters}


def _letter(journey: Journey, step: Send) -> Campaign:
    """A message that is not on record: under the journey's id, so that the same people are held out."""
    return Campaign(
        public_id=journey.public_id,
        store=journey.store,
        purpose=step.purpose,
        channel=step.channel,
        subject=step.subject,
        text=step.text,
        subject_zh=step.subject_zh,
        text_zh=step.text_zh,
        holdout_percent=journey.holdout_percent,
    )
