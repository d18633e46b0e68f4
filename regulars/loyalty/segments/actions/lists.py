"""Lists that stay as they are, and tags that staff put on by hand."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from regulars.ground.kit import throttle
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound
from regulars.ground.kit.sanitize import plain
from regulars.loyalty.customers.models import Relation
from regulars.loyalty.segments import queries
from regulars.loyalty.segments.actions.moving import count, put
from regulars.loyalty.segments.actions.saving import NameTaken, named, saved, sensible
from regulars.loyalty.segments.figures import groups
from regulars.loyalty.segments.models import LIST, TAG, Segment, SegmentMember
from regulars.loyalty.segments.rules.definition import parse as read
from regulars.people.merchants.models import Store

BATCH = 1000
UPLOADS = throttle.Limit(20, 3600)


@action("segments.upload")
def upload_list(
    *, by: Actor, store: Store, name: str, identifiers: Sequence[str], note: str = ""
) -> tuple[Segment, list[int]]:
    """Make a static list from customers' ids or whole e-mails; returns it and the rows (from 0) nobody fits.

    Only the store's own customers are found, by e-mail only those who ordered: a visitor's address stays theirs.
    Raises NameNeeded, NameTaken, TooManyTries.
    """
    by.require("customers", store.pk)
    words = named(name)
    # Whoever could ask without end would learn by trial which addresses belong to the store's buyers.
    throttle.take(f"lists:{store.pk}", UPLOADS)
    found = _own(store, identifiers)
    row = Segment(store=store, kind=LIST, name=words, note=plain(note, limit=300))
    saved(row)
    put(row, [key for key in found if key is not None])
    return row, [number for number, key in enumerate(found) if key is None]


def keep_list(*, by: Actor, store: Store, name: str, definition: Any, as_of: datetime) -> Segment:
    """Keep the people who fitted a definition at a moment as a list that stays as it is.

    Raises NotReadable, NameNeeded, NameTaken.
    """
    by.require("customers", store.pk)
    named(name)
    sensible(store, definition, "")
    return keep_known(by=by, store=store, name=name, keys=groups.keys(store, read(definition), as_of))


@action("segments.keep_list")
def keep_known(*, by: Actor, store: Store, name: str, keys: Collection[int]) -> Segment:
    """A list of the people of these keys. Raises NameNeeded, NameTaken."""
    by.require("customers", store.pk)
    words = named(name)
    row = Segment(store=store, kind=LIST, name=words)
    saved(row)
    put(row, keys)
    return row


@action("segments.tag")
def tag(*, by: Actor, store: Store, name: str, relation_ids: Sequence[str]) -> Segment:
    """Put a tag on customers by hand; the tag is made if there is none of that name. Raises NameNeeded, NameTaken."""
    by.require("customers", store.pk)
    words = named(name)
    row = Segment.objects.of(store).filter(name=words, archived_at=None).first()
    if row is None:
        row = Segment(store=store, kind=TAG, name=words)
        saved(row)
    elif row.kind != TAG or row.definition is not None:
        raise NameTaken(param="name")
    put(row, _keys(store, relation_ids))
    return row


@action("segments.untag")
def untag(*, by: Actor, store: Store, segment_id: str, relation_ids: Sequence[str]) -> None:
    """Take a tag off. Raises NotFound."""
    by.require("customers", store.pk)
    row = queries.segment_of(store, segment_id)
    if row.kind != TAG:
        raise NotFound()
    SegmentMember.objects.of(store).filter(segment=row, person_id__in=_keys(store, relation_ids)).delete()
    count(row)


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
