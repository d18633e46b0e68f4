"""What a store makes to order: its form and its usual plan."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from regulars.goods.catalog.models import Product
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound, Refusal
from regulars.ground.kit.sanitize import plain
from regulars.ground.kit.texts import paragraphs
from regulars.people.merchants.models import Store
from regulars.trade.agreements import rules
from regulars.trade.agreements.models import QuoteForm
from regulars.trade.agreements.queries.finding import form_of
from regulars.trade.agreements.queries.standing import today
from regulars.trade.agreements.rules import Field, Planned, Remedy, Terms
from regulars.trade.agreements.rules.forms import MOST_FIELDS

SAMPLE_MINOR = 1_000_000


class FormWrong(Refusal):
    """Something in the form cannot stand; `param` names the field, `details["code"]` what it is."""

    code = "form-wrong"
    sentence = _("Some of the form cannot stand like this. Look at the marked places.")


class AlreadyAsked(Refusal):
    """The product has an open form."""

    status = 409
    code = "form-exists"
    sentence = _("This product already has an open form. Change that one, or close it first.")


@dataclass(frozen=True, slots=True)
class FormFields:
    """A form as the store fills it in. `product` is a public id."""

    product: str
    title: str
    title_zh: str = ""
    intro: str = ""
    intro_zh: str = ""
    fields: tuple[Field, ...] = ()
    plan: tuple[Planned, ...] = rules.USUAL
    remedies: tuple[Remedy, ...] = rules.USUAL_REMEDIES
    acceptance_days: int = 7
    give_up_days: int = 30
    answer_days: int = 7


@action("agreements.save_form")
def save_form(*, by: Actor, store: Store, given: FormFields, form_id: str = "") -> QuoteForm:
    """Make or change a form. Agreements asked for before keep what was asked. Raises FormWrong, AlreadyAsked."""
    by.require("offers", store.pk)
    row = form_of(store, form_id) if form_id else QuoteForm(store=store)
    _check(store, given)
    row.product = _product(store, given.product)
    variant = row.product.variants.filter(retired_at=None).order_by("pk").first()
    if variant is None:
        raise FormWrong(param="product", code="product")
    row.variant = variant
    row.title, row.title_zh = plain(given.title, limit=80), plain(given.title_zh, limit=80)
    row.intro, row.intro_zh = paragraphs(given.intro, limit=600), paragraphs(given.intro_zh, limit=600)
    row.fields = rules.plain_fields([_clean(one) for one in given.fields])
    row.plan = rules.plain_plan([replace(one, words=plain(one.words, limit=200)) for one in given.plan])
    row.remedies = [{"late_days": one.late_days, "credit_bp": one.credit_bp} for one in given.remedies]
    row.acceptance_days, row.give_up_days = given.acceptance_days, given.give_up_days
    row.answer_days = given.answer_days
    return _kept(row)


@action("agreements.close_form")
def close_form(*, by: Actor, store: Store, form_id: str) -> None:
    """Ask nobody any more; what was asked goes on. Safe to repeat."""
    by.require("offers", store.pk)
    row = form_of(store, form_id)
    QuoteForm.objects.of(store).filter(pk=row.pk, closed_at=None).update(closed_at=clock.now())


@action("agreements.reopen_form")
def reopen_form(*, by: Actor, store: Store, form_id: str) -> QuoteForm:
    """Ask again. Raises AlreadyAsked."""
    by.require("offers", store.pk)
    row = form_of(store, form_id)
    row.closed_at = None
    return _kept(row)


def _kept(row: QuoteForm) -> QuoteForm:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise AlreadyAsked(param="product") from error
    return row


def _product(store: Store, public_id: str) -> Product:
    found = Product.objects.of(store).filter(public_id=public_id, retired_at=None).first()
    if found is None:
        raise NotFound()
    return found


def _clean(one: Field) -> Field:
    return replace(
        one,
        label=plain(one.label, limit=80),
        label_zh=plain(one.label_zh, limit=80),
        unit=plain(one.unit, limit=12),
        options=tuple(dict.fromkeys(plain(each, limit=60) for each in one.options if each.strip())),
    )


def _check(store: Store, given: FormFields) -> None:
    """The plan must make terms that could be signed: it is tried with a sample price."""
    if not given.title.strip():
        raise FormWrong(param="title", code="title-missing")
    keys = [one.key for one in given.fields]
    if len(keys) > MOST_FIELDS or len(set(keys)) != len(keys):
        raise FormWrong(param="fields", code="too-many")
    for one in given.fields:
        problem = rules.field_problem(_clean(one))
        if problem:
            raise FormWrong(param=f"field-{one.key}", code=problem)
    found = rules.problems(_sample(store, given), today())
    if found:
        raise FormWrong(param=found[0].field, code=found[0].code)


def _sample(store: Store, given: FormFields) -> Terms:
    return Terms(
        currency=store.currency,
        title=given.title,
        spec=given.title,
        price_minor=SAMPLE_MINOR,
        milestones=rules.drawn(given.plan, SAMPLE_MINOR, today()),
        remedies=given.remedies,
        acceptance_days=given.acceptance_days,
        give_up_days=given.give_up_days,
        answer_days=given.answer_days,
    )
