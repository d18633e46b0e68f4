"""What is known of answers afterwards, answers brought in together, and people kept as a group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from regulars.community.surveys import queries
from regulars.community.surveys.models import GROUP, Invitation, Response, Survey
from regulars.community.surveys.rules.questions import Answers
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound
from regulars.loyalty.outreach import actions as outreach
from regulars.loyalty.outreach.models import Campaign
from regulars.loyalty.segments import actions as segments
from regulars.loyalty.segments.models import Segment
from regulars.people.merchants.models import Store


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """An answer of long ago."""

    person_id: int
    answers: Answers
    at: datetime


@action("surveys.place", audit=False)
def place(*, by: Actor, known: Mapping[int, tuple[str, str]]) -> int:
    """Note stage and tier of the people behind answers, by the answer's key; each once."""
    if by.kind != "system":
        raise NotFound()
    rows = Response.objects.across_stores("placing answers of all stores").filter(pk__in=known, stage="")
    found = list(rows.only("pk"))
    for row in found:
        row.stage, row.tier = known[row.pk][0], known[row.pk][1][:80]
    Response.objects.across_stores("the same").bulk_update(found, ["stage", "tier"], batch_size=500)
    return len(found)


@action("surveys.record_answers", audit=False)
def record_answers(*, by: Actor, survey: Survey, rows: Sequence[AnswerRow]) -> int:
    """Bring many answers in of people who were asked; those who have answered are left alone. Returns how many came."""
    if by.kind != "system":
        raise NotFound()
    before = Response.objects.of(survey.store_id).filter(survey=survey).count()
    made = [
        Response(survey=survey, person_id=row.person_id, answers=row.answers, answered_at=row.at)
        for row in rows
    ]
    asked = [
        Invitation(survey=survey, person_id=row.person_id, asked_at=row.at, due_at=row.at) for row in rows
    ]
    Invitation.objects.bulk_create(asked, batch_size=500, ignore_conflicts=True)
    Response.objects.bulk_create(made, batch_size=500, ignore_conflicts=True)
    return Response.objects.of(survey.store_id).filter(survey=survey).count() - before


@action("surveys.keep_people")
def keep_people(
    *, by: Actor, store: Store, survey_id: str, question_id: str, pick: str, name: str
) -> Segment:
    """Keep those who gave an answer as a static list, for which the right to customers is needed too.

    Raises NotFound (also when nobody may be known), NameNeeded, NameTaken, TooManyTries.
    """
    by.require("offers", store.pk)
    row = queries.survey_of(store, survey_id)
    people = queries.people_behind(row, question_id, pick)
    found, _missing = segments.upload_list(
        by=by, store=store, name=name, identifiers=[one.relation for one in people]
    )
    return found


@action("surveys.draft_message")
def draft_message(*, by: Actor, store: Store, survey_id: str, link: str) -> Campaign:
    """A draft of a message to the survey's group with the survey's address in it. Raises NotFound."""
    by.require("offers", store.pk)
    row = queries.survey_of(store, survey_id)
    if row.audience != GROUP or row.segment is None or not queries.is_open(row):
        raise NotFound()
    return outreach.write(by=by, store=store, fields=_letter(row, row.segment.public_id, link))


def _letter(row: Survey, segment_id: str, link: str) -> outreach.Fields:
    english, chinese = row.title or row.title_zh, row.title_zh or row.title
    return outreach.Fields(
        name=english,
        segment_id=segment_id,
        subject=_plain(english),
        text=_plain(f"{row.intro or row.intro_zh or english}\n\n{link}"),
        subject_zh=_plain(chinese),
        text_zh=_plain(f"{row.intro_zh or row.intro or chinese}\n\n{link}"),
        purpose="news",
        holdout_percent=0,
    )


def _plain(text: str) -> str:
    """Braces mean places in a message: two of them stand for one."""
    return text.replace("{", "{{").replace("}", "}}")
