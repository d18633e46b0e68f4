"""Milestones on the stores' calendars: what the store has to do by which day, and what is next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from regulars.people.merchants.models import Store
from regulars.trade.agreements.queries import saying
from regulars.trade.agreements.queries.finding import signed_ones
from regulars.trade.agreements.queries.standing import Now, end_of, nows_of, today
from regulars.trade.agreements.rules import Standing
from regulars.trade.offers.hooks import Planned, planned


def find_milestones(store: Store, since: datetime, until: datetime) -> Iterator[Planned]:
    """Open milestones that are the store's, and the one that is next, by their days. Three queries."""
    for now in nows_of(signed_ones(store)).values():
        for one in now.standing:
            if one.done is None and (one.milestone.who == "store" or one is now.turn):
                yield _milestone(store, now, one)


def _milestone(store: Store, now: Now, one: Standing) -> Planned:
    row, mine = now.row, one.milestone.who == "store"
    last = max(one.due, today()) if one is now.turn else one.due
    kind = saying.kind(one.milestone)
    return Planned(
        kind="agreement",
        ref=f"{row.public_id}:{one.milestone.key}",
        title=f"{kind} · {row.title}",
        title_zh=f"{kind} · {row.title_zh or row.title}",
        store_id=store.pk,
        starts_at=_begin(one.due),
        ends_at=end_of(last),
        state="running" if one.due <= today() else "scheduled",
        path=f"offers/agreements/{row.public_id}/",
        products=(),
        alone=True,
        words=(saying.due_words(one), saying.side_said("store" if mine else "shopper", "store")),
    )


def _begin(day: date) -> datetime:
    return end_of(day - timedelta(days=1))


planned.register("agreement", find_milestones)
