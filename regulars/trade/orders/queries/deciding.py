"""A store's returns as work: those to decide by their deadline, the others by their date."""

from __future__ import annotations

from django.db.models import Count, Prefetch, Q

from regulars.ground.kit.pages import Page, page
from regulars.people.merchants.models import Store
from regulars.trade.orders.models import Return, ReturnLine

STATES = ("asked", "accepted", "disputed", "refunded", "refused", "withdrawn")


def returns_to_work(
    store: Store, state: str = "", words: str = "", *, cursor: str = "", size: int = 50
) -> Page[Return]:
    """The store's returns in a state, with order, person and lines. Two queries a page.

    Those asked for come by deadline, the nearest first; the others newest first. `words`: a public id
    of return or order, or part of a name.
    """
    rows = Return.objects.of(store).filter(state=state) if state else Return.objects.of(store)
    text = " ".join(words.split())[:80]
    if text:
        rows = rows.filter(
            Q(public_id=text) | Q(order__public_id=text) | Q(order__person__name__icontains=text)
        )
    lines = Prefetch("lines", queryset=ReturnLine.objects.select_related("line").order_by("pk"))
    by = "decide_by" if state == "asked" else "-asked_at"
    return page(rows.select_related("order__person").prefetch_related(lines), by=by, cursor=cursor, size=size)


def return_counts(store: Store) -> dict[str, int]:
    """Returns by state. One query."""
    return dict(Return.objects.of(store).order_by().values_list("state").annotate(many=Count("pk")))
