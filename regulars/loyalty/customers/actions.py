"""Changes to what a store and a person are to each other. Each upserts the one relation they have."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.db.models.functions import Coalesce, Greatest, Least
from django.utils.translation import gettext_lazy as _

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput, NotFound
from regulars.ground.kit.sanitize import plain
from regulars.ground.kit.statements import Become, change, insert, statement
from regulars.ground.kit.texts import paragraphs
from regulars.loyalty.customers.events import ConsentGiven, ConsentWithdrawn, StoreFollowed, StoreLeft
from regulars.loyalty.customers.models import Consent, Note, Relation
from regulars.loyalty.customers.queries import OPENED
from regulars.loyalty.customers.rules import CHANNELS, PURPOSES, ConsentRow, RelationRow
from regulars.people.merchants.models import Store

BATCH = 1000


class UnknownPurpose(BadInput):
    """Nothing like that can be allowed."""

    code = "unknown-purpose"
    sentence = _("Choose one of the purposes and channels in the list.")


class NoteEmpty(BadInput):
    """Nothing was written."""

    code = "note-empty"
    sentence = _("Write something in the note first.")


@action("customers.touch", audit=False)
def touch(
    *,
    by: Actor,
    store: Store | int,
    person_id: int,
    origin: str,
    origin_ref: str = "",
    at: datetime | None = None,
) -> Relation:
    """The two met (a visit, a share, a link). The first meeting's origin stays."""
    row = _relation(store, person_id, origin, origin_ref, at or clock.now())
    return _relations(row.store_id, person_id)[0]


@action("customers.follow", audit=False)
def follow(*, by: Actor, store: Store, origin: str = "follow", origin_ref: str = "") -> Relation:
    """The person follows the store. Safe to repeat. Raises LogInFirst."""
    row = _relation(store, by.require_person(), origin, origin_ref, clock.now())
    fresh = Relation.objects.of(store).filter(pk=row.pk, followed_at=None)
    if fresh.update(followed_at=clock.now(), left_at=None):
        announce(
            StoreFollowed(
                store=store.public_id, relation=row.public_id, store_id=row.store_id, person_id=row.person_id
            )
        )
    row.refresh_from_db()
    return row


@action("customers.leave", audit=False)
def leave(*, by: Actor, store: Store) -> None:
    """The person no longer follows the store. Safe to repeat. Raises LogInFirst."""
    rows = Relation.objects.of(store).filter(person_id=by.require_person())
    if rows.filter(followed_at__isnull=False).update(followed_at=None, left_at=clock.now()):
        row = rows.get()
        announce(
            StoreLeft(
                store=store.public_id, relation=row.public_id, store_id=row.store_id, person_id=row.person_id
            )
        )


@action("customers.record_purchase", audit=False)
def record_purchase(
    *,
    by: Actor,
    store_id: int,
    person_id: int,
    amount_minor: int,
    currency: str,
    at: datetime,
    origin: str = "order",
    origin_ref: str = "",
) -> Relation:
    """The person paid an order of the store (minor units)."""
    row = _relation(store_id, person_id, origin, origin_ref, at)
    _bought(store_id, row.pk, at, amount_minor, currency)
    return _relations(store_id, person_id)[0]


@change
def _bought(store_id: int, relation: int, at: datetime, amount_minor: int, currency: str) -> Become[Relation]:
    return Relation.objects.of(store_id).filter(pk=relation), {
        "first_order_at": Least(Coalesce("first_order_at", Value(at)), Value(at)),
        "last_order_at": Greatest(Coalesce("last_order_at", Value(at)), Value(at)),
        "orders_count": F("orders_count") + 1,
        "paid_minor": F("paid_minor") + amount_minor,
        "currency": Case(
            When(currency="", then=Value(currency)), default=F("currency"), output_field=CharField()
        ),
    }


@action("customers.record_refund", audit=False)
def record_refund(
    *, by: Actor, store_id: int, person_id: int, amount_minor: int, whole: bool = False
) -> None:
    """Money went back (minor units); `whole` says that the order no longer counts as one."""
    rows = Relation.objects.of(store_id).filter(person_id=person_id)
    less = Case(When(orders_count__gt=0, then=F("orders_count") - 1), default=Value(0))
    rows.update(
        refunded_minor=F("refunded_minor") + amount_minor, orders_count=less if whole else F("orders_count")
    )


@action("customers.give_consent")
def give_consent(*, by: Actor, store: Store, purpose: str, channel: str, wording: str, place: str) -> Consent:
    """The person allows the store `purpose` over `channel`, in the words `wording` names, asked at `place`.

    Raises LogInFirst, UnknownPurpose.
    """
    return _consent(by, store, purpose, channel, wording, place, granted=True)


@action("customers.withdraw_consent")
def withdraw_consent(
    *, by: Actor, store: Store, purpose: str, channel: str, wording: str = "", place: str = ""
) -> Consent:
    """The person takes a permission back. Raises LogInFirst, UnknownPurpose."""
    return _consent(by, store, purpose, channel, wording, place, granted=False)


@action("customers.write_note")
def write_note(*, by: Actor, store: Store, relation_id: str, text: str) -> Note:
    """Staff write something down about a customer. Raises NotFound, NoteEmpty."""
    by.require("customers", store.pk)
    row = Relation.objects.of(store).filter(public_id=relation_id).first()
    if row is None:
        raise NotFound()
    words = paragraphs(text, limit=2000)
    if not words:
        raise NoteEmpty(param="text")
    return Note.objects.create(relation=row, text=words, by_id=by.person_id or 0)


@action(OPENED)
def open_contact(*, by: Actor, store: Store, relation_id: str) -> None:
    """Show what the store knows of how to reach a customer to this member of staff for a while.

    Raises NotAllowed, NotFound.
    """
    by.require("customers" if by.may("customers") else "reception", store.pk)
    if not Relation.objects.of(store).filter(public_id=relation_id).exists():
        raise NotFound()
    note(relation=relation_id)


@action("customers.record_relations", audit=False)
def record_relations(*, by: Actor, rows: Sequence[RelationRow]) -> int:
    """Bring many relations in (imports), known pairs left alone. Returns how many were created."""
    by.require("market.merchants")
    before = Relation.objects.across_stores("counting an import").count()
    made = [Relation(**{key: getattr(row, key) for key in RelationRow.__slots__}) for row in rows]
    Relation.objects.bulk_create(made, batch_size=BATCH, ignore_conflicts=True)
    return Relation.objects.across_stores("counting an import").count() - before


@action("customers.record_consents", audit=False)
def record_consents(*, by: Actor, rows: Sequence[ConsentRow]) -> int:
    """Bring many consents in (imports, once); pairs that never met are left out. Returns how many were kept.

    Raises UnknownPurpose.
    """
    by.require("market.merchants")
    if any(row.purpose not in PURPOSES or row.channel not in CHANNELS for row in rows):
        raise UnknownPurpose(param="purpose")
    pairs = Relation.objects.across_stores("an import").filter(store_id__in={row.store_id for row in rows})
    known = {(store, person): key for store, person, key in pairs.values_list("store_id", "person_id", "pk")}
    made = [
        Consent(
            relation_id=known[row.store_id, row.person_id],
            purpose=row.purpose,
            channel=row.channel,
            granted=True,
            wording=row.wording,
            place=row.place,
            at=row.at,
        )
        for row in rows
        if (row.store_id, row.person_id) in known
    ]
    Consent.objects.bulk_create(made, batch_size=BATCH)
    return len(made)


def _relation(store: Store | int, person_id: int, origin: str, origin_ref: str, at: datetime) -> Relation:
    """The one relation of the pair, met at `at`."""
    key = store if isinstance(store, int) else store.pk
    row = _relations.first(key, person_id) or _created(store, person_id, origin, origin_ref, at)
    _met(key, person_id, at)
    return row


@statement
def _relations(store: int, person: int) -> QuerySet[Relation, Relation]:
    return Relation.objects.of(store).filter(person_id=person)


@change
def _met(store: int, person: int, at: datetime) -> Become[Relation]:
    return Relation.objects.of(store).filter(person_id=person), {
        "first_touch_at": Least("first_touch_at", Value(at)),
        "last_touch_at": Greatest("last_touch_at", Value(at)),
    }


def _created(store: Store | int, person_id: int, origin: str, origin_ref: str, at: datetime) -> Relation:
    key = store if isinstance(store, int) else store.pk
    try:
        with transaction.atomic():
            return insert(
                Relation(
                    store_id=key,
                    person_id=person_id,
                    origin=plain(origin, limit=40),
                    origin_ref=plain(origin_ref, limit=80),
                    first_touch_at=at,
                    last_touch_at=at,
                )
            )
    except IntegrityError:
        # Somebody created it between our look and our insert.
        return Relation.objects.of(key).get(person_id=person_id)


def _consent(
    by: Actor, store: Store, purpose: str, channel: str, wording: str, place: str, *, granted: bool
) -> Consent:
    if purpose not in PURPOSES or channel not in CHANNELS:
        raise UnknownPurpose(param="purpose")
    row = _relation(store, by.require_person(), "follow", "", clock.now())
    said = Consent.objects.create(
        relation=row,
        purpose=purpose,
        channel=channel,
        granted=granted,
        wording=plain(wording, limit=40),
        place=plain(place, limit=40),
    )
    fact = ConsentGiven if granted else ConsentWithdrawn
    announce(
        fact(
            store=store.public_id,
            relation=row.public_id,
            purpose=purpose,
            channel=channel,
            store_id=row.store_id,
            person_id=row.person_id,
        )
    )
    return said
