"""Agreements for those whom they concern. Everybody else finds nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from django.db.models import Model, Prefetch, QuerySet

from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound
from regulars.ground.kit.statements import statement
from regulars.ground.kit.streams import Found, Older
from regulars.people.merchants.models import Store
from regulars.trade.agreements.models import (
    Agreement,
    Credit,
    Happening,
    Photo,
    QuoteForm,
    Signature,
    Version,
)
from regulars.trade.agreements.rules import Side
from regulars.trade.agreements.rules.states import DECIDED, DISPUTED, RUNNING, SIGNED, TALKING

M = TypeVar("M", bound=Model)
WITH = ("store", "person", "form__product")


def forms_of(store: Store) -> QuerySet[QuoteForm]:
    """A store's forms, the open ones first."""
    rows = QuoteForm.objects.of(store).select_related("product", "variant")
    return rows.order_by("-closed_at", "-pk")


def form_of(store: Store, public_id: str) -> QuoteForm:
    """A store's form. Raises NotFound."""
    return _found(QuoteForm.objects.of(store).select_related("product", "variant"), public_id)


def open_form(public_id: str) -> QuoteForm:
    """A form that shoppers can fill in. Raises NotFound."""
    rows = QuoteForm.objects.across_stores("a shopper asks at any store").filter(
        closed_at=None,
        store__closed_at=None,
        product__published_at__isnull=False,
        product__retired_at=None,
    )
    return _found(rows.select_related("store", "product", "variant"), public_id)


def open_forms(store: Store) -> QuerySet[QuoteForm]:
    """What a store makes to order, for shoppers."""
    rows = QuoteForm.objects.of(store).filter(
        closed_at=None, product__published_at__isnull=False, product__retired_at=None
    )
    return rows.select_related("product").order_by("pk")


def form_for_product(product_id: int) -> QuoteForm | None:
    """The open form of a product (key), if it is made to order."""
    return _forms_of.first(product_id)


@statement
def _forms_of(product: int) -> QuerySet[QuoteForm, QuoteForm]:
    rows = QuoteForm.objects.across_stores("a product's page names its own form")
    return rows.filter(product_id=product, closed_at=None).order_by("pk")


def agreement_of(store: Store, public_id: str) -> Agreement:
    """A store's agreement. Raises NotFound."""
    return _found(Agreement.objects.of(store).select_related(*WITH), public_id)


def own_agreement(person_id: int, public_id: str) -> Agreement:
    """A person's own agreement. Raises NotFound."""
    rows = Agreement.objects.across_stores("one person's own agreement").filter(person_id=person_id)
    return _found(rows.select_related(*WITH), public_id)


def own(by: Actor, public_id: str) -> tuple[Agreement, Side]:
    """The agreement and on which side the actor stands. Raises NotFound, LogInFirst, NotAllowed."""
    if by.store_id is not None:
        by.require("orders", by.store_id)
        rows = Agreement.objects.of(by.store_id).select_related(*WITH)
        return _found(rows, public_id), "store"
    return own_agreement(by.require_person(), public_id), "shopper"


def agreements_of_person(person_id: int) -> QuerySet[Agreement]:
    """A person's agreements, the latest first."""
    rows = Agreement.objects.across_stores("one person's own agreements").filter(person_id=person_id)
    return rows.select_related(*WITH).order_by("-moved_at")


def open_many(person_id: int | None) -> int:
    """How many agreements of a person are under way."""
    if person_id is None:
        return 0
    rows = Agreement.objects.across_stores("one person's own agreements")
    return rows.filter(person_id=person_id, state__in=[*TALKING, *RUNNING]).count()


def agreements_of(store: Store) -> QuerySet[Agreement]:
    """A store's agreements, the one that moved last first."""
    return Agreement.objects.of(store).select_related(*WITH).order_by("-moved_at")


def under_way(store: Store) -> list[Agreement]:
    """Everything of a store that has not ended."""
    rows = Agreement.objects.of(store).filter(state__in=[*TALKING, *RUNNING])
    return list(rows.select_related(*WITH).order_by("asked_at")[:500])


def signed_ones(store: Store) -> list[Agreement]:
    """A store's agreements in which duties are open, the earliest first; at most 500."""
    rows = Agreement.objects.of(store).filter(state=SIGNED)
    return list(rows.select_related("form").order_by("signed_at", "pk")[:500])


def disputed(*, by: Actor, open_only: bool = True) -> QuerySet[Agreement]:
    """What the market has to decide about, oldest first. Needs market.read."""
    by.require("market.read")
    states = [DISPUTED] if open_only else [DISPUTED, DECIDED]
    rows = Agreement.objects.across_stores("the market's disputes").filter(disputed_at__isnull=False)
    return rows.filter(state__in=states).select_related(*WITH).order_by("disputed_at")


def disputed_agreement(*, by: Actor, public_id: str) -> Agreement:
    """An agreement that was put before the market; no other can be read there. Raises NotFound."""
    by.require("market.read")
    rows = Agreement.objects.across_stores("the market's disputes").filter(disputed_at__isnull=False)
    return _found(rows.select_related(*WITH), public_id)


def any_agreement(public_id: str) -> Agreement | None:
    """An agreement by its own id: for its letters. None when there is none."""
    rows = Agreement.objects.across_stores("a letter is written from the agreement's own id")
    return rows.select_related(*WITH).filter(public_id=public_id).first()


def latest_step(row: Agreement, kinds: Sequence[str], key: str = "") -> Happening | None:
    """The last step of one of these kinds; with `key`, of that milestone."""
    rows = Happening.objects.of(row.store_id).filter(agreement=row, kind__in=kinds)
    rows = rows.filter(key=key) if key else rows
    return rows.order_by("-at", "-pk").first()


def steps_of_customer(store: Store, person_pk: int, older: Older) -> list[Found]:
    """What happened in a customer's agreements with the store; lines the two wrote stay there. One query."""
    rows = Happening.objects.of(store).filter(agreement__person_id=person_pk).exclude(kind="note")
    return older.of(rows.select_related("agreement"), "at")


def versions_of(row: Agreement) -> list[Version]:
    """All versions with their signatures, the first first."""
    signed = Prefetch("signatures", Signature.objects.of(row.store_id).order_by("signed_at"))
    rows = Version.objects.of(row.store_id).filter(agreement=row)
    return list(rows.prefetch_related(signed).order_by("number"))


def last_sides(rows: Sequence[Agreement]) -> dict[int, str]:
    """Who proposed the newest version of each of these agreements, by key. One query, none for none."""
    newest = {row.pk: row.latest for row in rows}
    if not newest:
        return {}
    found = Version.objects.across_stores("agreements that were found for their reader").filter(
        agreement_id__in=list(newest), number__in=set(newest.values())
    )
    listed = found.values_list("agreement_id", "number", "side")
    return {pk: side for pk, number, side in listed if number == newest[pk]}


def story_of(row: Agreement) -> list[Happening]:
    """What happened and what was written, the first first; each with its photos (without their bytes)."""
    photos = Prefetch("photos", Photo.objects.of(row.store_id).defer("content").order_by("pk"))
    rows = Happening.objects.of(row.store_id).filter(agreement=row)
    return list(rows.prefetch_related(photos).order_by("at", "pk"))


def credits_of(row: Agreement) -> list[Credit]:
    """The credits given, in order."""
    return list(Credit.objects.of(row.store_id).filter(agreement=row).order_by("step"))


def photo_of(row: Agreement, public_id: str) -> Photo:
    """A photo of the agreement, with its bytes (WebP). Raises NotFound."""
    return _found(Photo.objects.of(row.store_id).filter(agreement=row), public_id)


def _found(rows: QuerySet[M], public_id: str) -> M:
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found
