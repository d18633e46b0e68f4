"""Journeys that run, and rounds of the clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.loyalty.customers import actions as customers
from regulars.loyalty.journeys import actions, queries, tasks
from regulars.loyalty.journeys.models import Journey, Traveller
from regulars.loyalty.outreach import tasks as outreach
from regulars.loyalty.outreach.queries import inbox_of, message_of
from regulars.loyalty.segments import actions as segments
from regulars.people.accounts.models import Person
from regulars.people.merchants.models import Store

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def tagged(store: Store, name: str, who: Iterable[Person]) -> str:
    """A group made by hand; whoever is named comes into it now."""
    ids = [
        customers.touch(by=SYSTEM, store=store, person_id=person.pk, origin="visit").public_id
        for person in who
    ]
    return segments.tag(by=SYSTEM, store=store, name=name, relation_ids=ids).public_id


def untagged(store: Store, group: str, who: Iterable[Person]) -> None:
    """Out of the group again."""
    ids = [
        customers.touch(by=SYSTEM, store=store, person_id=person.pk, origin="visit").public_id
        for person in who
    ]
    segments.untag(by=SYSTEM, store=store, segment_id=group, relation_ids=ids)


def send(number: int, **more: Any) -> dict[str, Any]:
    """A message step."""
    return {
        "kind": "send", "id": f"s{number}", "subject": f"Letter {number}", "text": "Dear {name|friend}",
        **more,
    }  # fmt: skip


def wait(number: int, **more: Any) -> dict[str, Any]:
    """A step that waits; a day unless told otherwise."""
    return {"kind": "wait", "id": f"s{number}", "hours": 24, **more}


def plan(
    store: Store, entry: dict[str, Any], *steps: dict[str, Any], goal: str = "", held: int = 0
) -> Journey:
    """A draft."""
    said = {"entry": entry, "goal": goal, "steps": list(steps)}
    row = actions.plan(by=SYSTEM, store=store, name="Spring", definition=said)
    return actions.describe(
        by=SYSTEM, store=store, journey_id=row.public_id, name=row.name, holdout_percent=held, window_days=30
    )


def going(
    store: Store, entry: dict[str, Any], *steps: dict[str, Any], goal: str = "", held: int = 0
) -> Journey:
    """A journey that has started."""
    row = plan(store, entry, *steps, goal=goal, held=held)
    return actions.start(by=SYSTEM, store=store, journey_id=row.public_id)


def rounds(at: datetime) -> None:
    """What the worker does at a moment: in, on, out with the messages, and on again."""
    with clock.at(at):
        tasks.let_in()
        tasks.move_due()
        while outreach.send_due():
            pass
        tasks.move_due()


def letters(person: Person) -> list[str]:
    """The subjects in somebody's inbox, the first one first."""
    rows = inbox_of(person.pk).order_by("id")
    return [message_of(person.pk, row.public_id)[1].subject for row in rows]


def log(journey: Journey, person: Person) -> list[str]:
    """What happened to somebody on a journey, over all turns."""
    rows = Traveller.objects.of(journey.store_id).filter(journey=journey, person=person).order_by("turn")
    return [line.what for row in rows.select_related("journey") for line in queries.log_of(row)]


def outcomes(journey: Journey) -> dict[str, str]:
    """How it ended for everybody, by name; "" while under way."""
    rows = Traveller.objects.of(journey.store_id).filter(journey=journey).order_by("turn")
    return dict(rows.values_list("person__name", "outcome"))
