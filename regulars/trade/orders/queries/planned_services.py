"""Service plans in the store's calendar, beside its offers. They change no price: a plan has one of its own.

What a plan costs the store is what every claim it promises costs; the margin guard holds its price against that.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from regulars.people.merchants.models import Store
from regulars.trade.offers.hooks import Planned, Sale, planned
from regulars.trade.services.queries import Plan, current, plans_of, state_of, words_of
from regulars.trade.services.rules import Definition


def services_of(store: Store, since: datetime, until: datetime) -> Iterator[Planned]:
    """Every plan of the store that is sold, was sold or is drafted in the span."""
    for plan in plans_of(store):
        one = plan_as(store, plan, current(plan))
        if one.starts_at < until and (one.ends_at is None or one.ends_at >= since):
            yield one


def plan_as(store: Store, plan: Plan, definition: Definition) -> Planned:
    """What the plan would be with another definition in force."""
    return Planned(
        kind="service",
        ref=plan.public_id,
        title=definition.title,
        title_zh=definition.title_zh,
        store_id=store.pk,
        starts_at=plan.published_at or plan.created_at,
        ends_at=plan.stopped_at,
        state={"draft": "draft", "running": "running", "stopped": "stopped"}[state_of(plan)],  # type: ignore[arg-type]
        path=f"offers/services/{plan.public_id}/",
        products=definition.products,
        words=words_of(definition, plan.currency),
        sales=() if plan.stopped_at else (_sale(plan, definition),),
    )


def _sale(plan: Plan, definition: Definition) -> Sale:
    return Sale(
        variant=plan.public_id,
        unit_minor=definition.price_minor,
        share_bp=definition.share_bp,
        starts_at=plan.published_at or plan.created_at,
        service=True,
        cost_minor=definition.cost_minor,
        products=definition.products,
        categories=definition.categories,
    )


planned.register("service", services_of)
