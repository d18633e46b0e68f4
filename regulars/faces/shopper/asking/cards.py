"""The line by which a store's question stands on a page the person opens anyway."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import ngettext

from regulars.community.surveys.queries import Invitation, waiting_about, waiting_at, waiting_for
from regulars.goods.catalog.queries import said
from regulars.people.merchants.queries import Store

Card = dict[str, object]


def at_store(person_id: int | None, store: Store) -> Card | None:
    """What the store asks this person now."""
    found = waiting_at(person_id, store) if person_id is not None else None
    return card(found) if found else None


def about_orders(person_id: int | None, orders: list[str]) -> dict[str, Card]:
    """What stores ask about these orders, by the order's id."""
    if person_id is None:
        return {}
    return {order: card(row) for order, row in waiting_about(person_id, orders).items()}


def waiting_many(person_id: int | None) -> int:
    """How many surveys wait for a person."""
    return waiting_for(person_id).count() if person_id is not None else 0


def card(row: Invitation) -> Card:
    """An invitation as a line with a link."""
    survey = row.survey
    many = len(survey.questions)
    return {
        "title": said(survey.title, survey.title_zh),
        "store": said(survey.store.name, survey.store.name_zh),
        "logo": survey.store.logo,
        "asks": ngettext("The store asks %(n)s question", "The store asks %(n)s questions", many)
        % {"n": many},
        "href": reverse("survey", args=[survey.public_id]),
        "later": reverse("survey_later", args=[survey.public_id]),
    }
