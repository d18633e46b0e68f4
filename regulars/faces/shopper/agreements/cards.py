"""Where a thing that is made to order is offered."""

from __future__ import annotations

from django.urls import reverse

from regulars.goods.catalog.queries import said
from regulars.people.merchants.queries import Store
from regulars.trade.agreements.queries import form_for_product, open_forms

Card = dict[str, str]


def for_product(product_id: int) -> Card | None:
    """The way to ask for a product (key) to be made, when its store does."""
    form = form_for_product(product_id)
    if form is None:
        return None
    return {
        "title": said(form.title, form.title_zh),
        "intro": said(form.intro, form.intro_zh),
        "href": reverse("agreement_ask", args=[form.public_id]),
    }


def at_store(store: Store) -> list[Card]:
    """Everything a store makes to order."""
    return [
        {
            "title": said(form.title, form.title_zh),
            "intro": said(form.intro, form.intro_zh),
            "href": reverse("agreement_ask", args=[form.public_id]),
        }
        for form in open_forms(store)
    ]
