"""Groups are described, counted anew, put away."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput
from regulars.ground.kit.sanitize import plain
from regulars.loyalty.segments import queries
from regulars.loyalty.segments.actions.moving import fit_exactly
from regulars.loyalty.segments.events import SegmentChanged
from regulars.loyalty.segments.figures import groups, people
from regulars.loyalty.segments.models import RULE, Segment, SegmentVersion
from regulars.loyalty.segments.rules.definition import InSegment, OnList, Unreadable, leaves
from regulars.loyalty.segments.rules.definition import parse as read
from regulars.people.merchants.models import Store


class NotReadable(BadInput):
    """The definition cannot be read."""

    code = "segment-not-readable"
    sentence = _(
        "This group cannot be understood as it is described. Look at the condition named and correct it."
    )


class NameNeeded(BadInput):
    """A group without a name."""

    code = "segment-needs-name"
    sentence = _("Give the group a name.")


class NameTaken(BadInput):
    """Two groups of one name."""

    code = "segment-name-taken"
    sentence = _("There is a group of this name already. Choose another name.")


class StillUsed(BadInput):
    """Another group is built on this one."""

    code = "segment-still-used"
    sentence = _("Another group is built on this one. Change that group first.")


def save_segment(
    *,
    by: Actor,
    store: Store,
    name: str,
    definition: Any,
    note: str = "",
    segment_id: str = "",
    kind: str = RULE,
) -> Segment:
    """Make a group, or describe one anew as its next version; who is in it is counted at once.

    A tag with a definition puts itself on and off. Raises NotReadable, NameNeeded, NameTaken, NotFound.
    """
    by.require("customers", store.pk)
    named(name)
    # Counted before anything is held: a question over the whole trail must not keep others from writing.
    fitting = _counted(store, definition, segment_id)
    return save_counted(
        by=by,
        store=store,
        name=name,
        definition=definition,
        fitting=fitting,
        note=note,
        segment_id=segment_id,
        kind=kind,
    )


@action("segments.save")
def save_counted(
    *,
    by: Actor,
    store: Store,
    name: str,
    definition: Any,
    fitting: Collection[int],
    note: str = "",
    segment_id: str = "",
    kind: str = RULE,
) -> Segment:
    """`save_segment` with the keys of who fits known already."""
    by.require("customers", store.pk)
    words = named(name)
    values = {
        "name": words,
        "note": plain(note, limit=300),
        "definition": sensible(store, definition, segment_id),
    }
    row = queries.segment_of(store, segment_id) if segment_id else Segment(store=store, kind=kind, version=0)
    changed = row.definition != values["definition"] or not row.pk
    for field, value in values.items():
        setattr(row, field, value)
    row.version += changed
    saved(row)
    if changed:
        SegmentVersion.objects.create(
            segment=row, version=row.version, definition=row.definition, by_id=by.person_id
        )
        announce(SegmentChanged(segment=row.public_id, version=row.version, store_id=store.pk))
    fit_exactly(row, fitting)
    return row


def refresh(*, by: Actor, segment: Segment) -> Segment:
    """Count anew who is in a group: those who came are added, those who left are removed."""
    by.require("customers", segment.store_id)
    if segment.definition is None:
        return segment
    return fit(by=by, segment=segment, fitting=groups.keys(segment.store, read(segment.definition)))


@action("segments.refresh", audit=False)
def fit(*, by: Actor, segment: Segment, fitting: Collection[int]) -> Segment:
    """Let exactly the people of these keys be in a group."""
    by.require("customers", segment.store_id)
    fit_exactly(segment, fitting)
    return segment


@action("segments.archive")
def archive(*, by: Actor, store: Store, segment_id: str) -> None:
    """Put a group away; what was sent to it stays on record. Raises NotFound, StillUsed."""
    by.require("customers", store.pk)
    row = queries.segment_of(store, segment_id)
    others = queries.segments_of(store).exclude(pk=row.pk).exclude(definition=None)
    if any(row.public_id in _named_in(other.definition) for other in others):
        raise StillUsed()
    Segment.objects.of(store).filter(pk=row.pk).update(archived_at=clock.now())


def named(name: str) -> str:
    """A group's name as it is kept. Raises NameNeeded."""
    words = plain(name, limit=80)
    if not words:
        raise NameNeeded(param="name")
    return words


def in_words(error: Unreadable) -> str:
    """Why a definition cannot be read, in the reader's language."""
    return gettext(error.text) % error.values


def _counted(store: Store, definition: Any, own_id: str) -> list[int]:
    sensible(store, definition, own_id)
    return groups.keys(store, read(definition))


def sensible(store: Store, definition: Any, own_id: str) -> Any:
    """The definition as it was given, if it can be asked. Raises NotReadable, also for groups that name each other."""
    try:
        node = groups.readable(definition)
        people.question(store, [node])
    except Unreadable as error:
        raise NotReadable(param="definition", reason=in_words(error)) from error
    if own_id and own_id in _reach(store, definition):
        raise NotReadable(param="definition", reason=gettext("Groups name each other in a circle."))
    return definition


def _reach(store: Store, definition: Any) -> set[str]:
    """Every segment a definition stands on, directly or through others."""
    reached: set[str] = set()
    waiting = _named_in(definition)
    while waiting:
        one = waiting.pop()
        reached.add(one)
        row = Segment.objects.of(store).filter(public_id=one).first()
        if row is not None and row.definition is not None:
            waiting |= _named_in(row.definition) - reached
    return reached


def _named_in(definition: Any) -> set[str]:
    return {leaf.id for leaf in leaves(read(definition)) if isinstance(leaf, InSegment | OnList)}


def saved(row: Segment) -> None:
    """Save a group under its name. Raises NameTaken."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise NameTaken(param="name") from error
