"""What a person is asked: on the pages they open, and by a link."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from regulars.community.surveys.models import GROUP, LINK, Invitation, Response, Survey
from regulars.community.surveys.queries.surveys import is_open, questions_of
from regulars.community.surveys.rules.asking import may_change
from regulars.community.surveys.rules.questions import Question
from regulars.ground.kit import clock
from regulars.ground.kit.refusals import NotFound
from regulars.loyalty.customers.queries import relation_of
from regulars.loyalty.segments.queries import contains
from regulars.people.merchants.models import Store
from regulars.people.merchants.queries import open_stores
from regulars.trade.orders.models import Return


@dataclass(frozen=True, slots=True)
class Asked:
    """A survey as one person meets it."""

    survey: Survey
    questions: tuple[Question, ...]
    invitation: Invitation | None
    response: Response | None

    @property
    def takes_answers(self) -> bool:
        """Whether the person may answer, or change the answer given, now."""
        if not is_open(self.survey):
            return False
        return self.response is None or may_change(self.response.answered_at, clock.now())


def asked_of(person_id: int, public_id: str) -> Asked:
    """A survey that this person may answer, may have answered, or could have. Raises NotFound."""
    rows = Survey.objects.across_stores("a person opens the link to it")
    open_now = rows.filter(
        public_id=public_id, opened_at__isnull=False, dropped_at=None, store__in=open_stores()
    )
    survey = open_now.select_related("store", "segment").first()
    if survey is None:
        raise NotFound()
    invitation = Invitation.objects.of(survey.store_id).filter(survey=survey, person_id=person_id).first()
    response = Response.objects.of(survey.store_id).filter(survey=survey, person_id=person_id).first()
    if not (invitation or response or _meant(survey, person_id)):
        raise NotFound()
    return Asked(survey, questions_of(survey), invitation, response)


def waiting_for(person_id: int | None) -> QuerySet[Invitation]:
    """The questions of open stores that wait for a person, the latest first; nobody is asked nothing."""
    rows = Invitation.objects.across_stores("one person's own invitations")
    if person_id is None:
        return rows.none()
    answered = Response.objects.across_stores("one person's own answers").filter(
        survey=OuterRef("survey"), person=OuterRef("person")
    )
    due = rows.filter(
        ~Exists(answered),
        person_id=person_id,
        declined_at=None,
        due_at__lte=clock.now(),
        survey__opened_at__isnull=False,
        survey__closed_at=None,
        survey__store__in=open_stores(),
    )
    return due.select_related("survey__store").order_by("-id")


def waiting_at(person_id: int | None, store: Store) -> Invitation | None:
    """What a store asks a person at the moment."""
    return waiting_for(person_id).filter(survey__store=store).first()


def waiting_about(person_id: int | None, orders: Iterable[str]) -> dict[str, Invitation]:
    """What stores ask about these orders of a person, by the order's public id."""
    rows = waiting_for(person_id).filter(order_ref__in=list(orders))
    return {row.order_ref: row for row in rows}


def was_return(store_id: int, back: str) -> bool:
    """Whether money went back because of goods that had been sent, not for an order that was called off."""
    return Return.objects.of(store_id).filter(public_id=back).exclude(kind="cancel").exists()


def _meant(survey: Survey, person_id: int) -> bool:
    """Whether somebody who was not invited may answer: a customer with the link, somebody new in the group."""
    if survey.audience == LINK:
        return relation_of(survey.store_id, person_id) is not None
    return survey.audience == GROUP and survey.segment is not None and contains(survey.segment, person_id)
