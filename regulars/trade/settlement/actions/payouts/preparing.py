"""A payout is prepared: the money leaves the store's account and waits for the bank."""

from __future__ import annotations

from datetime import datetime

from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.trade.settlement.actions.payouts.standing import turn_of
from regulars.trade.settlement.actions.posting import write
from regulars.trade.settlement.models import Payout
from regulars.trade.settlement.queries.payouts import PayoutPlan, period_of, plan_payouts, prepared_for
from regulars.trade.settlement.rules import payout_entry


def prepare_payouts(
    *, by: Actor, upto: datetime, dry_run: bool = False, period: str = ""
) -> list[PayoutPlan]:
    """Prepare a payout for every store with a positive balance at `upto` and now, each on its own.

    `period` (default: the day of `upto` in the market's zone) makes each store and currency paid once in
    it; a run that was killed, or a second one beside it, completes the same list. Returns the period's
    payouts; with `dry_run` only what would be prepared. Needs market.money.
    """
    by.require("market.money")
    named = period or period_of(upto)
    plans = plan_payouts(upto, named)
    if dry_run:
        return plans
    for plan in plans:
        prepare_payout(by=by, store_id=plan.store_id, currency=plan.currency, upto=upto, period=named)
    return prepared_for(named)


@action("settlement.prepare_payout")
def prepare_payout(*, by: Actor, store_id: int, currency: str, upto: datetime, period: str) -> Payout | None:
    """Prepare one store's payout of a period; None when nothing is owed. Needs market.money."""
    by.require("market.money")
    turn_of(store_id, currency)
    before = Payout.objects.filter(store_id=store_id, currency=currency, period=period).first()
    if before is not None:
        return before
    plans = plan_payouts(upto, period, store_id=store_id, currency=currency)
    return prepared(by, plans[0]) if plans else None


def prepared(by: Actor, plan: PayoutPlan) -> Payout:
    """The payout of a plan, booked. The caller has its turn."""
    payout = Payout.objects.create(
        store_id=plan.store_id,
        currency=plan.currency,
        amount_minor=plan.amount_minor,
        period=plan.period,
        prepared_by_id=by.person_id,
    )
    key = f"payout:{plan.store_id}:{plan.currency}:{plan.period}"
    write(
        payout_entry(
            payout.public_id, key, plan.store_id, plan.currency, plan.amount_minor, payout.prepared_at
        )
    )
    return payout
