"""What a store knows of its customer: how they met, what was allowed, what staff wrote down."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from regulars.ground.kit.exports import CHUNK
from regulars.ground.kit.privacy import About, forgets, tells
from regulars.loyalty.customers.models import Consent, Note, Relation


@tells(
    "relations",
    "public_id store.public_id store.name origin origin_ref first_touch_at last_touch_at followed_at left_at "
    "first_order_at last_order_at orders_count paid_minor refunded_minor currency",
    Relation,
)
def _relations(about: About) -> Iterator[Relation]:
    return _mine(about).select_related("store").order_by("pk").iterator(CHUNK)


@tells("consents", "relation.store.name purpose channel granted wording place at", Consent)
def _consents(about: About) -> Iterator[Consent]:
    rows = Consent.objects.filter(relation__in=_mine(about)).select_related("relation__store")
    return rows.order_by("pk").iterator(CHUNK)


@tells("notes_about_me", "relation.store.name text at", Note)
def _notes(about: About) -> Iterator[Note]:
    rows = Note.objects.across_stores("what staff wrote about one person").filter(relation__in=_mine(about))
    return rows.select_related("relation__store").order_by("pk").iterator(CHUNK)


@forgets("the relation is deleted, with what was allowed and the staff's notes", Relation, Consent, Note)
def _forget_relations(about: About) -> None:
    _mine(about).delete()


def _mine(about: About) -> QuerySet[Relation]:
    rows = Relation.objects.across_stores("one person's own relations")
    return rows.filter(person_id=about.person_id, **about.at("store_id"))
