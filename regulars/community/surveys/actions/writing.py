"""A store writes a survey: what it says, whom it asks, and its questions one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from regulars.community.surveys import queries
from regulars.community.surveys.models import AUDIENCES, GROUP, ORDER, Survey
from regulars.community.surveys.rules import questions as asked
from regulars.community.surveys.rules.asking import LATEST_DAYS
from regulars.community.surveys.rules.presets import PRESETS
from regulars.community.surveys.rules.questions import KINDS, LONGEST_TEXT, Option, Question, Unaskable
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput, NotFound, Refusal
from regulars.ground.kit.sanitize import plain
from regulars.ground.kit.texts import paragraphs
from regulars.loyalty.segments.queries import segment_of
from regulars.people.merchants.models import Store


class SurveyIncomplete(BadInput):
    """Something that every survey has is missing or impossible; `param` names it."""

    code = "survey-incomplete"
    sentence = _("Give the survey a title, in at least one language.")


class NotAskable(BadInput):
    """A question cannot be asked as it is; `details` say why (`why`)."""

    code = "survey-question"
    sentence = _(
        "This question cannot be asked as it is. Write its text, and two to twelve answers to choose from."
    )


class Fixed(Refusal):
    """The survey is open or over, and stays as people saw it."""

    status = 409
    code = "survey-fixed"
    sentence = _("This survey has been opened and stays as people saw it. Make a new one.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """What a survey says and whom it asks. `segment_id` only for a group; `after_days` 0 to 60 only for orders."""

    title: str
    title_zh: str = ""
    intro: str = ""
    intro_zh: str = ""
    audience: str = "link"
    segment_id: str = ""
    after_days: int = 3
    anonymous: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """One question as somebody writes it: `options` are pairs of an English and a Chinese text."""

    kind: str
    text: str
    text_zh: str = ""
    options: Sequence[tuple[str, str]] = ()
    needed: bool = False


@action("surveys.begin")
def begin(*, by: Actor, store: Store, preset: str) -> Survey:
    """A draft with questions that many ask: reasons, order, return. Raises NotFound."""
    by.require("offers", store.pk)
    if preset not in PRESETS:
        raise NotFound()
    one = PRESETS[preset]
    return Survey.objects.create(
        store=store,
        created_by_id=by.person_id,
        title=one.title[0],
        title_zh=one.title[1],
        intro=one.intro[0],
        intro_zh=one.intro[1],
        questions=asked.stored(one.questions),
        audience=one.audience,
        after_days=one.after_days,
    )


@action("surveys.write")
def write(*, by: Actor, store: Store, fields: Fields, survey_id: str = "") -> Survey:
    """Keep a draft's words and audience, new or changed. Raises NotFound, SurveyIncomplete, Fixed."""
    by.require("offers", store.pk)
    row = draft(store, survey_id) if survey_id else Survey(store=store, created_by_id=by.person_id)
    row.title, row.title_zh = (plain(text, limit=80) for text in (fields.title, fields.title_zh))
    row.intro, row.intro_zh = (paragraphs(text, limit=600) for text in (fields.intro, fields.intro_zh))
    if not (row.title or row.title_zh):
        raise SurveyIncomplete(param="title")
    if fields.audience not in AUDIENCES:
        raise SurveyIncomplete(_("Choose whom to ask."), param="audience")
    if not 0 <= fields.after_days <= LATEST_DAYS:
        raise SurveyIncomplete(_("Choose from 0 to 60 days."), param="after_days")
    row.audience, row.anonymous = fields.audience, fields.anonymous
    row.after_days = fields.after_days if fields.audience == ORDER else 0
    wanted = fields.segment_id if fields.audience == GROUP else ""
    row.segment = segment_of(store, wanted) if wanted else None
    row.save()
    return row


@action("surveys.put_question")
def put_question(*, by: Actor, store: Store, survey_id: str, asking: Asking, question_id: str = "") -> Survey:
    """Add a question at the end, or change one. Raises NotFound, NotAskable, Fixed."""
    by.require("offers", store.pk)
    row = draft(store, survey_id)
    known = list(asked.read(row.questions))
    taken = [one.id for one in known]
    if question_id and question_id not in taken:
        raise NotFound()
    made = _question(asking, question_id or asked.free_id(taken, "q"))
    kept = [made if one.id == question_id else one for one in known]
    return _keep(row, kept if question_id else [*known, made])


@action("surveys.move_question")
def move_question(*, by: Actor, store: Store, survey_id: str, question_id: str, by_places: int) -> Survey:
    """Let a question come earlier or later. Raises NotFound, Fixed."""
    by.require("offers", store.pk)
    row = draft(store, survey_id)
    return _keep(row, asked.moved(asked.read(row.questions), question_id, by_places))


@action("surveys.remove_question")
def remove_question(*, by: Actor, store: Store, survey_id: str, question_id: str) -> Survey:
    """Take a question out. Raises NotFound, Fixed."""
    by.require("offers", store.pk)
    row = draft(store, survey_id)
    return _keep(row, [one for one in asked.read(row.questions) if one.id != question_id])


@action("surveys.drop")
def drop(*, by: Actor, store: Store, survey_id: str) -> None:
    """Throw a draft away. Raises NotFound, Fixed."""
    by.require("offers", store.pk)
    row = draft(store, survey_id)
    Survey.objects.of(store).filter(pk=row.pk).update(dropped_at=clock.now())


def draft(store: Store, survey_id: str) -> Survey:
    """A survey that nobody has seen yet. Raises NotFound, Fixed."""
    row = queries.survey_of(store, survey_id)
    if row.opened_at is not None:
        raise Fixed()
    return row


def _question(asking: Asking, question_id: str) -> Question:
    if asking.kind not in KINDS:
        raise NotAskable(param="kind")
    pairs = [
        (plain(one, limit=LONGEST_TEXT), plain(other, limit=LONGEST_TEXT)) for one, other in asking.options
    ]
    picks = asking.kind in (asked.ONE, asked.MANY)
    options = [pair for pair in pairs if any(pair)] if picks else []
    return Question(
        question_id,
        asking.kind,
        plain(asking.text, limit=LONGEST_TEXT),
        plain(asking.text_zh, limit=LONGEST_TEXT),
        tuple(Option(f"o{number}", *pair) for number, pair in enumerate(options, 1)),
        asking.needed,
    )


def _keep(row: Survey, wanted: Sequence[Question]) -> Survey:
    try:
        asked.check(wanted, whole=False)
    except Unaskable as error:
        raise NotAskable(**_why(error)) from error
    row.questions = asked.stored(wanted)
    row.save(update_fields=["questions"])
    return row


def _why(error: Unaskable) -> dict[str, str]:
    params = {"no-text": "text", "options": "options", "too-many": "text"}
    return {"param": params.get(error.code, "text"), "why": error.code}
