"""What a store takes along of what it made to order: forms, agreements, versions, signatures, duties, photos."""

from __future__ import annotations

from collections.abc import Iterator

from regulars.ground.kit.exports import CHUNK, files_go_along, goes_along
from regulars.people.merchants.models import Store
from regulars.trade.agreements.models import (
    Agreement,
    Credit,
    Duty,
    Happening,
    Photo,
    QuoteForm,
    Signature,
    Version,
)


@goes_along(
    "quote_forms",
    "public_id product.public_id variant.public_id title title_zh intro intro_zh fields plan remedies acceptance_days "
    "give_up_days answer_days created_at closed_at",
    QuoteForm,
)
def _forms(store: Store) -> Iterator[QuoteForm]:
    rows = QuoteForm.objects.of(store).select_related("product", "variant")
    return rows.order_by("pk").iterator(CHUNK)


@goes_along(
    "agreements",
    "public_id person.public_id form.public_id currency title answers text state latest signed asked_at moved_at "
    "signed_at late_from credited_at sent_at arrived_at answer_until disputed_at ended_at group_ref order_ref "
    "priced_credit_minor",
    Agreement,
)
def _agreements(store: Store) -> Iterator[Agreement]:
    rows = Agreement.objects.of(store).select_related("person", "form")
    return rows.order_by("pk").iterator(CHUNK)


@goes_along(
    "agreement_versions", "public_id agreement.public_id number side body digest note made_at", Version
)
def _versions(store: Store) -> Iterator[Version]:
    return Version.objects.of(store).select_related("agreement").order_by("pk").iterator(CHUNK)


@goes_along("agreement_signatures", "version.public_id side digest signed_at", Signature)
def _signatures(store: Store) -> Iterator[Signature]:
    return Signature.objects.of(store).select_related("version").order_by("pk").iterator(CHUNK)


@goes_along(
    "agreement_duties",
    "agreement.public_id key done_at carried_days refused shown_at advance_ref paid_minor",
    Duty,
)
def _duties(store: Store) -> Iterator[Duty]:
    return Duty.objects.of(store).select_related("agreement").order_by("pk").iterator(CHUNK)


@goes_along("agreement_credits", "public_id agreement.public_id step amount_minor way at", Credit)
def _credits(store: Store) -> Iterator[Credit]:
    return Credit.objects.of(store).select_related("agreement").order_by("pk").iterator(CHUNK)


@goes_along("agreement_steps", "agreement.public_id kind side key text amount_minor at", Happening)
def _steps(store: Store) -> Iterator[Happening]:
    return Happening.objects.of(store).select_related("agreement").order_by("pk").iterator(CHUNK)


@goes_along("agreement_photos", "public_id agreement.public_id side width height at", Photo)
def _photos(store: Store) -> Iterator[Photo]:
    rows = Photo.objects.of(store).defer("content").select_related("agreement")
    return rows.order_by("pk").iterator(CHUNK)


@files_go_along("agreement_photos")
def _files(store: Store) -> Iterator[tuple[str, bytes]]:
    for row in Photo.objects.of(store).order_by("pk").iterator(20):
        yield f"{row.public_id}.webp", bytes(row.content)
