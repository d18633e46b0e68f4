"""How one person walks: from where they stand, as far as it goes now, with a note of every step and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from regulars.loyalty.journeys.rules.definition import (
    Definition,
    Exit,
    Send,
    Split,
    Step,
    Tag,
    Wait,
    branches,
)
from regulars.loyalty.outreach.rules.hours import week_ends, week_of
from regulars.loyalty.segments.rules.shares import PARTS, slot

# What outcomes are called: came to the end, got into the goal, left by an exit or a full week, the account is gone,
# stopped following the store, the journey was ended.
DONE, REACHED, LEFT, CLOSED, WENT, ENDED = "done", "reached", "left", "closed", "went", "ended"
OUTCOMES = (DONE, REACHED, LEFT, CLOSED, WENT, ENDED)
UNDECIDED = ("waiting", "sending")


@dataclass(frozen=True, slots=True)
class Place:
    """A step, the one below it ("" at the end), and where the two sides of a split lead."""

    step: Step
    below: str = ""
    yes: str = ""
    no: str = ""


@dataclass(frozen=True, slots=True)
class Road:
    """A journey ready to be walked: `start` is the first step."""

    start: str
    goal: str
    places: Mapping[str, Place]


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """Where somebody stands, and what is known of them. `groups`: those asked for that they are in.

    `contact` is what became of the message of this step ("" when none was placed), decided at `contact_at`;
    `told`: a full week has been noted already.
    """

    step: str
    reached_at: datetime
    now: datetime
    zone: ZoneInfo
    journey: str
    person: str
    groups: frozenset[str] = frozenset()
    held_out: bool = False
    contact: str = ""
    contact_at: datetime | None = None
    told: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """One line of the log: at which step what happened, and with what."""

    step: str
    what: str
    detail: str = ""


@dataclass(slots=True)
class Walked:
    """How far it went: the step now ("" when over), since and until when, and what is to be done.

    `due_at` None: until the message's fate is known. `ask`: this step's message is to be placed.
    """

    step: str
    reached_at: datetime
    due_at: datetime | None = None
    outcome: str = ""
    ask: bool = False
    tags: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def road(definition: Definition) -> Road:
    """The journey as a map of its steps."""
    places: dict[str, Place] = {}
    start = _laid(definition.steps, "", places)
    return Road(start, definition.goal, places)


def walk(way: Road, here: Here) -> Walked:
    """Everything that can happen now, in one go. Ends: no step leads up, and nobody passes one twice."""
    found = Walked(here.step, here.reached_at)
    if way.goal and way.goal in here.groups:
        found.notes.append(Note(here.step, "reached", way.goal))
        return _over(found, REACHED)
    while not found.outcome and not _stands(way, here, found):
        pass
    return found


def ends_at(step: Wait, reached_at: datetime, zone: ZoneInfo) -> datetime:
    """Until when a wait lasts at most (UTC)."""
    if step.how == "time":
        return reached_at + timedelta(hours=step.hours)
    if step.how == "group":
        return reached_at + timedelta(days=step.days)
    day = reached_at.astimezone(zone).date()
    for ahead in range(9):
        one = day + timedelta(days=ahead)
        at = datetime.combine(one, time(step.hour), zone).astimezone(UTC)
        if at > reached_at and step.weekday in (-1, one.weekday()):
            return at
    raise AssertionError("every weekday comes within nine days")


def in_share(step: Split, journey: str, person: str) -> bool:
    """Whether a person (public id) is on the first side of a split by share: the same every time."""
    return slot(f"{journey}.{step.id}", person) < step.percent * PARTS // 100


def _laid(steps: list[Step], below: str, places: dict[str, Place]) -> str:
    """Put a branch on the map, from its end; returns its first step, or what comes after it."""
    for step in reversed(steps):
        sides = [_laid(one, below, places) for one in branches(step)] or ["", ""]
        places[step.id] = Place(step, below, *sides)
        below = step.id
    return below


def _stands(way: Road, here: Here, found: Walked) -> bool:
    """One step; whether the person stays where they are."""
    place = way.places.get(found.step)
    if place is None:
        _over(found, DONE)
        return True
    match place.step:
        case Wait() as step:
            return _waits(step, place, here, found)
        case Send() as step:
            return _is_written_to(step, place, here, found)
        case Split() as step:
            return _parts(step, place, here, found)
        case Tag() as step:
            return _is_tagged(step, place, here, found)
        case Exit():
            _go(found, here, "exit", "", "")
            _over(found, LEFT)
            return True


def _waits(step: Wait, place: Place, here: Here, found: Walked) -> bool:
    until = ends_at(step, found.reached_at, here.zone)
    if step.how == "group" and step.group in here.groups:
        return _go(found, here, "came", step.group, place.below)
    if here.now >= until:
        return _go(found, here, "in_vain" if step.how == "group" else "waited", "", place.below)
    found.due_at = until
    return True


def _is_written_to(step: Send, place: Place, here: Here, found: Walked) -> bool:
    if here.held_out:
        return _go(found, here, "held_out", "", place.below)
    # What is known of a contact belongs to the step the person stood at; the next message has none yet.
    contact = here.contact if found.step == here.step else ""
    if contact == "budget":
        return _week_full(step, place, here, found)
    if not contact:
        found.ask = True
    if not contact or contact in UNDECIDED:
        return True
    _go(found, here, contact, "", place.below)
    if contact == "closed":
        _over(found, CLOSED)
    return False


def _week_full(step: Send, place: Place, here: Here, found: Walked) -> bool:
    """Try again when the next week begins, while patience lasts."""
    next_week = week_ends(week_of(here.contact_at or here.now, here.zone), here.zone)
    if next_week > here.reached_at + timedelta(days=step.patience_days):
        _go(found, here, "gave_up", step.otherwise, place.below)
        if step.otherwise == "leave":
            _over(found, LEFT)
        return False
    if here.now >= next_week:
        found.ask = True
        return True
    if not here.told:
        found.notes.append(Note(step.id, "week_full", next_week.isoformat()))
    found.due_at = next_week
    return True


def _parts(step: Split, place: Place, here: Here, found: Walked) -> bool:
    if step.by == "share":
        chosen, detail = in_share(step, here.journey, here.person), str(step.percent)
    else:
        chosen, detail = step.group in here.groups, step.group
    return _go(found, here, "yes" if chosen else "no", detail, place.yes if chosen else place.no)


def _is_tagged(step: Tag, place: Place, here: Here, found: Walked) -> bool:
    if here.held_out:
        return _go(found, here, "held_out", "", place.below)
    found.tags.append(step.name)
    return _go(found, here, "tagged", step.name, place.below)


def _go(found: Walked, here: Here, what: str, detail: str, to: str) -> bool:
    """Note what happened and stand at the next step; never stays."""
    found.notes.append(Note(found.step, what, detail))
    found.step, found.reached_at = to, here.now
    return False


def _over(found: Walked, outcome: str) -> Walked:
    found.outcome, found.step, found.due_at, found.ask = outcome, "", None, False
    return found
