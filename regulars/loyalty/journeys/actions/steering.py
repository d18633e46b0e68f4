"""A journey starts, pauses, goes on and ends."""

from __future__ import annotations

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.idempotency import intending
from regulars.ground.kit.refusals import BadInput
from regulars.loyalty.journeys import queries
from regulars.loyalty.journeys.actions.planning import JourneyNotNow
from regulars.loyalty.journeys.events import JourneyStarted
from regulars.loyalty.journeys.models import Journey, Letter, Traveller, Version
from regulars.loyalty.journeys.queries.running import campaigns_of, segments_named
from regulars.loyalty.journeys.rules.definition import Definition, Send, groups_in, steps_of
from regulars.loyalty.journeys.rules.walking import ENDED
from regulars.loyalty.outreach.actions import Fields, close_letters, hold_letters, open_letter
from regulars.loyalty.segments.actions import refresh
from regulars.people.merchants.models import Store


class JourneyIncomplete(BadInput):
    """Something is missing before the journey can start; `details` name the steps and what they lack."""

    code = "journey-incomplete"
    sentence = _("Something is missing before the journey can start. Look at the steps that are marked.")


def start(*, by: Actor, store: Store, journey_id: str) -> Journey:
    """Let the draft take people in from now on; people under way in an older version stay with theirs.

    Raises NotFound, JourneyNotNow, JourneyIncomplete.
    """
    by.require("offers", store.pk)
    draft = queries.draft_of(queries.journey_of(store, journey_id))
    if draft is not None:
        # Counted before anything is held, and before the moment from which somebody counts as new.
        said = queries.said(draft)
        with intending(None):
            for segment in segments_named(draft.journey, groups_in(said) | {said.entry.group}):
                refresh(by=SYSTEM, segment=segment)
    return begin(by=by, store=store, journey_id=journey_id)


@action("journeys.start")
def begin(*, by: Actor, store: Store, journey_id: str) -> Journey:
    """`start` with the groups counted already."""
    by.require("offers", store.pk)
    row = queries.journey_of(store, journey_id)
    draft = queries.draft_of(row)
    if draft is None or row.ended_at is not None:
        raise JourneyNotNow()
    said = queries.said(draft)
    if found := queries.faults_of(store, said):
        raise JourneyIncomplete(faults=[(one.where, one.problem) for one in found])
    now = clock.now()
    if not Version.objects.of(store).filter(pk=draft.pk, started_at=None).update(started_at=now):
        raise JourneyNotNow()
    _write_letters(by, draft, said)
    Journey.objects.of(store).filter(pk=row.pk).update(started_at=row.started_at or now, paused_at=None)
    hold_letters(by=by, store=store, campaigns=campaigns_of(row), held=False)
    announce(JourneyStarted(journey=row.public_id, version=draft.number, store_id=store.pk))
    return queries.journey_of(store, journey_id)


@action("journeys.pause")
def pause(*, by: Actor, store: Store, journey_id: str) -> Journey:
    """Nobody enters, nobody moves, no message goes; people stay where they are. Raises NotFound, JourneyNotNow."""
    by.require("offers", store.pk)
    row = queries.journey_of(store, journey_id)
    rows = Journey.objects.of(store).filter(
        pk=row.pk, started_at__isnull=False, paused_at=None, ended_at=None
    )
    if not rows.update(paused_at=clock.now()):
        raise JourneyNotNow()
    hold_letters(by=by, store=store, campaigns=campaigns_of(row), held=True)
    return queries.journey_of(store, journey_id)


@action("journeys.resume")
def resume(*, by: Actor, store: Store, journey_id: str) -> Journey:
    """Go on; who got into the group meanwhile enters now. Raises NotFound, JourneyNotNow."""
    by.require("offers", store.pk)
    row = queries.journey_of(store, journey_id)
    rows = Journey.objects.of(store).filter(pk=row.pk, paused_at__isnull=False, ended_at=None)
    if not rows.update(paused_at=None):
        raise JourneyNotNow()
    hold_letters(by=by, store=store, campaigns=campaigns_of(row), held=False)
    return queries.journey_of(store, journey_id)


@action("journeys.end")
def end(*, by: Actor, store: Store, journey_id: str) -> Journey:
    """Everybody leaves, for good; what was sent stays, and so does the log. Raises NotFound, JourneyNotNow."""
    by.require("offers", store.pk)
    row = queries.journey_of(store, journey_id)
    now = clock.now()
    rows = Journey.objects.of(store).filter(pk=row.pk, started_at__isnull=False, ended_at=None)
    if not rows.update(ended_at=now, paused_at=None):
        raise JourneyNotNow()
    close_letters(by=by, store=store, campaigns=campaigns_of(row))
    Version.objects.of(store).filter(journey=row, started_at=None).delete()
    Traveller.objects.of(store).filter(journey=row, left_at=None).update(
        outcome=ENDED, left_at=now, due_at=None, moves=F("moves") + 1
    )
    return queries.journey_of(store, journey_id)


def _write_letters(by: Actor, draft: Version, said: Definition) -> None:
    """Each step's message, ready to be placed."""
    journey = draft.journey
    for step in steps_of(said):
        if isinstance(step, Send):
            fields = Fields(
                name=f"{journey.name} · {step.subject or step.subject_zh}"[:80],
                segment_id=said.entry.group,
                subject=step.subject,
                text=step.text,
                subject_zh=step.subject_zh,
                text_zh=step.text_zh,
                purpose=step.purpose,
                channel=step.channel,
                holdout_percent=0,
            )
            letter = open_letter(by=by, store=journey.store, fields=fields)
            Letter.objects.create(version=draft, step=step.id, campaign=letter)
