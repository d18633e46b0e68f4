"""Questions about agreements."""

from regulars.trade.agreements.models import Agreement as Agreement
from regulars.trade.agreements.models import QuoteForm as QuoteForm
from regulars.trade.agreements.models import Version as Version
from regulars.trade.agreements.queries import headlines as headlines
from regulars.trade.agreements.queries import saying as saying
from regulars.trade.agreements.queries import standing as standing
from regulars.trade.agreements.queries import telling as telling
from regulars.trade.agreements.queries.agreed import rules_of
from regulars.trade.agreements.queries.finding import (
    agreement_of,
    agreements_of,
    agreements_of_person,
    any_agreement,
    disputed,
    disputed_agreement,
    form_for_product,
    form_of,
    forms_of,
    latest_step,
    open_form,
    open_forms,
    open_many,
    own_agreement,
    photo_of,
    steps_of_customer,
    under_way,
    versions_of,
)
from regulars.trade.agreements.queries.money import cancel_cost, left_minor
from regulars.trade.agreements.queries.news import News, news
from regulars.trade.agreements.queries.standing import Now, now_of, nows_of, state_of, today
from regulars.trade.agreements.queries.telling import (
    Told,
    Urgency,
    comparison,
    dues,
    milestones,
    questions,
    steps,
    told,
    urgencies,
)

__all__ = [
    "Agreement",
    "News",
    "Now",
    "QuoteForm",
    "Told",
    "Urgency",
    "Version",
    "agreement_of",
    "agreements_of",
    "agreements_of_person",
    "any_agreement",
    "cancel_cost",
    "comparison",
    "disputed",
    "disputed_agreement",
    "dues",
    "form_for_product",
    "form_of",
    "forms_of",
    "latest_step",
    "left_minor",
    "milestones",
    "news",
    "now_of",
    "nows_of",
    "open_form",
    "open_forms",
    "open_many",
    "own_agreement",
    "photo_of",
    "questions",
    "rules_of",
    "state_of",
    "steps",
    "steps_of_customer",
    "today",
    "told",
    "under_way",
    "urgencies",
    "versions_of",
]
