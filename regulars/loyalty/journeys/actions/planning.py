"""A store plans a journey: made, described, changed step by step, thrown away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.idempotency import intending
from regulars.ground.kit.refusals import BadInput, NotFound, Refusal
from regulars.ground.kit.sanitize import plain
from regulars.loyalty.journeys import queries
from regulars.loyalty.journeys.models import Journey, Version
from regulars.loyalty.journeys.rules.definition import Definition, Unreadable, parse
from regulars.loyalty.journeys.rules.definition import plain as as_json
from regulars.loyalty.journeys.rules.editing import added
from regulars.loyalty.journeys.rules.patterns import PATTERNS, Group
from regulars.loyalty.segments.actions import save_segment
from regulars.loyalty.segments.queries import free_name, segment_saying
from regulars.people.merchants.models import Store

Change = Callable[[Definition], Definition]


class JourneyNeedsName(BadInput):
    """A journey without a name."""

    code = "journey-needs-name"
    sentence = _("Give the journey a name.")


class JourneyUnreadable(BadInput):
    """More steps than a journey has, splits too deep, or values no step has."""

    code = "journey-unreadable"
    sentence = _("A journey has at most 20 steps, and splits in splits at most three deep.")


class JourneyNotNow(Refusal):
    """The journey is at another point than the button pressed."""

    status = 409
    code = "journey-not-now"
    sentence = _("The journey is not at that point any more. Look at where it stands now.")


class ShareFixed(BadInput):
    """The share held out cannot be changed once people were chosen."""

    code = "journey-share-fixed"
    sentence = _("The share held out stays as it was when the journey started.")


@action("journeys.plan")
def plan(*, by: Actor, store: Store, name: str, definition: Any = None) -> Journey:
    """A new journey as a draft. Raises JourneyNeedsName, JourneyUnreadable."""
    by.require("offers", store.pk)
    row = Journey.objects.create(store=store, name=_named(name), created_by_id=by.person_id)
    said = as_json(_read(definition or {}))
    Version.objects.create(journey=row, number=1, definition=said, by_id=by.person_id)
    return row


def plan_pattern(*, by: Actor, store: Store, key: str) -> Journey:
    """A draft made of a pattern; the groups it needs are made unless the store has such ones.

    Raises NotFound, NotAllowed.
    """
    by.require("offers", store.pk)
    pattern = PATTERNS.get(key)
    if pattern is None:
        raise NotFound()
    # Done again by the same request it finds the groups there: only the journey is claimed by its key.
    with intending(None):
        ids = {place: _group(by, store, group) for place, group in pattern.groups.items()}
    return plan(by=by, store=store, name=gettext(pattern.name), definition=as_json(pattern.filled(ids)))


@action("journeys.describe")
def describe(
    *,
    by: Actor,
    store: Store,
    journey_id: str,
    name: str,
    holdout_percent: int,
    window_days: int,
    change: Change | None = None,
) -> Journey:
    """Name, share held out, days that count, and (`change`) entry and goal of the draft.

    Raises NotFound, JourneyNeedsName, JourneyNotNow, ShareFixed, JourneyUnreadable.
    """
    by.require("offers", store.pk)
    row = queries.journey_of(store, journey_id)
    if row.started_at is not None and holdout_percent != row.holdout_percent:
        raise ShareFixed(param="holdout_percent")
    _within(holdout_percent, 0, 50, "holdout_percent")
    _within(window_days, 1, 90, "window_days")
    row.name, row.holdout_percent, row.window_days = _named(name), holdout_percent, window_days
    row.save(update_fields=["name", "holdout_percent", "window_days"])
    if change is not None:
        _alter(row, change)
    return row


@action("journeys.alter")
def alter(*, by: Actor, store: Store, journey_id: str, change: Change) -> Journey:
    """Change what the draft says. Raises NotFound, JourneyNotNow without a draft, JourneyUnreadable."""
    by.require("offers", store.pk)
    row = queries.journey_of(store, journey_id)
    _alter(row, change)
    return row


@action("journeys.add_step")
def add_step(*, by: Actor, store: Store, journey_id: str, kind: str, below: str = "") -> str:
    """A new step in the draft: below another ("s3"), first on a side of a fork ("s3.yes"), or first of all; its id.

    Raises NotFound, JourneyNotNow without a draft, JourneyUnreadable.
    """
    by.require("offers", store.pk)
    made: list[str] = []

    def change(draft: Definition) -> Definition:
        larger, new = added(draft, kind, below)
        made.append(new)
        return larger

    _alter(queries.journey_of(store, journey_id), change)
    return made[0]


@action("journeys.renew")
def renew(*, by: Actor, store: Store, journey_id: str) -> Version:
    """A draft of the next version, to be changed; the one that runs goes on meanwhile. Raises NotFound, JourneyNotNow."""
    by.require("offers", store.pk)
    row = queries.journey_of(store, journey_id)
    last = queries.versions_of(row).first()
    if row.ended_at is not None or last is None or last.started_at is None:
        raise JourneyNotNow()
    return Version.objects.create(
        journey=row, number=last.number + 1, definition=last.definition, by_id=by.person_id
    )


@action("journeys.drop")
def drop(*, by: Actor, store: Store, journey_id: str) -> None:
    """Throw the draft away, and with it a journey that never started. Raises NotFound, JourneyNotNow."""
    by.require("offers", store.pk)
    row = queries.journey_of(store, journey_id)
    draft = queries.draft_of(row)
    if draft is None:
        raise JourneyNotNow()
    if row.started_at is None:
        Journey.objects.of(store).filter(pk=row.pk).update(dropped_at=clock.now())
    else:
        Version.objects.of(store).filter(pk=draft.pk, started_at=None).delete()


def _alter(journey: Journey, change: Change) -> None:
    draft = queries.draft_of(journey)
    if draft is None:
        raise JourneyNotNow()
    try:
        new = change(queries.said(draft))
    except Unreadable as error:
        raise JourneyUnreadable(reason=str(error)) from error
    said = as_json(_read(as_json(new)))
    if not Version.objects.of(journey.store_id).filter(pk=draft.pk, started_at=None).update(definition=said):
        raise JourneyNotNow()


def _read(definition: Any) -> Definition:
    try:
        return parse(definition)
    except Unreadable as error:
        raise JourneyUnreadable(reason=str(error)) from error


def _named(name: str) -> str:
    words = plain(name, limit=80)
    if not words:
        raise JourneyNeedsName(param="name")
    return words


def _within(value: int, low: int, high: int, param: str) -> None:
    if not low <= value <= high:
        raise BadInput(
            _("Choose a number from %(low)s to %(high)s.") % {"low": low, "high": high}, param=param
        )


def _group(by: Actor, store: Store, wanted: Group) -> str:
    """The store's group of this definition, made when there is none."""
    same = segment_saying(store, wanted.definition)
    if same is not None:
        return same.public_id
    name = free_name(store, gettext(wanted.name))
    return save_segment(by=by, store=store, name=name, definition=dict(wanted.definition)).public_id
