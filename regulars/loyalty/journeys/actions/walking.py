"""People enter, are moved, and leave. Each batch is one transaction; each move is claimed by one statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Q

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.refusals import Refusal
from regulars.loyalty.customers.queries import relations_of
from regulars.loyalty.journeys.events import JourneyLeft
from regulars.loyalty.journeys.models import Journey, Passage, Traveller, Version
from regulars.loyalty.journeys.queries import REACHED, said, samples
from regulars.loyalty.journeys.queries.running import due, in_groups, letters_of, newcomers
from regulars.loyalty.journeys.rules.definition import Definition, Wait, groups_in, steps_of
from regulars.loyalty.journeys.rules.walking import WENT, Here, Note, Road, Walked, road, walk
from regulars.loyalty.outreach.actions import place, withdraw
from regulars.loyalty.outreach.actions.moving import only_system
from regulars.loyalty.outreach.queries import outcomes, zone
from regulars.loyalty.outreach.rules.contacts import held_out
from regulars.loyalty.segments.actions import tag
from regulars.loyalty.segments.models import SegmentMember
from regulars.people.accounts.models import Person
from regulars.people.merchants.models import Store


@action("journeys.enter", audit=False)
def enter(*, by: Actor, version: Version, people: Sequence[int]) -> int:
    """Let those of these people (by key) in who may enter now; returns how many. System only; safe to repeat."""
    only_system(by)
    keys = list(newcomers(version, people))
    journey, way, now = version.journey, road(said(version)), clock.now()
    turns = _turns(journey, keys)
    persons = list(Person.objects.filter(pk__in=keys).order_by("pk"))
    able = _reachable(journey, said(version), persons)
    rows = [
        Traveller(
            journey=journey,
            version=version,
            person=person,
            turn=turns[person.pk] + 1,
            held_out=held_out(journey.public_id, person.public_id, journey.holdout_percent),
            reachable=person.pk in able,
            step=way.start,
            reached_at=now,
            due_at=now,
            entered_at=now,
        )
        for person in persons
    ]
    Traveller.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


@action("journeys.wake", audit=False)
def wake(*, by: Actor, version: Version) -> None:
    """Have those looked at who got into the goal, or into the group they wait for, as last counted. System only."""
    only_system(by)
    definition, store = said(version), version.journey.store_id
    waits = [step for step in steps_of(definition) if isinstance(step, Wait) and step.how == "group"]
    asked = [(definition.goal, Q())] if definition.goal else []
    for group, where in asked + [(step.group, Q(step=step.id)) for step in waits]:
        inside = SegmentMember.objects.of(store).filter(segment__public_id=group, segment__archived_at=None)
        rows = Traveller.objects.of(store).filter(where, version=version, left_at=None)
        rows = rows.filter(Q(due_at=None) | Q(due_at__gt=clock.now()))
        rows.filter(person_id__in=inside.values("person_id")).update(due_at=clock.now())


@action("journeys.move", audit=False)
def move(*, by: Actor, journey: Journey, travellers: Sequence[int]) -> int:
    """Move those of these travellers (by key) who are due as far as they come; returns how many moved.

    Several may move the same people at once: one of them does. System only; safe to repeat.
    """
    only_system(by)
    rows = list(
        due(journey).filter(pk__in=travellers).select_related("person", "contact", "version", "journey")
    )
    batch = _Batch(journey, rows)
    for row in rows:
        batch.take(row)
    batch.carry_out()
    return batch.moved


@action("journeys.person_went", audit=False)
def person_went(*, by: Actor, store: Store, person_id: int) -> int:
    """Who stops following a store leaves its journeys; returns how many. System only; safe to repeat."""
    only_system(by)
    rows = Traveller.objects.of(store).filter(person_id=person_id, left_at=None)
    left = 0
    for row in rows.select_related("journey", "version"):
        here = Walked("", clock.now(), outcome=WENT, notes=[Note(row.step, WENT)])
        if _claim(row, here, clock.now()):
            Passage.objects.bulk_create(_lines(row, here))
            withdraw(by=SYSTEM, contacts=[row.contact_id] if row.contact_id else [])
            left += 1
    return left


class _Batch:
    """People who are moved in one transaction, and what has to be done for all of them together."""

    def __init__(self, journey: Journey, rows: Sequence[Traveller]) -> None:
        self.journey, self.now, self.zone, self.moved = journey, clock.now(), zone(), 0
        definitions = {row.version_id: said(row.version) for row in rows}
        asked = {name for one in definitions.values() for name in groups_in(one)}
        self._roads: Mapping[int, Road] = {key: road(one) for key, one in definitions.items()}
        self._groups = in_groups(journey, asked, [row.person_id for row in rows])
        self._lines: list[Passage] = []
        self._asking: dict[tuple[int, str], list[Traveller]] = defaultdict(list)
        self._tags: dict[str, list[Traveller]] = defaultdict(list)
        self._withdrawn: list[int] = []

    def take(self, row: Traveller) -> None:
        """Move one person, unless somebody else did."""
        walked = walk(self._roads[row.version_id], self._here(row))
        if not _claim(row, walked, self.now):
            return
        self.moved += bool(walked.notes or walked.ask)
        self._lines += _lines(row, walked)
        if walked.ask:
            self._asking[row.version_id, walked.step].append(row)
        for name in walked.tags:
            self._tags[name].append(row)
        if walked.outcome and row.contact_id:
            self._withdrawn.append(row.contact_id)

    def carry_out(self) -> None:
        """The log, the messages and the tags of everybody moved."""
        for name, rows in self._tags.items():
            self._put_on(name, rows)
        Passage.objects.bulk_create(self._lines)
        if self._withdrawn:
            withdraw(by=SYSTEM, contacts=self._withdrawn)
        letters = letters_of({version for version, _step in self._asking})
        for key, rows in self._asking.items():
            placed = place(
                by=SYSTEM, campaign=letters[key].campaign, turns={row.person_id: row.turn for row in rows}
            )
            for row in rows:
                row.contact = placed[row.person_id]
            Traveller.objects.of(self.journey.store_id).bulk_update(rows, ["contact"])

    def _here(self, row: Traveller) -> Here:
        return Here(
            step=row.step,
            reached_at=row.reached_at,
            now=self.now,
            zone=self.zone,
            journey=self.journey.public_id,
            person=row.person.public_id,
            groups=self._groups.get(row.person_id, frozenset()),
            held_out=row.held_out,
            contact=row.contact.state if row.contact else "",
            contact_at=row.contact.at if row.contact else None,
            told=row.due_at is not None,
        )

    def _put_on(self, name: str, rows: Sequence[Traveller]) -> None:
        known = relations_of(self.journey.store_id, [row.person_id for row in rows])
        try:
            tag(
                by=SYSTEM,
                store=self.journey.store,
                name=name,
                relation_ids=[one.public_id for one in known.values()],
            )
        except Refusal:
            # Meanwhile something else is called so: the log says that there was no tag.
            ids = {row.pk for row in rows}
            for line in self._lines:
                if line.traveller_id in ids and (line.what, line.detail) == ("tagged", name):
                    line.what = "not_tagged"


def _claim(row: Traveller, walked: Walked, now: datetime) -> bool:
    """Bring a traveller to where the walk led; False when somebody moved them meanwhile."""
    stays = walked.step == row.step and not walked.outcome
    moves = row.moves + max(1, len(walked.notes))
    mine = Traveller.objects.of(row.journey.store_id).filter(pk=row.pk, moves=row.moves, left_at=None)
    claimed = mine.update(
        step=walked.step,
        reached_at=walked.reached_at,
        due_at=walked.due_at,
        outcome=walked.outcome,
        left_at=now if walked.outcome else None,
        contact=row.contact_id if stays else None,
        moves=moves,
    )
    if claimed and walked.outcome:
        announce(
            JourneyLeft(
                journey=row.journey.public_id,
                traveller=row.public_id,
                outcome=walked.outcome,
                store_id=row.journey.store_id,
                person_id=row.person_id,
            )
        )
    return bool(claimed)


def _lines(row: Traveller, walked: Walked) -> list[Passage]:
    """The notes of a walk as lines of the log, numbered from where the traveller stood."""
    return [
        Passage(
            traveller=row, number=row.moves + number, step=note.step, what=note.what, detail=note.detail[:200]
        )
        for number, note in enumerate(walked.notes, 1)
    ]


def _turns(journey: Journey, keys: Sequence[int]) -> dict[int, int]:
    """How often each of these people has been on the journey."""
    rows = Traveller.objects.of(journey.store_id).filter(journey=journey, person_id__in=keys)
    last = dict(rows.order_by("turn").values_list("person_id", "turn"))
    return {key: last.get(key, 0) for key in keys}


def _reachable(journey: Journey, definition: Definition, persons: Sequence[Person]) -> set[int]:
    """Whom at least one of the journey's messages could be sent to now, were nobody held out."""
    found = set()
    for letter in samples(journey, definition).values():
        found |= {one.person.pk for one in outcomes(letter, persons) if one.outcome in REACHED}
    return found
