"""A survey opens, asks, and closes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from regulars.community.surveys import queries
from regulars.community.surveys.actions.writing import NotAskable, draft
from regulars.community.surveys.events import SurveyOpened
from regulars.community.surveys.models import GROUP, Invitation, Survey
from regulars.community.surveys.rules import questions as asked
from regulars.community.surveys.rules.asking import MOST_OPEN, rested
from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound, Refusal
from regulars.loyalty.segments.queries import member_keys
from regulars.people.merchants.models import Store

BATCH = 1000


class TooManyOpen(Refusal):
    """A store asks too much at once."""

    status = 409
    code = "survey-too-many-open"
    sentence = _(
        "Three surveys are open already. Close one of them first: people answer few questions gladly."
    )


class NobodyToAsk(Refusal):
    """The survey is for a group, and none is chosen, or it was put away."""

    status = 409
    code = "survey-needs-group"
    sentence = _("Choose the group you want to ask.")


@action("surveys.open")
def open_survey(*, by: Actor, store: Store, survey_id: str) -> Survey:
    """Begin to ask. A group's people are invited at once, but for those the store asked within 30 days.

    Raises NotFound, Fixed, NotAskable, NobodyToAsk, TooManyOpen.
    """
    by.require("offers", store.pk)
    row = draft(store, survey_id)
    try:
        asked.check(asked.read(row.questions))
    except asked.Unaskable as error:
        raise NotAskable(_("Write at least one question first."), why=error.code) from error
    if row.audience == GROUP and (row.segment is None or row.segment.archived_at is not None):
        raise NobodyToAsk(param="segment_id")
    if queries.open_surveys_of(store).count() >= MOST_OPEN:
        raise TooManyOpen()
    row.opened_at = clock.now()
    row.save(update_fields=["opened_at"])
    invited = 0
    if row.audience == GROUP and row.segment is not None:
        invited = _invite(row, list(member_keys(row.segment).order_by("person_id")), row.opened_at)
    announce(SurveyOpened(survey=row.public_id, invited=invited, store_id=store.pk))
    return row


@action("surveys.close")
def close_survey(*, by: Actor, store: Store, survey_id: str) -> Survey:
    """Ask nobody any more. Safe to repeat. Raises NotFound."""
    by.require("offers", store.pk)
    row = queries.survey_of(store, survey_id)
    if row.opened_at is None:
        raise NotFound()
    Survey.objects.of(store).filter(pk=row.pk, closed_at=None).update(closed_at=clock.now())
    row.refresh_from_db()
    return row


@action("surveys.invite_after", audit=False)
def invite_after(*, by: Actor, store_id: int, person_id: int, happened: str, order_ref: str) -> int:
    """Ask somebody after what happened (`order`, `return`), by the store's latest open survey about it.

    Returns how many were asked, 0 or 1: nobody whom the store asked within 30 days.
    """
    if by.kind != "system":
        raise NotFound()
    row = queries.open_surveys_of(store_id).filter(audience=happened).order_by("-opened_at").first()
    if row is None:
        return 0
    due = clock.now() + timedelta(days=row.after_days)
    return _invite(row, [person_id], due, order_ref)


def _invite(row: Survey, people: Sequence[int], due: datetime, order_ref: str = "") -> int:
    now = clock.now()
    made = [
        Invitation(survey=row, person_id=key, asked_at=now, due_at=due, order_ref=order_ref)
        for key in rested(people, _last_asked(row.store_id, people), now)
    ]
    before = Invitation.objects.of(row.store_id).filter(survey=row).count()
    Invitation.objects.bulk_create(made, batch_size=BATCH, ignore_conflicts=True)
    return Invitation.objects.of(row.store_id).filter(survey=row).count() - before


def _last_asked(store_id: int, people: Sequence[int]) -> dict[int, datetime]:
    found: dict[int, datetime] = {}
    for some in _parts(people):
        rows = Invitation.objects.of(store_id).filter(person_id__in=some)
        found |= dict(rows.order_by().values_list("person_id").annotate(last=Max("asked_at")))
    return found


def _parts(people: Sequence[int]) -> Iterable[Sequence[int]]:
    return (people[start : start + BATCH] for start in range(0, len(people), BATCH))
