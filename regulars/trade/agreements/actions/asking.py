"""A shopper asks for something to be made; either side may end the talk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from regulars.goods.media.pipeline import Rebuilt
from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput, Refusal
from regulars.ground.kit.texts import paragraphs
from regulars.loyalty.customers.actions import touch
from regulars.people.merchants.queries import suspension_of
from regulars.trade.agreements import rules
from regulars.trade.agreements.actions.turning import about, claim, happen
from regulars.trade.agreements.events import AgreementMoved, QuoteAsked
from regulars.trade.agreements.models import Agreement, QuoteForm
from regulars.trade.agreements.queries.finding import open_form, own
from regulars.trade.agreements.rules.states import TALKING

AT_ONCE = 3


class AnswersWrong(BadInput):
    """Fields of the form; `details["wrong"]` says per field what it is: missing, number, range, unknown, long."""

    code = "answers-wrong"
    sentence = _("Some answers are missing or out of range. Look at the marked fields.")


class AskedAlready(Refusal):
    """Several wishes wait at this store."""

    status = 429
    code = "asked-already"
    sentence = _("Three of your wishes already wait for this store. Let it answer, or withdraw one.")


class StoreRests(Refusal):
    """The store is suspended."""

    status = 409
    code = "store-rests"
    sentence = _("This store takes nothing new at the moment. Agreements that are signed go on.")


@action("agreements.ask")
def ask(
    *, by: Actor, form_id: str, given: Mapping[str, str], text: str = "", photos: Sequence[Rebuilt] = ()
) -> Agreement:
    """Ask a store for a quote. `given`: answers by field key; photos are rebuilt already.

    Raises LogInFirst, NotFound, AnswersWrong, AskedAlready, StoreRests, TooManyPhotos.
    """
    person_id, form = by.require_person(), open_form(form_id)
    if suspension_of(form.store):
        raise StoreRests()
    answers, wrong = rules.read_answers(rules.read_fields(form.fields), given)
    if wrong:
        raise AnswersWrong(wrong=wrong)
    _not_too_many(form, person_id)
    row = Agreement.objects.create(
        store=form.store,
        person_id=person_id,
        form=form,
        currency=form.product.currency,
        title=form.title[:120],
        answers=answers,
        text=paragraphs(text, limit=2000),
        asked_at=clock.now(),
        moved_at=clock.now(),
    )
    happen(row, "asked", "shopper", by, photos=photos)
    touch(by=by, store=form.store_id, person_id=person_id, origin="agreement", origin_ref=row.public_id)
    announce(QuoteAsked(product=form.product.public_id, **about(row)))
    return row


def _not_too_many(form: QuoteForm, person_id: int) -> None:
    waiting = Agreement.objects.of(form.store_id).filter(person_id=person_id, state__in=TALKING)
    if waiting.count() >= AT_ONCE:
        raise AskedAlready()


@action("agreements.decline")
def decline(*, by: Actor, agreement_id: str, why: str) -> Agreement:
    """The store will not make this, and says why. Raises MovedOn, NotYourTurn, BadInput."""
    return _end(by, agreement_id, "decline", why)


@action("agreements.withdraw")
def withdraw(*, by: Actor, agreement_id: str, why: str = "") -> Agreement:
    """The shopper no longer wants it. Raises MovedOn, NotYourTurn."""
    return _end(by, agreement_id, "withdraw", why)


def _end(by: Actor, agreement_id: str, verb: str, why: str) -> Agreement:
    row, side = own(by, agreement_id)
    if verb == "decline" and not why.strip():
        raise BadInput(_("Say why in a sentence; the shopper reads it."), param="why")
    claim(row, verb, side, ended_at=clock.now())
    happen(row, row.state, side, by, text=why)
    announce(AgreementMoved(state=row.state, side=side, **about(row)))
    return row
