"""Changes to groups of a store's people."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regulars.goods.catalog.models import Category
from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock, throttle
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput, NotFound
from regulars.ground.kit.sanitize import plain
from regulars.loyalty.customers.models import Relation
from regulars.loyalty.segments import queries
from regulars.loyalty.segments.events import SegmentChanged, SegmentRefreshed
from regulars.loyalty.segments.figures import groups, people
from regulars.loyalty.segments.models import (
    LIST,
    RULE,
    TAG,
    CategoryWindows,
    Segment,
    SegmentMember,
    SegmentVersion,
)
from regulars.loyalty.segments.rules.definition import InSegment, OnList, Unreadable, leaves
from regulars.loyalty.segments.rules.definition import parse as read
from regulars.loyalty.segments.rules.stages import Windows
from regulars.people.merchants.models import Store

BATCH = 1000
UPLOADS = throttle.Limit(20, 3600)
LONGEST = 3660


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


class WindowsTooLong(BadInput):
    """Stage windows outside one day to ten years."""

    code = "stage-windows"
    sentence = _("Each stage lasts between 1 day and ten years.")


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
    if not plain(name, limit=80):
        raise NameNeeded(param="name")
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
    words = plain(name, limit=80)
    if not words:
        raise NameNeeded(param="name")
    values = {
        "name": words,
        "note": plain(note, limit=300),
        "definition": _sensible(store, definition, segment_id),
    }
    row = queries.segment_of(store, segment_id) if segment_id else Segment(store=store, kind=kind, version=0)
    changed = row.definition != values["definition"] or not row.pk
    for field, value in values.items():
        setattr(row, field, value)
    row.version += changed
    _saved(row)
    if changed:
        SegmentVersion.objects.create(
            segment=row, version=row.version, definition=row.definition, by_id=by.person_id
        )
        announce(SegmentChanged(segment=row.public_id, version=row.version, store_id=store.pk))
    _fit(row, fitting)
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
    _fit(segment, fitting)
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


@action("segments.upload")
def upload_list(
    *, by: Actor, store: Store, name: str, identifiers: Sequence[str], note: str = ""
) -> tuple[Segment, list[int]]:
    """Make a static list from customers' ids or whole e-mails; returns it and the rows (from 0) nobody fits.

    Only the store's own customers are found, by e-mail only those who ordered: a visitor's address stays theirs.
    Raises NameNeeded, NameTaken, TooManyTries.
    """
    by.require("customers", store.pk)
    words = plain(name, limit=80)
    if not words:
        raise NameNeeded(param="name")
    # Whoever could ask without end would learn by trial which addresses belong to the store's buyers.
    throttle.take(f"lists:{store.pk}", UPLOADS)
    found = _own(store, identifiers)
    row = Segment(store=store, kind=LIST, name=words, note=plain(note, limit=300))
    _saved(row)
    _put(row, [key for key in found if key is not None])
    return row, [number for number, key in enumerate(found) if key is None]


def keep_list(*, by: Actor, store: Store, name: str, definition: Any, as_of: datetime) -> Segment:
    """Keep the people who fitted a definition at a moment as a list that stays as it is.

    Raises NotReadable, NameNeeded, NameTaken.
    """
    by.require("customers", store.pk)
    if not plain(name, limit=80):
        raise NameNeeded(param="name")
    _sensible(store, definition, "")
    return keep_known(by=by, store=store, name=name, keys=groups.keys(store, read(definition), as_of))


@action("segments.keep_list")
def keep_known(*, by: Actor, store: Store, name: str, keys: Collection[int]) -> Segment:
    """A list of the people of these keys. Raises NameNeeded, NameTaken."""
    by.require("customers", store.pk)
    words = plain(name, limit=80)
    if not words:
        raise NameNeeded(param="name")
    row = Segment(store=store, kind=LIST, name=words)
    _saved(row)
    _put(row, keys)
    return row


@action("segments.tag")
def tag(*, by: Actor, store: Store, name: str, relation_ids: Sequence[str]) -> Segment:
    """Put a tag on customers by hand; the tag is made if there is none of that name. Raises NameNeeded, NameTaken."""
    by.require("customers", store.pk)
    words = plain(name, limit=80)
    if not words:
        raise NameNeeded(param="name")
    row = Segment.objects.of(store).filter(name=words, archived_at=None).first()
    if row is None:
        row = Segment(store=store, kind=TAG, name=words)
        _saved(row)
    elif row.kind != TAG or row.definition is not None:
        raise NameTaken(param="name")
    _put(row, _keys(store, relation_ids))
    return row


@action("segments.untag")
def untag(*, by: Actor, store: Store, segment_id: str, relation_ids: Sequence[str]) -> None:
    """Take a tag off. Raises NotFound."""
    by.require("customers", store.pk)
    row = queries.segment_of(store, segment_id)
    if row.kind != TAG:
        raise NotFound()
    SegmentMember.objects.of(store).filter(segment=row, person_id__in=_keys(store, relation_ids)).delete()
    _count(row)


@action("segments.set_windows")
def set_windows(*, by: Actor, category: Category, windows: Windows) -> CategoryWindows:
    """Set how long stages last for stores of a category. Operators only. Raises WindowsTooLong."""
    by.require("market.catalog")
    values = {name: getattr(windows, name) for name in Windows.__struct_fields__}
    if not all(1 <= value <= LONGEST for value in values.values()):
        raise WindowsTooLong()
    row, _made = CategoryWindows.objects.update_or_create(category=category, defaults=values)
    return row


@action("segments.clear_windows")
def clear_windows(*, by: Actor, category: Category) -> None:
    """Let stages of a category last as long as those of the category above it. Operators only."""
    by.require("market.catalog")
    CategoryWindows.objects.filter(category=category).delete()


def in_words(error: Unreadable) -> str:
    """Why a definition cannot be read, in the reader's language."""
    return gettext(error.text) % error.values


def _counted(store: Store, definition: Any, own_id: str) -> list[int]:
    _sensible(store, definition, own_id)
    return groups.keys(store, read(definition))


def _sensible(store: Store, definition: Any, own_id: str) -> Any:
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


def _saved(row: Segment) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise NameTaken(param="name") from error


def _fit(row: Segment, keys: Collection[int]) -> None:
    fitting = set(keys)
    held = set(queries.member_keys(row))
    gone = held - fitting
    _removed(row, gone)
    _put(row, fitting - held)
    if fitting != held:
        announce(
            SegmentRefreshed(
                segment=row.public_id,
                size=row.size,
                entered=len(fitting - held),
                left=len(gone),
                store_id=row.store_id,
            )
        )


def _removed(row: Segment, keys: Iterable[int]) -> None:
    every = sorted(keys)
    for start in range(0, len(every), BATCH):
        mine = SegmentMember.objects.of(row.store_id).filter(segment=row)
        mine.filter(person_id__in=every[start : start + BATCH]).delete()


def _put(row: Segment, keys: Iterable[int]) -> None:
    made = [SegmentMember(segment=row, person_id=key) for key in sorted(set(keys))]
    SegmentMember.objects.bulk_create(made, batch_size=BATCH, ignore_conflicts=True)
    _count(row)


def _count(row: Segment) -> None:
    row.size = SegmentMember.objects.of(row.store_id).filter(segment=row).count()
    row.refreshed_at = clock.now()
    Segment.objects.of(row.store_id).filter(pk=row.pk).update(size=row.size, refreshed_at=row.refreshed_at)


def _own(store: Store, identifiers: Sequence[str]) -> list[int | None]:
    words = [word.strip() for word in identifiers]
    own = Relation.objects.of(store)
    by_id: dict[str, int] = {}
    for start in range(0, len(words), BATCH):
        some = words[start : start + BATCH]
        by_id |= dict(own.filter(public_id__in=some).values_list("public_id", "person_id"))
        mails = [word.lower() for word in some if "@" in word]
        by_id |= {
            str(mail): key
            for mail, key in own.filter(person__email__in=mails, orders_count__gt=0).values_list(
                "person__email", "person_id"
            )
        }
    return [by_id.get(word, by_id.get(word.lower())) for word in words]


def _keys(store: Store, relation_ids: Sequence[str]) -> list[int]:
    return list(
        Relation.objects.of(store).filter(public_id__in=relation_ids).values_list("person_id", flat=True)
    )
