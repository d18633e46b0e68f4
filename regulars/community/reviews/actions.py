"""Reviews are written by those who had the goods in hand, answered by stores, hidden by the market with a reason."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from regulars.community.reviews.events import ReviewAnswered, ReviewHidden, ReviewWritten
from regulars.community.reviews.models import Review
from regulars.community.reviews.queries import any_review, bought, owner_of, review_of, reviewed
from regulars.community.reviews.rules import (
    LONGEST,
    LONGEST_ANSWER,
    MOST_PHOTOS,
    MOST_STARS,
    ORDER,
    TRIAL,
)
from regulars.goods.catalog.models import Product
from regulars.goods.media.queries import owned
from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock, throttle
from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput, NotFound, Refusal
from regulars.ground.kit.sanitize import plain
from regulars.ground.kit.texts import paragraphs
from regulars.people.accounts.models import Person
from regulars.people.merchants.models import Store
from regulars.trade.draws import actions as draws
from regulars.trade.draws.queries import application_of

REVIEWS = throttle.Limit(20, 3600)


class ReviewIncomplete(BadInput):
    """Stars or words are missing; `param` names it."""

    code = "review-incomplete"
    sentence = _("Choose from one to five stars, and write a sentence.")


class NotBought(Refusal):
    """Only those who had it in hand review it."""

    code = "not-bought"
    sentence = _("Only those who bought this and got it can review it.")


class AlreadyReviewed(Refusal):
    """One review each."""

    status = 409
    code = "already-reviewed"
    sentence = _("You have reviewed this already. Thank you!")


class ReasonMissing(BadInput):
    """Hiding has a reason."""

    code = "reason-missing"
    sentence = _("Give the reason. It stays on record, and the writer reads it.")


@action("reviews.write")
def write_review(
    *, by: Actor, product_id: str, stars: int, text: str, pictures: Sequence[str] = ()
) -> Review:
    """Review a product one bought. `pictures`: ids of own photos, at most four.

    Raises LogInFirst, NotFound, NotBought, AlreadyReviewed, ReviewIncomplete, TooManyTries.
    """
    person = by.require_person()
    product = Product.objects.across_stores("a review names its product").filter(public_id=product_id).first()
    if product is None:
        raise NotFound()
    line = bought(person, product)
    if line is None:
        raise NotBought()
    if reviewed(person, product):
        raise AlreadyReviewed()
    return _written(person, product, ORDER, line.order.public_id, stars, text, pictures)


@action("reviews.report_trial")
def report_trial(
    *, by: Actor, application_id: str, stars: int, text: str, pictures: Sequence[str] = ()
) -> Review:
    """Report on a trial: it becomes a review that says it was free.

    Raises LogInFirst, NotFound, TooLate, ReviewIncomplete, TooManyTries.
    """
    person = by.require_person()
    one = application_of(person, application_id)
    draws.report(by=by, application_id=application_id)
    return _written(person, one.trial.variant.product, TRIAL, one.public_id, stars, text, pictures)


@action("reviews.answer")
def answer_review(*, by: Actor, store: Store, review_id: str, text: str) -> Review:
    """The store answers, or changes its answer. Raises NotFound, ReviewIncomplete."""
    by.require("reception", store.pk)
    row = review_of(store, review_id)
    row.answer = paragraphs(text, limit=LONGEST_ANSWER)
    if not row.answer:
        raise ReviewIncomplete(_("Write an answer."), param="answer")
    row.answered_at = clock.now()
    row.save(update_fields=["answer", "answered_at"])
    announce(
        ReviewAnswered(
            review=row.public_id, store_id=store.pk, person_id=row.person_id, ref=row.product.public_id
        )
    )
    return row


@action("reviews.hide")
def hide_review(*, by: Actor, review_id: str, reason: str) -> Review:
    """The market hides a review; text and reason stay on record. Raises NotFound, ReasonMissing."""
    by.require("market.merchants")
    why = plain(reason, limit=300)
    if not why:
        raise ReasonMissing(param="reason")
    note(reason=why)
    return _hidden(any_review(review_id), why, hidden=True)


@action("reviews.show_again")
def show_again(*, by: Actor, review_id: str) -> Review:
    """A review that was hidden is shown again. Raises NotFound."""
    by.require("market.merchants")
    return _hidden(any_review(review_id), "", hidden=False)


def _written(
    person: int, product: Product, origin: str, ref: str, stars: int, text: str, pictures: Sequence[str]
) -> Review:
    throttle.take(f"reviews:{person}", REVIEWS)
    words = paragraphs(text, limit=LONGEST)
    if type(stars) is not int or not 1 <= stars <= MOST_STARS:
        raise ReviewIncomplete(param="stars")
    if not words:
        raise ReviewIncomplete(param="text")
    mine = owned(owner_of(Person.objects.get(pk=person).public_id), pictures)
    try:
        row = Review.objects.create(
            store_id=product.store_id,
            product=product,
            person_id=person,
            origin=origin,
            ref=ref,
            stars=stars,
            text=words,
            pictures=[one for one in pictures if one in mine][:MOST_PHOTOS],
        )
    except IntegrityError as error:
        raise AlreadyReviewed() from error
    announce(
        ReviewWritten(
            review=row.public_id,
            product=product.public_id,
            origin=origin,
            stars=stars,
            store_id=product.store_id,
            person_id=person,
            ref=product.public_id,
        )
    )
    return row


def _hidden(row: Review, why: str, *, hidden: bool) -> Review:
    row.hidden_at, row.hidden_why = (clock.now() if hidden else None), why
    row.save(update_fields=["hidden_at", "hidden_why"])
    announce(
        ReviewHidden(
            review=row.public_id,
            hidden=hidden,
            reason=why,
            store_id=row.store_id,
            person_id=row.person_id,
            ref=row.product.public_id,
        )
    )
    return row
